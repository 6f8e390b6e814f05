/// The bindings of one block, function or module while it runs. `nil` is a binding before its initialisation.
///
/// Which slot a name has is found out when the module is compiled.
///
/// Reference: https://tc39.es/ecma262/#sec-environment-records
final class Scope {
    let parent: Scope?
    var slots: [Value?]

    init(parent: Scope?, count: Int) {
        self.parent = parent
        slots = Array(repeating: nil, count: count)
    }

    private init(copying other: Scope) {
        parent = other.parent
        slots = other.slots
    }

    /// A scope of its own for the next round of a loop, with the same values.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-createperiterationenvironment
    func copy() -> Scope { Scope(copying: self) }

    @inline(__always)
    func ancestor(_ hops: Int) -> Scope {
        var scope = self
        for _ in 0..<hops {
            // The compiler counted the scopes between a name and its declaration.
            scope = scope.parent.unsafelyUnwrapped
        }
        return scope
    }
}
