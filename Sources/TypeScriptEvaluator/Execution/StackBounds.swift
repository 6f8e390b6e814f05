/// The native stack of the running thread, which grows downwards.
enum StackBounds {
    /// What must be left when a call begins: the tallest possible expression, evaluated by unoptimised code, and
    /// whatever built-ins need.
    static let reserve = 8 << 20

    /// Where calls must stop on a thread that has just begun, with a stack of `size` bytes.
    static func limit(size: Int) -> UInt {
        address - UInt(size - reserve)
    }

    /// About where the stack is now.
    @inline(__always)
    static var address: UInt {
        var marker: UInt8 = 0
        return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    }
}
