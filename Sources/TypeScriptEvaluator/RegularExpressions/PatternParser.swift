/// Reads the text of a regular expression.
///
/// Reference: https://tc39.es/ecma262/#sec-patterns, with the leniency of annex B where the `u` flag is absent
struct PatternParser {
    private let units: [UInt16]
    private let flags: PatternFlags
    private var index = 0
    private(set) var groupCount = 0
    private(set) var groupNames: [(name: UTF16String, group: Int)] = []
    private var depth = 0

    init(_ pattern: UTF16String, _ flags: PatternFlags) {
        units = pattern.units
        self.flags = flags
    }

    mutating func parse() throws(PatternError) -> PatternTerm {
        let term = try parseDisjunction()
        guard index == units.count else { throw .syntax("Unmatched ')'") }
        return try resolveNames(in: term)
    }

    // MARK: Structure

    /// Disjunction : Alternative `|` Disjunction
    private mutating func parseDisjunction() throws(PatternError) -> PatternTerm {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 200 else { throw .syntax("Regular expression too large") }
        var alternatives = [try parseAlternative()]
        while take("|") { alternatives.append(try parseAlternative()) }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func parseAlternative() throws(PatternError) -> PatternTerm {
        var terms: [PatternTerm] = []
        while let unit = peek, unit != ascii("|"), unit != ascii(")") {
            let firstGroup = groupCount
            let (term, isQuantifiable) = try parseTerm()
            guard let repetition = try parseQuantifier(firstGroup) else {
                terms.append(term)
                continue
            }
            guard isQuantifiable else { throw .syntax("Nothing to repeat") }
            terms.append(.repetition(term, repetition))
        }
        return terms.count == 1 ? terms[0] : terms.isEmpty ? .empty : .sequence(terms)
    }

    /// `*`, `+`, `?`, `{2}`, `{2,}`, `{2,3}`, each perhaps with `?` behind
    private mutating func parseQuantifier(_ firstGroup: Int) throws(PatternError) -> Repetition? {
        var repetition = Repetition(minimum: 0, maximum: nil, isGreedy: true, groups: firstGroup + 1..<groupCount + 1)
        if take("*") {
        } else if take("+") {
            repetition.minimum = 1
        } else if take("?") {
            repetition.maximum = 1
        } else if let (minimum, maximum) = parseBraces() {
            guard maximum.map({ $0 >= minimum }) ?? true else { throw .syntax("numbers out of order in {} quantifier") }
            repetition.minimum = minimum
            repetition.maximum = maximum
        } else {
            return nil
        }
        if take("?") { repetition.isGreedy = false }
        return repetition
    }

    /// `{2,3}`; any other text after `{` is plain characters.
    private mutating func parseBraces() -> (Int, Int?)? {
        let start = index
        guard take("{"), let minimum = parseDecimal() else {
            index = start
            return nil
        }
        if take("}") { return (minimum, minimum) }
        guard take(",") else {
            index = start
            return nil
        }
        if take("}") { return (minimum, nil) }
        guard let maximum = parseDecimal(), take("}") else {
            index = start
            return nil
        }
        return (minimum, maximum)
    }

    /// Very large numbers are as good as the largest.
    private mutating func parseDecimal() -> Int? {
        let start = index
        var value = 0
        while let unit = peek, let digit = digitValue(unit), digit < 10 {
            value = min(value * 10 + digit, 1 << 30)
            index += 1
        }
        return index > start ? value : nil
    }

    private mutating func parseTerm() throws(PatternError) -> (PatternTerm, isQuantifiable: Bool) {
        guard let unit = next() else { return (.empty, false) }
        switch UInt8(truncatingIfNeeded: unit < 0x80 ? unit : 0) {
        case UInt8(ascii: "^"): return (.assertion(.start), false)
        case UInt8(ascii: "$"): return (.assertion(.end), false)
        case UInt8(ascii: "."): return (.any, true)
        case UInt8(ascii: "("): return try parseGroup()
        case UInt8(ascii: "["): return (.set(try parseClass()), true)
        case UInt8(ascii: "\\"): return try parseEscape()
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): throw .syntax("Nothing to repeat")
        case UInt8(ascii: "{"):
            index -= 1
            let isQuantifier = parseBraces() != nil
            if isQuantifier || flags.isUnicode { throw .syntax("Nothing to repeat") }
            index += 1
            return (.character(UInt32(unit)), true)
        case UInt8(ascii: "}") where flags.isUnicode, UInt8(ascii: "]") where flags.isUnicode:
            throw .syntax("Lone quantifier brackets")
        default:
            index -= 1
            return (.character(nextCharacter()), true)
        }
    }

