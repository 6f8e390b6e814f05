package import SourceText

/// Warnings that come up while a definition runs, each once per place.
package struct DiagnosticCollector {
    package private(set) var all: [Diagnostic] = []
    private var seen: Set<Diagnostic> = []
    private var codes: Set<String> = []
    /// Beyond that nobody reads on.
    private let limit = 500

    package init() {}

    package mutating func add(_ diagnostic: Diagnostic) {
        guard all.count < limit, seen.insert(diagnostic).inserted else { return }
        all.append(diagnostic)
    }

    /// Adds it unless there is one of its code already.
    mutating func addOnce(_ diagnostic: Diagnostic) {
        guard codes.insert(diagnostic.code).inserted else { return }
        add(diagnostic)
    }
}
