/// Changes inputs by bytes and by tokens, and joins parts of several.
struct Mutation {
    /// Inputs do not grow beyond this.
    static let mostBytes = 1 << 20

    let seeds: [[UInt8]]
    let dictionary: [[UInt8]]

    init(seeds: [[UInt8]], dictionary: [String]) {
        self.seeds = seeds
        self.dictionary = dictionary.map { Array($0.utf8) }
    }

    /// A seed with some changes.
    func input(_ random: inout RandomSource) -> [UInt8] {
        change(random.one(of: seeds), &random)
    }

    /// The same input with some changes.
    func change(_ input: [UInt8], _ random: inout RandomSource) -> [UInt8] {
        var input = input
        // One change is most often enough: what no longer parses says nothing about what comes after the parser.
        for _ in 0..<(random.once(in: 2) ? 1 : random.length(upTo: 16)) {
            switch random.below(10) {
            case 0: input = changeBytes(input, &random)
            case 1, 2: input = changeTokens(input, &random)
            case 3...5: input = changeGroups(input, &random)
            default: input = changeLike(input, &random)
            }
            if input.count > Self.mostBytes { return Array(input.prefix(Self.mostBytes)) }
        }
        return input
    }

    // MARK: Bytes

    /// Bytes that begin, end or break something in most languages.
    private static let oddBytes: [[UInt8]] = [
        [0], [0x7F], [0x80], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
        [0xE2, 0x80, 0xA8], [0xC2, 0xA0], [0xF0, 0x9F, 0x98, 0x80], [0x0D], [0x0D, 0x0A], [0x5C], [0x60], [0x27],
    ]

    private func changeBytes(_ input: [UInt8], _ random: inout RandomSource) -> [UInt8] {
        guard !input.isEmpty else { return [UInt8(random.below(256))] }
        var input = input
        let place = random.below(input.count)
        let end = min(place + random.length(upTo: 64), input.count)
        switch random.below(7) {
        case 0: input[place] ^= 1 << UInt8(random.below(8))
        case 1: input[place] = UInt8(random.below(256))
        case 2: input.insert(contentsOf: random.one(of: Self.oddBytes), at: place)
        case 3: input.removeSubrange(place..<end)
        case 4: input.insert(contentsOf: input[place..<end], at: random.below(input.count))
        case 5: input.removeSubrange(place...)
        default: input.swapAt(place, random.below(input.count))
        }
        return input
    }

    // MARK: Tokens

    private static let numbers = [
        "0", "-1", "1e21", "0.1", "4294967295", "2147483648", "9007199254740993", "1e309", "-0", "NaN", "1e9",
    ].map { Array($0.utf8) }

    private func changeTokens(_ input: [UInt8], _ random: inout RandomSource) -> [UInt8] {
        let bounds = Self.tokenBounds(of: input)
        guard bounds.count > 1 else { return input + (dictionary.isEmpty ? [] : random.one(of: dictionary)) }
        let first = random.below(bounds.count - 1)
        let last = min(first + random.length(upTo: 40), bounds.count - 1)
        let token = bounds[first]..<bounds[first + 1]
        let run = bounds[first]..<bounds[last]
        let elsewhere = bounds[random.below(bounds.count)]
        var output = input
        switch random.below(10) {
        case 0: output.removeSubrange(token)
        case 1: output.removeSubrange(run)
        case 2: output.insert(contentsOf: input[run], at: elsewhere)
        case 3:
            let other = random.below(bounds.count - 1)
            output.replaceSubrange(token, with: input[bounds[other]..<bounds[other + 1]])
        case 4: output.replaceSubrange(token, with: part(of: random.one(of: seeds), &random))
        case 5: output.insert(contentsOf: part(of: random.one(of: seeds), &random), at: elsewhere)
        case 6: output.replaceSubrange(token, with: random.one(of: Self.numbers))
        case 7 where !dictionary.isEmpty: output.replaceSubrange(token, with: random.one(of: dictionary))
        case 8 where !dictionary.isEmpty: output.insert(contentsOf: random.one(of: dictionary), at: elsewhere)
        case 9 where random.once(in: 6):
            let count = min(random.length(upTo: 20_000), Self.mostBytes / token.count)
            output.insert(contentsOf: repeatElement(input[token], count: count).joined(), at: token.lowerBound)
        default: output = splice(input, bounds, &random)
        }
        return output
    }

    // MARK: Changes that often leave the input well-formed

