/// When upstream would have noticed an error, so that errors found by different parts can be put in its order.
///
/// Upstream stops at the first; here all independent ones are found, and the least by this order is upstream's.
package struct FailureOrder: Sendable, Hashable, Comparable {
    private let stage: Int
    private let step: Int

    private init(stage: Int, step: Int) {
        self.stage = stage
        self.step = step
    }

    /// While modules are evaluated, before `defineBackend` is reached.
    package static let modules = Self(stage: -1, step: 0)

    /// While the resource at this place among those given to `defineBackend` is made: its file, name, construct,
    /// triggers, and its `access` callback.
    package static func making(resource: Int) -> Self { Self(stage: resource, step: 0) }

    /// While what its `access` callback returned is checked and compiled.
    package static func compilingAccess(ofResource resource: Int) -> Self { Self(stage: resource, step: 1) }

    /// After all resources were made, while the rest of `backend.ts` runs.
    package static let afterResources = Self(stage: .max - 1, step: 0)

    /// Once everything has run.
    package static let synthesis = Self(stage: .max, step: 0)

    package static func < (left: Self, right: Self) -> Bool {
        (left.stage, left.step) < (right.stage, right.step)
    }
}
