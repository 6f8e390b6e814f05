/// All objects of one evaluation, and the account of what was allocated for them.
///
/// Objects are kept to the end and taken apart together: cycles do not leak, and a chain of a million objects does not
/// fall apart recursively. Texts are not: a loop that makes many short ones and drops them needs little memory, so short
/// texts that nobody holds any more are taken off the account when it runs out.
package final class Heap {
    private var objects: [Object] = []
    private let limit: Int
    /// What was allocated so far but for short texts, in bytes; an estimate, never too low by more than a small factor.
    private var allocatedBytes = 0
    /// Short texts made since they were last counted, and those that were in use then.
    private var shortTextBytes = 0
    private var isOverdrawn = false

    /// Longer texts stay on the account. Variables hold texts that counting does not find; these are few and short.
    private static let longestShortText = 512

    init(limit: Int) { self.limit = limit }

    /// Grows with each charge, and sinks when short texts are counted.
    var chargedBytes: Int { allocatedBytes &+ shortTextBytes }

    var isExhausted: Bool {
        if chargedBytes <= limit { return false }
        if !isOverdrawn { recountShortTexts() }
        return isOverdrawn
    }

    /// Counts memory that is about to be used. Whoever allocates much at once must look at `isExhausted` first.
    func charge(bytes: Int) {
        let (sum, overflow) = allocatedBytes.addingReportingOverflow(bytes)
        allocatedBytes = overflow ? .max / 4 : sum
    }

    /// Counts a text of so many UTF-16 units.
    func charge(textOf count: Int) {
        if count <= Self.longestShortText {
            shortTextBytes += count * 2 + 32
        } else {
            charge(bytes: count * 2)
        }
    }

    func register(_ object: Object) {
        objects.append(object)
        charge(bytes: 256)
    }

    /// Takes all objects apart. Nothing may be evaluated afterwards.
    func clear() {
        for object in objects { object.clear() }
        objects = []
    }

    /// Puts those short texts on the account that objects hold, and no others.
    private func recountShortTexts() {
        var census = TextCensus(longest: Self.longestShortText)
        for object in objects {
            object.report(to: &census)
            if allocatedBytes + census.bytes > limit { break }
        }
        shortTextBytes = census.bytes
        // Counting again for every few texts would take longer than the evaluation.
        isOverdrawn = chargedBytes > limit - limit / 4
    }
}

/// Counts the short texts that objects hold, each once.
struct TextCensus {
    private(set) var bytes = 0
    private let longest: Int
    private var texts: Set<UnsafeRawPointer> = []
    private var scopes: Set<ObjectIdentifier> = []

    fileprivate init(longest: Int) { self.longest = longest }

    mutating func add(_ value: Value) {
        if case .string(let text) = value { add(text) }
    }

    mutating func add(_ text: UTF16String) {
        guard text.count <= longest, !text.isEmpty else { return }
        let isNew = text.units.withUnsafeBytes { units in units.baseAddress.map { texts.insert($0).inserted } ?? false }
        if isNew { bytes += text.count * 2 + 32 }
    }

    mutating func add(_ scope: Scope?) {
        var next = scope
        while let scope = next, scopes.insert(ObjectIdentifier(scope)).inserted {
            for value in scope.slots { if let value { add(value) } }
            next = scope.parent
        }
    }
}
