package import SourceText

/// Environment variables that were read and are not set.
package struct UnsetVariables {
    package private(set) var all: [(name: String, range: SourceRange)] = []

    mutating func add(_ name: String, at range: SourceRange) {
        guard all.count < 1_000, !all.contains(where: { $0.name == name }) else { return }
        all.append((name, range))
    }
}
