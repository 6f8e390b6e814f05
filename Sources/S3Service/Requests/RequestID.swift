/// The name of one request: 16 letters and digits, as S3's are.
struct RequestID {
    let text: String

    init() {
        var random = UInt64.random(in: .min ... .max)
        text = String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let digit = UInt8(random & 15)
                buffer[index] = digit < 10 ? 0x30 + digit : 0x37 + digit
                random >>= 4
            }
            return 16
        }
    }
}
