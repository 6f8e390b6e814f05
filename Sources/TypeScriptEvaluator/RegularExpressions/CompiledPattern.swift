/// A regular expression, ready to be matched.
struct CompiledPattern: Sendable {
    let source: UTF16String
    let flagsText: UTF16String
    let flags: PatternFlags
    let groupCount: Int
    let groupNames: [(name: UTF16String, group: Int)]
    let program: [PatternInstruction]
    /// How many loop counters it needs.
    let counterCount: Int

    init(_ source: UTF16String, flags flagsText: UTF16String) throws(PatternError) {
        self.source = source
        self.flagsText = flagsText
        flags = try PatternFlags(flagsText)
        var parser = PatternParser(source, flags)
        let term = try parser.parse()
        groupCount = parser.groupCount
        groupNames = parser.groupNames
        var compiler = PatternCompiler()
        try compiler.emit(.capture(0, term), .forward)
        compiler.emit(.succeed)
        program = compiler.program
        counterCount = compiler.counterCount
    }
}

/// One step of a match. Addresses are indices of instructions.
enum PatternInstruction: Sendable {
    case character(UInt32, PatternDirection)
    case any(PatternDirection)
    case set(CharacterSet, PatternDirection)
    case backreference(Int, PatternDirection)
    case assertion(PatternAssertion)
    /// Notes the position as one end of a group.
    case save(Int)
    /// Forgets the groups, at the beginning of a round.
    case forget(Range<Int>)
    /// Tries the first, and when that fails the second.
    case split(Int, Int)
    case jump(Int)
    case resetCounter(Int)
    /// At the end of a round: whether there is another.
    case loop(PatternLoop)
    /// Matches what follows up to `succeed`, then goes on at `end` from the same position.
    case lookaround(isNegated: Bool, end: Int)
    case succeed
}

/// A repetition with its counter: two slots, for the rounds done and for where the last one began.
struct PatternLoop: Sendable {
    let counter: Int
    let minimum: Int
    let maximum: Int?
    let isGreedy: Bool
    let body: Int
    let exit: Int
}

enum PatternDirection: Sendable {
    case forward
    case backward
}

/// Turns the tree of a pattern into instructions.
struct PatternCompiler {
    private(set) var program: [PatternInstruction] = []
    private(set) var counterCount = 0

    mutating func emit(_ instruction: PatternInstruction) {
        program.append(instruction)
    }

    mutating func emit(_ term: PatternTerm, _ direction: PatternDirection) throws(PatternError) {
        guard program.count < 100_000 else { throw .syntax("Regular expression too large") }
        switch term {
        case .empty: return
        case .character(let character): emit(.character(character, direction))
        case .any: emit(.any(direction))
        case .set(let set): emit(.set(set, direction))
        case .backreference(let group): emit(.backreference(group, direction))
        case .namedBackreference: return
        case .assertion(let assertion): emit(.assertion(assertion))
        case .sequence(let terms):
            for term in direction == .forward ? terms : terms.reversed() { try emit(term, direction) }
        case .capture(let group, let inner):
            emit(.save(group * 2 + (direction == .forward ? 0 : 1)))
            try emit(inner, direction)
            emit(.save(group * 2 + (direction == .forward ? 1 : 0)))
        case .alternatives(let terms): try emitAlternatives(terms, direction)
        case .repetition(let inner, let repetition): try emitRepetition(inner, repetition, direction)
        case .lookaround(let inner, let isBehind, let isNegated):
            let start = program.count
            emit(.succeed)
            try emit(inner, isBehind ? .backward : .forward)
            emit(.succeed)
            program[start] = .lookaround(isNegated: isNegated, end: program.count)
        }
    }

    private mutating func emitAlternatives(
        _ terms: [PatternTerm], _ direction: PatternDirection
    ) throws(PatternError) {
        var jumps: [Int] = []
        for (index, term) in terms.enumerated() {
            guard index < terms.count - 1 else {
                try emit(term, direction)
                break
            }
            let split = program.count
            emit(.succeed)
            try emit(term, direction)
            jumps.append(program.count)
            emit(.succeed)
            program[split] = .split(split + 1, program.count)
        }
        for jump in jumps { program[jump] = .jump(program.count) }
    }

    /// `reset; start: loop; body…; loop` — one instruction decides at the start and after each round.
    private mutating func emitRepetition(
        _ inner: PatternTerm, _ repetition: Repetition, _ direction: PatternDirection
    ) throws(PatternError) {
        let counter = counterCount
        counterCount += 2
        emit(.resetCounter(counter))
        let start = program.count
        emit(.succeed)
        if !repetition.groups.isEmpty { emit(.forget(repetition.groups)) }
        try emit(inner, direction)
        emit(.jump(start))
        program[start] = .loop(
            PatternLoop(
                counter: counter, minimum: repetition.minimum, maximum: repetition.maximum,
                isGreedy: repetition.isGreedy, body: start + 1, exit: program.count))
    }
}
