import OpenSSL
import Testing

/// Reference: RFC 4231.
struct MessageAuthenticationTests {
    struct Vector: CustomTestStringConvertible {
        var testDescription: String
        var key: [UInt8]
        var message: [UInt8]
        var code: String
    }

    static let vectors = [
        Vector(
            testDescription: "case 1", key: [UInt8](repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            testDescription: "case 2", key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            testDescription: "case 6, a long key", key: [UInt8](repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            testDescription: "nothing at all", key: [], message: [],
            code: "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ]

    @Test("gives the published code, again and again", arguments: vectors)
    func published(_ vector: Vector) {
        let key = MessageAuthenticationKey(vector.key)
        #expect(Hexadecimal.encode(key.authenticate(vector.message)) == vector.code)
        #expect(Hexadecimal.encode(key.authenticate(vector.message)) == vector.code)
    }
}
