/// Some of all code points: `[a-z_]`, `\d`, `\p{L}`.
struct CharacterSet: Sendable {
    private var ranges: [ClosedRange<UInt32>] = []
    private var properties: [(UnicodeProperty, isNegated: Bool)] = []
    /// Sets that are in it as the complement of what they list: `\W` inside brackets.
    private var complements: [CharacterSet] = []
    var isNegated = false

    init() {}

    private init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    static let digits = CharacterSet([0x30...0x39])
    static let wordCharacters = CharacterSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let whiteSpace = CharacterSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])

    var inverted: CharacterSet {
        var copy = self
        copy.isNegated.toggle()
        return copy
    }

    mutating func insert(_ character: UInt32) { ranges.append(character...character) }
    mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }
    mutating func insert(_ property: UnicodeProperty, isNegated: Bool) { properties.append((property, isNegated)) }

    mutating func insert(_ other: CharacterSet) {
        if other.isNegated {
            complements.append(other)
        } else {
            ranges += other.ranges
            properties += other.properties
            complements += other.complements
        }
    }

    func contains(_ character: UInt32) -> Bool {
        isListed(character) != isNegated
    }

    /// Also when another spelling of the letter is listed.
    func contains(_ character: UInt32, folding fold: (UInt32) -> UInt32) -> Bool {
        let folded = fold(character)
        if isListed(character) || isListed(folded) { return !isNegated }
        // A listed letter may fold to the same as this one without being it.
        let isFound = ranges.contains { range in
            range.count <= 0x300 && range.contains { fold($0) == folded }
        }
        return isFound != isNegated
    }

    private func isListed(_ character: UInt32) -> Bool {
        if ranges.contains(where: { $0.contains(character) }) { return true }
        if complements.contains(where: { $0.contains(character) }) { return true }
        return properties.contains { property, isNegated in property.contains(character) != isNegated }
    }
}

/// What `\p{…}` may name: general categories and a few binary properties.
enum UnicodeProperty: Sendable {
    case categories(Set<Unicode.GeneralCategory>)
    case alphabetic
    case uppercase
    case lowercase
    case whiteSpace
    case emoji
    case ascii
    case any

    /// `nil` for what is not known here: scripts, and most binary properties.
    init?(_ name: String) {
        var name = name
        for prefix in ["General_Category=", "gc="] where name.hasPrefix(prefix) { name.removeFirst(prefix.count) }
        switch name {
        case "Alphabetic", "Alpha": self = .alphabetic
        case "Uppercase", "Upper": self = .uppercase
        case "Lowercase", "Lower": self = .lowercase
        case "White_Space", "space": self = .whiteSpace
        case "Emoji": self = .emoji
        case "ASCII": self = .ascii
        case "Any": self = .any
        default:
            guard let categories = Self.categories[name] else { return nil }
            self = .categories(categories)
        }
    }

    func contains(_ character: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(character) else {
            if case .categories(let categories) = self { return categories.contains(.surrogate) }
            return false
        }
        switch self {
        case .categories(let categories): return categories.contains(scalar.properties.generalCategory)
        case .alphabetic: return scalar.properties.isAlphabetic
        case .uppercase: return scalar.properties.isUppercase
        case .lowercase: return scalar.properties.isLowercase
        case .whiteSpace: return scalar.properties.isWhitespace
        case .emoji: return scalar.properties.isEmoji
        case .ascii: return scalar.isASCII
        case .any: return true
        }
    }

    private static let categories: [String: Set<Unicode.GeneralCategory>] = {
        let single: [(String, String, Unicode.GeneralCategory)] = [
            ("Lu", "Uppercase_Letter", .uppercaseLetter), ("Ll", "Lowercase_Letter", .lowercaseLetter),
            ("Lt", "Titlecase_Letter", .titlecaseLetter), ("Lm", "Modifier_Letter", .modifierLetter),
            ("Lo", "Other_Letter", .otherLetter), ("Mn", "Nonspacing_Mark", .nonspacingMark),
            ("Mc", "Spacing_Mark", .spacingMark), ("Me", "Enclosing_Mark", .enclosingMark),
            ("Nd", "Decimal_Number", .decimalNumber), ("Nl", "Letter_Number", .letterNumber),
            ("No", "Other_Number", .otherNumber), ("Pc", "Connector_Punctuation", .connectorPunctuation),
            ("Pd", "Dash_Punctuation", .dashPunctuation), ("Ps", "Open_Punctuation", .openPunctuation),
            ("Pe", "Close_Punctuation", .closePunctuation), ("Pi", "Initial_Punctuation", .initialPunctuation),
            ("Pf", "Final_Punctuation", .finalPunctuation), ("Po", "Other_Punctuation", .otherPunctuation),
            ("Sm", "Math_Symbol", .mathSymbol), ("Sc", "Currency_Symbol", .currencySymbol),
            ("Sk", "Modifier_Symbol", .modifierSymbol), ("So", "Other_Symbol", .otherSymbol),
            ("Zs", "Space_Separator", .spaceSeparator), ("Zl", "Line_Separator", .lineSeparator),
            ("Zp", "Paragraph_Separator", .paragraphSeparator), ("Cc", "Control", .control),
            ("Cf", "Format", .format), ("Cs", "Surrogate", .surrogate), ("Co", "Private_Use", .privateUse),
            ("Cn", "Unassigned", .unassigned),
        ]
        let groups = [
            "L": "Letter", "M": "Mark", "N": "Number", "P": "Punctuation", "S": "Symbol", "Z": "Separator",
            "C": "Other",
        ]
        var categories: [String: Set<Unicode.GeneralCategory>] = [:]
        for (short, long, category) in single {
            let group = String(short.prefix(1))
            for name in [short, long] { categories[name] = [category] }
            for name in [group, groups[group] ?? group] { categories[name, default: []].insert(category) }
        }
        return categories
    }()
}