    /// After `(`
    private mutating func parseGroup() throws(PatternError) -> (PatternTerm, isQuantifiable: Bool) {
        func closed(_ term: PatternTerm, _ isClosed: Bool) throws(PatternError) -> PatternTerm {
            guard isClosed else { throw .syntax("Unterminated group") }
            return term
        }
        guard take("?") else { return (try parseCapture(name: nil), true) }
        if take(":") {
            let term = try parseDisjunction()
            return (try closed(term, take(")")), true)
        }
        for (text, isBehind, isNegated) in [
            ("=", false, false), ("!", false, true), ("<=", true, false), ("<!", true, true),
        ] where take(text) {
            let term = try parseDisjunction()
            let look = PatternTerm.lookaround(term, isBehind: isBehind, isNegated: isNegated)
            return (try closed(look, take(")")), !isBehind && !flags.isUnicode)
        }
        guard take("<"), let name = parseGroupName() else { throw .syntax("Invalid group") }
        guard !groupNames.contains(where: { $0.name == name }) else { throw .syntax("Duplicate capture group name") }
        return (try parseCapture(name: name), true)
    }

    private mutating func parseCapture(name: UTF16String?) throws(PatternError) -> PatternTerm {
        groupCount += 1
        let number = groupCount
        if let name { groupNames.append((name, number)) }
        let term = try parseDisjunction()
        guard take(")") else { throw .syntax("Unterminated group") }
        return .capture(number, term)
    }

    /// `name>`
    private mutating func parseGroupName() -> UTF16String? {
        let start = index
        while let unit = peek, unit != ascii(">") { index += 1; _ = unit }
        let name = UTF16String(units: units[start..<index])
        return take(">") && !name.isEmpty ? name : nil
    }

    // MARK: Escapes

    /// After `\`, outside brackets
    private mutating func parseEscape() throws(PatternError) -> (PatternTerm, isQuantifiable: Bool) {
        if take("b") { return (.assertion(.wordBoundary), false) }
        if take("B") { return (.assertion(.notWordBoundary), false) }
        if take("k") {
            guard take("<"), let name = parseGroupName() else {
                if flags.isUnicode { throw .syntax("Invalid named reference") }
                return (.character(UInt32(ascii("k"))), true)
            }
            return (.namedBackreference(name), true)
        }
        if let set = try parseClassEscape() { return (.set(set), true) }
        if let unit = peek, let digit = digitValue(unit), (1...9).contains(digit) {
            let start = index
            let number = parseDecimal() ?? 0
            if number <= totalGroupCount { return (.backreference(number), true) }
            if flags.isUnicode { throw .syntax("Invalid escape") }
            index = start
        }
        return (.character(try parseCharacterEscape()), true)
    }

