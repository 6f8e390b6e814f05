import Synchronization

/// The name of one request: 16 letters and digits, as S3's are.
///
/// Numbers counted on from a random one and mixed, so that none comes twice in a process and hardly ever in two. It
/// keeps no secret, so it need not ask the system for randomness each time.
struct RequestID {
    private static let last = Atomic<UInt64>(.random(in: .min ... .max))

    let text: String

    init() {
        var random = Self.mixed(Self.last.wrappingAdd(1, ordering: .relaxed).newValue)
        text = String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let digit = UInt8(random & 15)
                buffer[index] = digit < 10 ? 0x30 + digit : 0x37 + digit
                random >>= 4
            }
            return 16
        }
    }

    /// A bijection. Reference: the finaliser of SplitMix64, Steele and others, "Fast splittable pseudorandom number
    /// generators", 2014.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var number = number &* 0x9E37_79B9_7F4A_7C15
        number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
        return number ^ (number >> 31)
    }
}
