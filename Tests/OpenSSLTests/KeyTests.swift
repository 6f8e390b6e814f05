import OpenSSL
import Testing

struct KeyTests {
    @Test("a sealed message opens with its key and context only")
    func sealing() {
        let key = SealingKey(Randomness.bytes(32))
        let sealed = key.seal(Array("secret".utf8), context: [1])
        #expect(key.open(sealed, context: [1]) == Array("secret".utf8))
        #expect(key.open(sealed, context: [2]) == nil)
        #expect(SealingKey(Randomness.bytes(32)).open(sealed, context: [1]) == nil)
        for place in sealed.indices {
            var altered = sealed
            altered[place] ^= 1
            #expect(key.open(altered, context: [1]) == nil)
        }
        #expect(key.open([], context: [1]) == nil)
        #expect(key.open(Array(sealed.dropLast()), context: [1]) == nil)
    }

    @Test("an empty message can be sealed")
    func emptyMessage() {
        let key = SealingKey(Randomness.bytes(32))
        #expect(key.open(key.seal([])) == [])
    }

    @Test("an RSA key signs, also after a trip through PEM, and only its public half verifies")
    func signing() throws {
        let key = try RSAPrivateKey.generate()
        let message = Array("header.payload".utf8)
        let signature = try RSAPrivateKey(pem: key.pem).sign(message)
        #expect(key.publicKey.verifies(signature, of: message))
        #expect(!key.publicKey.verifies(signature, of: message + [0]))
        #expect(try !RSAPrivateKey.generate().publicKey.verifies(signature, of: message))
        #expect(!key.publicKey.verifies([], of: message))
        #expect(key.publicKey.modulus.bytes.count == 256)
    }

    @Test(
        "a PEM that is none is refused",
        arguments: ["", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
    func badPEM(_ pem: String) {
        #expect(throws: CryptoFailure.self) { try RSAPrivateKey(pem: pem) }
    }

    @Test("secrets are compared by content")
    func comparison() {
        #expect(ConstantTime.equal([1, 2], [1, 2]) && !ConstantTime.equal([1, 2], [1, 3]))
        #expect(!ConstantTime.equal([1], [1, 2]) && ConstantTime.equal([UInt8](), []))
        #expect(ConstantTime.equal("abc", "abc") && !ConstantTime.equal("abc", "abd") && ConstantTime.equal("", ""))
    }

    @Test("hexadecimal takes either case and nothing else")
    func hexadecimal() {
        #expect(Hexadecimal.encode([0, 0x1F, 0xA0, 0xFF]) == "001fa0ff")
        #expect(Hexadecimal.decode("001fA0Ff") == [0, 0x1F, 0xA0, 0xFF])
        #expect(Hexadecimal.decode("1") == nil && Hexadecimal.decode("1g") == nil && Hexadecimal.decode("") == [])
    }

    @Test("a UUID says that it is random")
    func uuid() {
        let id = Randomness.uuid()
        #expect(id.utf8.count == 36 && id != Randomness.uuid())
        #expect(Array(id)[14] == "4" && "89ab".contains(Array(id)[19]))
    }
}