    /// `\d`, `\W`, `\p{L}`
    private mutating func parseClassEscape() throws(PatternError) -> CharacterSet? {
        if take("d") { return .digits }
        if take("D") { return .digits.inverted }
        if take("w") { return .wordCharacters }
        if take("W") { return .wordCharacters.inverted }
        if take("s") { return .whiteSpace }
        if take("S") { return .whiteSpace.inverted }
        guard flags.isUnicode, peek == ascii("p") || peek == ascii("P") else { return nil }
        let isNegated = next() == ascii("P")
        guard take("{"), let end = units[index...].firstIndex(of: ascii("}")) else {
            throw .syntax("Invalid property name")
        }
        let name = String(decoding: units[index..<end], as: UTF16.self)
        index = end + 1
        guard let property = UnicodeProperty(name) else { throw .unsupported("`\\p{\(name)}` in regular expressions") }
        var set = CharacterSet()
        set.insert(property, isNegated: isNegated)
        return set
    }

    /// `\n`, `\x41`, `\u0041`, `\u{1F600}`, `\cA`, `\0`, `\.`
    private mutating func parseCharacterEscape() throws(PatternError) -> UInt32 {
        guard let unit = peek else { throw .syntax("\\ at end of pattern") }
        if take("n") { return 0x0A }
        if take("r") { return 0x0D }
        if take("t") { return 0x09 }
        if take("v") { return 0x0B }
        if take("f") { return 0x0C }
        if unit == ascii("0"), digitValue(peek(1) ?? 0).map({ $0 > 9 }) ?? true {
            index += 1
            return 0
        }
        if unit == ascii("c"), let letter = peek(1), let value = digitValue(letter), value >= 10 {
            index += 2
            return UInt32(letter & 31)
        }
        if unit == ascii("x"), let value = hexadecimal(at: index + 1, count: 2) {
            index += 3
            return value
        }
        if unit == ascii("u"), let value = parseUnicodeEscape() { return value }
        if flags.isUnicode, digitValue(unit) != nil { throw .syntax("Invalid escape") }
        return nextCharacter()
    }

    private mutating func parseUnicodeEscape() -> UInt32? {
        if flags.isUnicode, peek(1) == ascii("{"), let end = units[index...].firstIndex(of: ascii("}")),
            let value = UInt32(String(decoding: units[index + 2..<end], as: UTF16.self), radix: 16), value <= 0x10FFFF
        {
            index = end + 1
            return value
        }
        guard let lead = hexadecimal(at: index + 1, count: 4) else { return nil }
        index += 5
        if flags.isUnicode, (0xD800...0xDBFF).contains(lead), peek == ascii("\\"), peek(1) == ascii("u"),
            let trail = hexadecimal(at: index + 2, count: 4), (0xDC00...0xDFFF).contains(trail)
        {
            index += 6
            return 0x10000 + (lead - 0xD800) << 10 + (trail - 0xDC00)
        }
        return lead
    }

    private func hexadecimal(at start: Int, count: Int) -> UInt32? {
        guard start + count <= units.count else { return nil }
        var value: UInt32 = 0
        for unit in units[start..<start + count] {
            guard let digit = digitValue(unit), digit < 16 else { return nil }
            value = value * 16 + UInt32(digit)
        }
        return value
    }

    // MARK: Classes

    /// After `[`
    private mutating func parseClass() throws(PatternError) -> CharacterSet {
        var set = CharacterSet()
        set.isNegated = take("^")
        while !take("]") {
            guard peek != nil else { throw .syntax("Unterminated character class") }
            let first = try parseClassAtom()
            guard peek == ascii("-"), peek(1) != ascii("]"), peek(1) != nil else {
                set.insert(first)
                continue
            }
            index += 1
            let last = try parseClassAtom()
            guard case .character(let low) = first, case .character(let high) = last else {
                if flags.isUnicode { throw .syntax("Invalid character class") }
                set.insert(first)
                set.insert(UInt32(ascii("-")))
                set.insert(last)
                continue
            }
            guard low <= high else { throw .syntax("Range out of order in character class") }
            set.insert(low...high)
        }
        return set
    }

    fileprivate enum ClassAtom {
        case character(UInt32)
        case set(CharacterSet)
    }

