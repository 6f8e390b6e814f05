/// Matches a pattern by backtracking, with a stack of its own; every step counts.
///
/// Reference: https://tc39.es/ecma262/#sec-pattern-semantics
struct PatternMatcher {
    private let pattern: CompiledPattern
    private let text: [UInt16]
    /// Told how much work a step is, and how much is on the stack.
    private let countStep: (Int, Int) throws -> Void
    /// Both ends of each group; −1 is none.
    private(set) var captures: [Int]
    private var counters: [Int]
    private var choices: [Choice] = []

    /// What to do when the path that was taken fails.
    private enum Choice {
        case tryAt(pc: Int, position: Int)
        /// One more round of a loop that had rather stop.
        case tryRound(PatternLoop, rounds: Int, position: Int)
        case restoreCapture(Int, Int)
        case restoreCounter(Int, Int)
    }

    init(_ pattern: CompiledPattern, _ text: UTF16String, countStep: @escaping (Int, Int) throws -> Void) {
        self.pattern = pattern
        self.text = text.units
        self.countStep = countStep
        captures = Array(repeating: -1, count: (pattern.groupCount + 1) * 2)
        counters = Array(repeating: 0, count: pattern.counterCount)
    }

    /// Whether the pattern matches right at `position`.
    mutating func matches(at position: Int) throws -> Bool {
        for index in captures.indices { captures[index] = -1 }
        choices.removeAll(keepingCapacity: true)
        return try run(from: 0, at: position, choiceFloor: 0)
    }

    private mutating func run(from start: Int, at startPosition: Int, choiceFloor: Int) throws -> Bool {
        var pc = start
        var position = startPosition
        while true {
            try countStep(1, choices.count)
            var isAlive = true
            switch pattern.program[pc] {
            case .succeed: return true
            case .character(let character, let direction):
                isAlive = advance(&position, direction) { isSame($0, character) }
                pc += 1
            case .any(let direction):
                isAlive = advance(&position, direction) { pattern.flags.dotMatchesLineEnds || !isLineEnd($0) }
                pc += 1
            case .set(let set, let direction):
                isAlive = advance(&position, direction) {
                    pattern.flags.ignoresCase ? set.contains($0, folding: fold) : set.contains($0)
                }
                pc += 1
            case .backreference(let group, let direction):
                isAlive = try advance(&position, over: group, direction)
                pc += 1
            case .assertion(let assertion):
                isAlive = holds(assertion, at: position)
                pc += 1
            case .save(let index):
                setCapture(index, to: position)
                pc += 1
            case .forget(let groups):
                try countStep(groups.count, choices.count)
                for group in groups {
                    setCapture(group * 2, to: -1)
                    setCapture(group * 2 + 1, to: -1)
                }
                pc += 1
            case .jump(let target): pc = target
            case .split(let first, let second):
                choices.append(.tryAt(pc: second, position: position))
                pc = first
            case .resetCounter(let counter):
                setCounter(counter, to: 0)
                setCounter(counter + 1, to: -1)
                pc += 1
            case .loop(let loop): isAlive = step(loop, &pc, position)
            case .lookaround(let isNegated, let end):
                isAlive = try look(from: pc + 1, at: position) != isNegated
                pc = end
            }
            if !isAlive {
                guard let choice = backtrack(to: choiceFloor) else { return false }
                (pc, position) = choice
            }
        }
    }

    /// Takes the last open choice, undoing what was noted since.
    private mutating func backtrack(to floor: Int) -> (pc: Int, position: Int)? {
        while choices.count > floor, let choice = choices.popLast() {
            switch choice {
            case .tryAt(let pc, let position): return (pc, position)
            case .tryRound(let loop, let rounds, let position):
                begin(loop, round: rounds + 1, at: position)
                return (loop.body, position)
            case .restoreCapture(let index, let value): captures[index] = value
            case .restoreCounter(let index, let value): counters[index] = value
            }
        }
        return nil
    }

    private mutating func setCapture(_ index: Int, to value: Int) {
        choices.append(.restoreCapture(index, captures[index]))
        captures[index] = value
    }

    private mutating func setCounter(_ index: Int, to value: Int) {
        choices.append(.restoreCounter(index, counters[index]))
        counters[index] = value
    }

