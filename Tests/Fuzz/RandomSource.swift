/// Random numbers that depend on a seed alone (SplitMix64).
struct RandomSource: RandomNumberGenerator {
    private var state: UInt64

    /// The numbers for one input: each has its own, so that any can be made again without those before it.
    init(seed: Int, input: Int) {
        state = UInt64(bitPattern: Int64(seed)) &* 0xD134_2543_DE82_EF95 ^ UInt64(bitPattern: Int64(input))
        _ = next()
        state ^= UInt64(bitPattern: Int64(seed)) << 32
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which must be positive.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// True once in `count` times.
    mutating func once(in count: Int) -> Bool { below(count) == 0 }

    /// One of several, which must not be empty.
    mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

    /// A number that is usually small and now and then up to `bound`.
    mutating func length(upTo bound: Int) -> Int {
        let bits = below(Int.bitWidth - max(bound, 1).leadingZeroBitCount) + 1
        return min(1 + below(1 << bits), bound)
    }
}