    /// Puts another word, number or quoted text in the place of one.
    private func changeLike(_ input: [UInt8], _ random: inout RandomSource) -> [UInt8] {
        let bounds = Self.tokenBounds(of: input)
        let other = random.once(in: 2) ? input : random.one(of: seeds)
        let otherBounds = Self.tokenBounds(of: other)
        guard bounds.count > 1, otherBounds.count > 1 else { return input }
        for _ in 0..<40 {
            let index = random.below(bounds.count - 1)
            let range = bounds[index]..<bounds[index + 1]
            guard let kind = TokenKind(input[range.lowerBound]) else { continue }
            var output = input
            if kind == .word, !dictionary.isEmpty, random.once(in: 4) {
                output.replaceSubrange(range, with: random.one(of: dictionary))
                return output
            }
            if kind == .number, random.once(in: 2) {
                output.replaceSubrange(range, with: random.one(of: Self.numbers))
                return output
            }
            let candidate = random.below(otherBounds.count - 1)
            let replacement = otherBounds[candidate]..<otherBounds[candidate + 1]
            guard TokenKind(other[replacement.lowerBound]) == kind else { continue }
            output.replaceSubrange(range, with: other[replacement])
            return output
        }
        return input
    }

    /// Changes what stands between two brackets: empties it, doubles it, takes it from elsewhere.
    private func changeGroups(_ input: [UInt8], _ random: inout RandomSource) -> [UInt8] {
        guard let group = group(in: input, &random) else { return input }
        var output = input
        switch random.below(5) {
        case 0: output.removeSubrange(group)
        case 1: output.insert(contentsOf: [0x2C] + input[group], at: group.upperBound)
        case 2: output.insert(contentsOf: [0x3B] + input[group], at: group.upperBound)
        default:
            let other = random.once(in: 3) ? input : random.one(of: seeds)
            guard let otherGroup = self.group(in: other, &random) else { return input }
            output.replaceSubrange(group, with: other[otherGroup])
        }
        return output
    }

    /// What stands between two brackets that belong together.
    private func group(in input: [UInt8], _ random: inout RandomSource) -> Range<Int>? {
        let openings = input.indices.filter { [0x28, 0x5B, 0x7B].contains(input[$0]) }
        guard !openings.isEmpty else { return nil }
        let opening = random.one(of: openings)
        var depth = 0
        for index in opening..<input.count {
            if [0x28, 0x5B, 0x7B].contains(input[index]) { depth += 1 }
            if [0x29, 0x5D, 0x7D].contains(input[index]) { depth -= 1 }
            if depth == 0 { return opening + 1..<index }
        }
        return nil
    }

    private enum TokenKind {
        case word, number, quoted

        init?(_ first: UInt8) {
            switch first {
            case 0x30...0x39: self = .number
            case _ where Mutation.isQuote(first): self = .quoted
            case _ where Mutation.isWord(first): self = .word
            default: return nil
            }
        }
    }

    /// The beginning of one input and the end of another.
    private func splice(_ input: [UInt8], _ bounds: [Int], _ random: inout RandomSource) -> [UInt8] {
        let other = random.one(of: seeds)
        let otherBounds = Self.tokenBounds(of: other)
        return Array(input[..<random.one(of: bounds)] + other[random.one(of: otherBounds)...])
    }

    /// A run of tokens.
    private func part(of input: [UInt8], _ random: inout RandomSource) -> ArraySlice<UInt8> {
        let bounds = Self.tokenBounds(of: input)
        let first = random.below(bounds.count)
        return input[bounds[first]..<bounds[min(first + random.length(upTo: 60), bounds.count - 1)]]
    }

    /// Where words, runs of blanks, quoted texts and single characters begin, and the end.
    static func tokenBounds(of input: [UInt8]) -> [Int] {
        var bounds: [Int] = []
        var index = 0
        while index < input.count {
            bounds.append(index)
            let first = input[index]
            index += 1
            if isQuote(first), let end = endOfQuoted(input, from: index) {
                index = end
            } else if isWord(first) {
                while index < input.count, isWord(input[index]) { index += 1 }
            } else if isBlank(first) {
                while index < input.count, isBlank(input[index]) { index += 1 }
            }
        }
        return bounds + [input.count]
    }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...: true
        default: false
        }
    }

    private static func endOfQuoted(_ input: [UInt8], from start: Int) -> Int? {
        var index = start
        while index < input.count, input[index] != 0x0A, index < start + 200 {
            if input[index] == input[start - 1] { return index + 1 }
            index += input[index] == 0x5C ? 2 : 1
        }
        return nil
    }
}
