/// Source text as a terminal shows it: tabs become spaces, characters that would command the terminal or turn the
/// direction of writing become visible signs, and each character has a width.
package struct DisplayText {
    /// Tabs reach to the next multiple of this.
    static let tabWidth = 4

    private(set) var characters: [(text: String, width: Int)] = []
    /// In columns.
    private(set) var width = 0

    /// - Parameter column: where the text begins, which decides how wide its tabs are.
    package init(_ text: String, from column: Int) {
        for character in text {
            if character == "\t" {
                for _ in 0..<(Self.tabWidth - (column + width) % Self.tabWidth) { append(" ", width: 1) }
            } else {
                append(Self.sanitized(character), width: Self.width(of: character))
            }
        }
    }

    private mutating func append(_ text: String, width: Int) {
        characters.append((text, width))
        self.width += width
    }

    /// The columns `offset..<offset + limit`, with `…` where something was cut off.
    package func cut(from offset: Int, width limit: Int) -> String {
        guard offset > 0 || width > limit else { return characters.map(\.text).joined() }
        var text = ""
        var column = 0
        for character in characters {
            let end = column + character.width
            defer { column = end }
            guard end > offset else { continue }
            if column < offset || (column == offset && offset > 0) {
                text += "…" + String(repeating: " ", count: end - max(column, offset) - 1)
            } else if end - offset >= limit, end < width {
                return text + "…"
            } else {
                text += character.text
            }
        }
        return text
    }

    // MARK: - Characters

    /// Text for a terminal, without tabs and line ends.
    package static func sanitized(_ text: Substring) -> String {
        text.map { sanitized($0) }.joined()
    }

    private static func sanitized(_ character: Character) -> String {
        guard character.unicodeScalars.contains(where: isCommanding) else { return String(character) }
        var text = String.UnicodeScalarView()
        for scalar in character.unicodeScalars { text.append(isCommanding(scalar) ? picture(of: scalar) : scalar) }
        return String(text)
    }

    /// Control characters, and those that turn the direction of writing.
    private static func isCommanding(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        default: "\u{FFFD}"
        }
    }

    /// How many columns terminals give a character: two to East Asian wide ones and to emoji, none to marks that stand
    /// alone.
    ///
    /// Reference: https://www.unicode.org/reports/tr11/
    static func width(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.value < 0x300 { return 1 }
        if first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        case .format: return isCommanding(first) ? 1 : 0
        default: return isWide(first.value) ? 2 : 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18AFF, 0x1B000...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
