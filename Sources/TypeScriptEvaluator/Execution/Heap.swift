/// All objects of one evaluation, and the account of what was allocated for them.
///
/// Objects are kept to the end and taken apart together: cycles do not leak, and a chain of a million objects does not
/// fall apart recursively.
package final class Heap {
    private var objects: [Object] = []
    private let limit: Int
    /// What was allocated so far, in bytes; an estimate, never too low by more than a small factor.
    package private(set) var allocatedBytes = 0

    init(limit: Int) { self.limit = limit }

    var isExhausted: Bool { allocatedBytes > limit }

    /// Counts memory that is about to be used. Whoever allocates much at once must look at `isExhausted` first.
    func charge(bytes: Int) {
        let (sum, overflow) = allocatedBytes.addingReportingOverflow(bytes)
        allocatedBytes = overflow ? .max / 2 : sum
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
}
