/// A pattern of IAM's `StringLike` and `Resource`: literal bytes, `*`, `?` and the identity variable.
///
/// Letter case counts. A pattern with a variable that no request carries never matches.
/// Reference: IAM User Guide, "IAM policy elements: Variables and tags".
package struct WildcardPattern: Sendable, Hashable {
    package enum Element: Sendable, Hashable {
        case byte(UInt8)
        /// `?`: one character.
        case anyCharacter
        /// `*`: any run of characters, the empty one too.
        case anyRun
        /// The caller's identity id, taken literally.
        case identity
    }

    package private(set) var elements: [Element] = []
    /// Whether it names a variable other than the identity.
    package private(set) var hasUnknownVariable = false

    package init(_ text: String) {
        let bytes = Array(text.utf8)
        elements.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let end = Self.endOfVariable(in: bytes, at: index) {
                appendVariable(String(decoding: bytes[(index + 2)..<end], as: UTF8.self))
                index = end + 1
                continue
            }
            switch bytes[index] {
            case UInt8(ascii: "*"):
                if elements.last != .anyRun { elements.append(.anyRun) }
            case UInt8(ascii: "?"): elements.append(.anyCharacter)
            case let byte: elements.append(.byte(byte))
            }
            index += 1
        }
    }

    /// Whether the whole text fits, the identity variable standing for `identity`; without one such a pattern never fits.
    package func matches(_ text: String, identity: String?) -> Bool {
        guard !hasUnknownVariable, let elements = Self.substituting(identity, in: elements) else { return false }
        return Self.matches(elements[...], text.utf8.span, from: 0)
    }

    /// The elements with the identity spelled out; nil when they need one and there is none.
    static func substituting(_ identity: String?, in elements: [Element]) -> [Element]? {
        guard elements.contains(.identity) else { return elements }
        guard let identity else { return nil }
        return elements.flatMap { $0 == .identity ? identity.utf8.map(Element.byte) : [$0] }
    }

    /// Whether `text` from the byte offset `start` on fits `pattern`, which holds no variables.
    ///
    /// Only the last `*` met ever needs to take more, so the time is bounded by the product of both lengths.
    static func matches(_ pattern: ArraySlice<Element>, _ text: borrowing Span<UInt8>, from start: Int) -> Bool {
        var element = pattern.startIndex
        var offset = start
        var lastRun: (next: Int, offset: Int)?
        while true {
            if element < pattern.endIndex, pattern[element] == .anyRun {
                element += 1
                lastRun = (element, offset)
                continue
            }
            if element == pattern.endIndex, offset == text.count { return true }
            if element < pattern.endIndex, offset < text.count,
                let width = width(of: pattern[element], in: text, at: offset)
            {
                element += 1
                offset += width
                continue
            }
            guard let run = lastRun, run.offset < text.count else { return false }
            element = run.next
            offset = run.offset + characterWidth(text, at: run.offset)
            lastRun = (element, offset)
        }
    }

    /// How many bytes an element takes at an offset within `text`; nil when it does not fit.
    private static func width(of element: Element, in text: borrowing Span<UInt8>, at offset: Int) -> Int? {
        switch element {
        case .byte(let byte): text[offset] == byte ? 1 : nil
        case .anyCharacter: characterWidth(text, at: offset)
        case .anyRun, .identity: nil
        }
    }

    /// The bytes of the UTF-8 character that begins at `offset`.
    private static func characterWidth(_ text: borrowing Span<UInt8>, at offset: Int) -> Int {
        var end = offset + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return end - offset
    }

    /// Where the `}` of a `${…}` that begins at `index` stands.
    private static func endOfVariable(in bytes: [UInt8], at index: Int) -> Int? {
        guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "{") else {
            return nil
        }
        return bytes[(index + 2)...].firstIndex(of: UInt8(ascii: "}"))
    }

    /// `${*}`, `${?}` and `${$}` are those characters themselves; the names of variables have no letter case.
    private mutating func appendVariable(_ name: String) {
        switch name {
        case "*", "?", "$": elements += name.utf8.map(Element.byte)
        default:
            if name.lowercased() == "cognito-identity.amazonaws.com:sub" {
                elements.append(.identity)
            } else {
                hasUnknownVariable = true
            }
        }
    }
}