    private mutating func parseClassAtom() throws(PatternError) -> ClassAtom {
        guard take("\\") else { return .character(nextCharacter()) }
        if take("b") { return .character(0x08) }
        if take("-") { return .character(UInt32(ascii("-"))) }
        if let set = try parseClassEscape() { return .set(set) }
        return .character(try parseCharacterEscape())
    }

    // MARK: Names

    /// How many groups the whole pattern has; a reference may stand before its group.
    private var totalGroupCount: Int {
        var count = 0
        var position = 0
        var isInClass = false
        while position < units.count {
            switch units[position] {
            case ascii("\\"): position += 1
            case ascii("["): isInClass = true
            case ascii("]"): isInClass = false
            case ascii("(") where !isInClass:
                let isPlain = position + 1 >= units.count || units[position + 1] != ascii("?")
                let isNamed =
                    position + 3 < units.count && units[position + 2] == ascii("<")
                    && units[position + 3] != ascii("=") && units[position + 3] != ascii("!")
                if isPlain || isNamed { count += 1 }
            default: break
            }
            position += 1
        }
        return count
    }

    private func resolveNames(in term: PatternTerm) throws(PatternError) -> PatternTerm {
        switch term {
        case .namedBackreference(let name):
            guard let group = groupNames.first(where: { $0.name == name }) else {
                throw .syntax("Invalid named capture referenced")
            }
            return .backreference(group.group)
        case .sequence(let terms): return .sequence(try resolveNames(in: terms))
        case .alternatives(let terms): return .alternatives(try resolveNames(in: terms))
        case .capture(let number, let inner): return .capture(number, try resolveNames(in: inner))
        case .repetition(let inner, let repetition): return .repetition(try resolveNames(in: inner), repetition)
        case .lookaround(let inner, let isBehind, let isNegated):
            return .lookaround(try resolveNames(in: inner), isBehind: isBehind, isNegated: isNegated)
        case .empty, .character, .any, .set, .backreference, .assertion: return term
        }
    }

    private func resolveNames(in terms: [PatternTerm]) throws(PatternError) -> [PatternTerm] {
        var resolved: [PatternTerm] = []
        for term in terms { resolved.append(try resolveNames(in: term)) }
        return resolved
    }

    // MARK: Units

    private var peek: UInt16? { peek(0) }

    private func peek(_ offset: Int) -> UInt16? {
        index + offset < units.count ? units[index + offset] : nil
    }

    private mutating func next() -> UInt16? {
        guard index < units.count else { return nil }
        defer { index += 1 }
        return units[index]
    }

    /// A code point in Unicode mode, else a code unit. There must be one.
    private mutating func nextCharacter() -> UInt32 {
        let (character, next) = decode(units, at: index, isUnicode: flags.isUnicode)
        index = next
        return character
    }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.utf16)
        guard index + wanted.count <= units.count, units[index..<index + wanted.count].elementsEqual(wanted) else {
            return false
        }
        index += wanted.count
        return true
    }
}

extension CharacterSet {
    fileprivate mutating func insert(_ atom: PatternParser.ClassAtom) {
        switch atom {
        case .character(let character): insert(character)
        case .set(let set): insert(set)
        }
    }
}

/// The character at an index and the index after it: a pair of surrogates is one in Unicode mode.
func decode(_ units: [UInt16], at index: Int, isUnicode: Bool) -> (character: UInt32, next: Int) {
    let unit = units[index]
    if isUnicode, UTF16.isLeadSurrogate(unit), index + 1 < units.count, UTF16.isTrailSurrogate(units[index + 1]) {
        let lead = UInt32(unit - 0xD800)
        return (0x10000 + lead << 10 + UInt32(units[index + 1] - 0xDC00), index + 2)
    }
    return (UInt32(unit), index + 1)
}

private func ascii(_ character: Unicode.Scalar) -> UInt16 { UInt16(character.value) }
