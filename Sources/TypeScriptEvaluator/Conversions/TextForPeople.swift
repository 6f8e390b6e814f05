@_spi(_Unicode) import Swift

/// Unicode normalization forms.
enum NormalizationForm: String {
    case composed = "NFC"
    case decomposed = "NFD"
    case compatibilityComposed = "NFKC"
    case compatibilityDecomposed = "NFKD"

    /// `nil` where the data for it is not at hand.
    func apply(to text: UTF16String) -> UTF16String? {
        switch self {
        case .composed: text.text._nfc.asString
        case .decomposed: text.text._nfd.asString
        case .compatibilityComposed, .compatibilityDecomposed: nil
        }
    }
}

/// −1, 0 or 1: an order that suits people, near to what `localeCompare` gives for Latin text. Punctuation comes before
/// digits, those before letters; letters by the alphabet, then without accent before with, then small before capital.
func compareForPeople(_ left: String, _ right: String) -> Int {
    let leftKeys = left._nfd.map(CollationKey.init)
    let rightKeys = right._nfd.map(CollationKey.init)
    for level in [\CollationKey.primary, \.secondary, \.tertiary] {
        let leftLevel = leftKeys.map { $0[keyPath: level] }.filter { $0 != 0 }
        let rightLevel = rightKeys.map { $0[keyPath: level] }.filter { $0 != 0 }
        if leftLevel == rightLevel { continue }
        return leftLevel.lexicographicallyPrecedes(rightLevel) ? -1 : 1
    }
    return 0
}

private struct CollationKey {
    /// Which letter; 0 for accents, which count on the second level only.
    let primary: UInt32
    let secondary: UInt32
    let tertiary: UInt32

    init(_ scalar: Unicode.Scalar) {
        if scalar.properties.generalCategory == .nonspacingMark {
            primary = 0
            secondary = scalar.value
            tertiary = 0
            return
        }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        let rank: UInt32 = lower.properties.isAlphabetic ? 2 : scalar.properties.numericType != nil ? 1 : 0
        primary = rank << 24 | lower.value
        secondary = 1
        tertiary = scalar.properties.isUppercase ? 2 : 1
    }
}

extension Sequence<Unicode.Scalar> {
    fileprivate var asString: UTF16String {
        UTF16String(units: flatMap { Array(String($0).utf16) })
    }
}
