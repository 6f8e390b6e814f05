import NIOCore
import OpenSSL
import SandboxTesting
import Testing

@testable import ObjectStore

@Suite struct ChecksumTests {
    /// Of `123456789`, from the catalogue of parametrised CRC algorithms and FIPS 180-4.
    static let vectors: [(ChecksumAlgorithm, String)] = [
        (.crc32, "cbf43926"), (.crc32c, "e3069283"), (.crc64nvme, "ae8b14860a799888"),
        (.sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
        (.sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
    ]

    @Test(arguments: vectors)
    func matchesPublishedValues(algorithm: ChecksumAlgorithm, value: String) {
        #expect(Hexadecimal.encode(algorithm.value(of: Array("123456789".utf8))) == value)
    }

    @Test(arguments: [ChecksumAlgorithm.crc32, .crc32c, .crc64nvme], [0, 1, 7, 15, 16, 17, 31, 33, 1000])
    func isTheSameInPiecesAndPutTogether(algorithm: ChecksumAlgorithm, split: Int) {
        let bytes = noise(1000)
        let (first, second) = (Array(bytes[..<split]), Array(bytes[split...]))
        var digests = BodyDigests([algorithm])
        for piece in [first, second] { piece.withUnsafeBytes { digests.update($0) } }
        #expect(digests.finish().checksums[algorithm] == algorithm.value(of: bytes))
        let combined = algorithm.combine([
            (algorithm.value(of: first), first.count), (algorithm.value(of: second), second.count),
        ])
        #expect(combined == algorithm.value(of: bytes))
    }

    @Test(arguments: [100, 100_000])
    func areComputedWhileReceiving(size: Int) async throws {
        let fixture = try await StoreFixture()
        let bytes = noise(size)
        let body = try await fixture.receive(bytes, checksums: Set(ChecksumAlgorithm.allCases))
        for algorithm in ChecksumAlgorithm.allCases { #expect(body.checksums[algorithm] == algorithm.value(of: bytes)) }
        try await fixture.close()
    }

    @Test func textsGoBothWays() {
        let checksum = Checksum(algorithm: .crc32, type: .composite, value: [0xCB, 0xF4, 0x39, 0x26], partCount: 3)
        #expect(checksum.text == "y/Q5Jg==-3")
        #expect(Checksum.value(ofBase64: "y/Q5Jg==-3", algorithm: .crc32) == checksum.value)
        #expect(Checksum.value(ofBase64: "y/Q5Jg==", algorithm: .sha1) == nil)
        #expect(Checksum.value(ofBase64: "§", algorithm: .crc32) == nil)
    }
}
