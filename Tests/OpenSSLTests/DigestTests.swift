import OpenSSL
import Testing

struct DigestTests {
    struct Vector: CustomTestStringConvertible {
        var algorithm: DigestAlgorithm
        var text: String
        var digest: String
        var testDescription: String { "\(algorithm) of '\(text)'" }
    }

    static let vectors = [
        Vector(algorithm: .md5, text: "", digest: "d41d8cd98f00b204e9800998ecf8427e"),
        Vector(algorithm: .md5, text: "abc", digest: "900150983cd24fb0d6963f7d28e17f72"),
        Vector(algorithm: .sha1, text: "abc", digest: "a9993e364706816aba3e25717850c26c9cd0d89d"),
        Vector(
            algorithm: .sha256, text: "", digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Vector(
            algorithm: .sha256, text: "abc",
            digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        Vector(
            algorithm: .sha512, text: "abc",
            digest: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"),
    ]

    @Test("whole and in pieces give the published digest", arguments: vectors)
    func published(_ vector: Vector) {
        #expect(Hexadecimal.encode(vector.algorithm.hash(vector.text)) == vector.digest)
        var digest = Digest(vector.algorithm)
        for character in vector.text { digest.update(String(character)) }
        #expect(Hexadecimal.encode(digest.finish()) == vector.digest)
    }

    @Test("a finished digest begins anew")
    func reuse() {
        var digest = Digest(.sha256)
        digest.update([1, 2, 3])
        let first = digest.finish()
        digest.update([1, 2, 3])
        #expect(digest.finish() == first)
    }

    @Test("a copy goes its own way")
    func copies() {
        var digest = Digest(.md5)
        digest.update("a")
        var other = digest.copy()
        digest.update("b")
        other.update("c")
        #expect(digest.finish() == DigestAlgorithm.md5.hash("ab"))
        #expect(other.finish() == DigestAlgorithm.md5.hash("ac"))
    }
}