    /// Another round or out; `false` when a round was empty and must not be repeated.
    private mutating func step(_ loop: PatternLoop, _ pc: inout Int, _ position: Int) -> Bool {
        let rounds = counters[loop.counter]
        if rounds > loop.minimum, counters[loop.counter + 1] == position { return false }
        let mayLeave = rounds >= loop.minimum
        let mayGoOn = loop.maximum.map { rounds < $0 } ?? true
        guard mayGoOn else {
            pc = loop.exit
            return true
        }
        if mayLeave, !loop.isGreedy {
            choices.append(.tryRound(loop, rounds: rounds, position: position))
            pc = loop.exit
            return true
        }
        if mayLeave { choices.append(.tryAt(pc: loop.exit, position: position)) }
        begin(loop, round: rounds + 1, at: position)
        pc = loop.body
        return true
    }

    private mutating func begin(_ loop: PatternLoop, round: Int, at position: Int) {
        setCounter(loop.counter, to: round)
        setCounter(loop.counter + 1, to: position)
    }

    /// A lookaround: what it captures stays if it holds, and it is never entered again.
    private mutating func look(from pc: Int, at position: Int) throws -> Bool {
        let floor = choices.count
        let holds = try run(from: pc, at: position, choiceFloor: floor)
        guard holds else { return false }
        // Only the notes about captures and counters are kept, to be undone when something further out fails.
        let kept = choices[floor...].filter { choice in
            switch choice {
            case .tryAt, .tryRound: false
            case .restoreCapture, .restoreCounter: true
            }
        }
        choices.replaceSubrange(floor..., with: kept)
        return true
    }

    // MARK: Characters

    private func advance(
        _ position: inout Int, _ direction: PatternDirection, _ accepts: (UInt32) -> Bool
    ) -> Bool {
        switch direction {
        case .forward:
            guard position < text.count else { return false }
            let (character, next) = decode(text, at: position, isUnicode: pattern.flags.isUnicode)
            guard accepts(character) else { return false }
            position = next
        case .backward:
            guard position > 0 else { return false }
            var start = position - 1
            if pattern.flags.isUnicode, start > 0, UTF16.isTrailSurrogate(text[start]),
                UTF16.isLeadSurrogate(text[start - 1])
            {
                start -= 1
            }
            guard accepts(decode(text, at: start, isUnicode: pattern.flags.isUnicode).character) else { return false }
            position = start
        }
        return true
    }

    private func advance(_ position: inout Int, over group: Int, _ direction: PatternDirection) throws -> Bool {
        let start = captures[group * 2]
        let end = captures[group * 2 + 1]
        guard start >= 0, end >= 0 else { return true }
        let count = end - start
        let from = direction == .forward ? position : position - count
        guard from >= 0, from + count <= text.count else { return false }
        if count > 16 { try countStep(count / 4, choices.count) }
        for offset in 0..<count where !isSame(UInt32(text[from + offset]), UInt32(text[start + offset])) {
            return false
        }
        position = direction == .forward ? from + count : from
        return true
    }

    private func isSame(_ left: UInt32, _ right: UInt32) -> Bool {
        left == right || pattern.flags.ignoresCase && fold(left) == fold(right)
    }

    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-canonicalize-ch
    private func fold(_ character: UInt32) -> UInt32 {
        if character < 0x80 { return (0x61...0x7A).contains(character) ? character - 32 : character }
        guard let scalar = Unicode.Scalar(character) else { return character }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        guard let only = upper.first, upper.count == 1 else { return character }
        // Nothing outside ASCII becomes ASCII.
        return only.value < 0x80 ? character : only.value
    }

    private func holds(_ assertion: PatternAssertion, at position: Int) -> Bool {
        switch assertion {
        case .start:
            position == 0 || pattern.flags.isMultiline && isLineEnd(UInt32(text[position - 1]))
        case .end:
            position == text.count || pattern.flags.isMultiline && isLineEnd(UInt32(text[position]))
        case .wordBoundary: isWord(position - 1) != isWord(position)
        case .notWordBoundary: isWord(position - 1) == isWord(position)
        }
    }

    private func isWord(_ index: Int) -> Bool {
        text.indices.contains(index) && CharacterSet.wordCharacters.contains(UInt32(text[index]))
    }

    private func isLineEnd(_ character: UInt32) -> Bool {
        character == 0x0A || character == 0x0D || character == 0x2028 || character == 0x2029
    }
}
