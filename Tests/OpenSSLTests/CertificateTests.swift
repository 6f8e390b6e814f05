import Testing

@testable import OpenSSL

struct CertificateTests {
    private let now = 1_800_000_000
    private let key: CertificateKey
    private let authority: CertificateAuthority

    init() throws {
        key = try .generate()
        authority = try .create(
            name: "Test authority", key: key, domains: ["amazonaws.com", "localhost"], validity: now...now + 86_400)
    }

    private func leaf(_ names: [String] = ["*.s3.us-east-1.amazonaws.com", "localhost"]) throws -> Certificate {
        try authority.issue(
            names: names, addresses: ["127.0.0.1", "::1"], key: .generate(), validity: now...now + 3600)
    }

    @Test(arguments: [
        ("photos.s3.us-east-1.amazonaws.com", true), ("localhost", true), ("127.0.0.1", true), ("::1", true),
        ("a.b.s3.us-east-1.amazonaws.com", false), ("s3.us-east-1.amazonaws.com", false), ("127.0.0.2", false),
        ("evil.example", false),
    ])
    func `covers the names it was issued for`(host: String, isCovered: Bool) throws {
        #expect(try leaf().covers(host) == isCovered)
    }

    @Test func `is signed by its authority and by no other`() throws {
        let other = try CertificateAuthority.create(
            name: "Test authority", key: .generate(), domains: ["localhost"], validity: now...now + 1)
        let leaf = try leaf()
        #expect(leaf.isSigned(by: authority.certificate))
        #expect(!leaf.isSigned(by: other.certificate))
        #expect(authority.certificate.isSigned(by: authority.certificate))
    }

    @Test func `survives being written and read`() throws {
        let leaf = try leaf()
        let copy = try Certificate(pem: leaf.pem)
        #expect(copy.fingerprint == leaf.fingerprint)
        #expect(copy.validity == now...now + 3600)
        #expect(try authority.certificate.belongs(to: CertificateKey(pem: key.pem)))
    }

    @Test func `keeps its pin as long as its key`() throws {
        let serverKey = try CertificateKey.generate()
        func certificate() throws -> Certificate {
            try authority.issue(names: ["localhost"], addresses: [], key: serverKey, validity: now...now + 1)
        }
        let first = try certificate()
        #expect(try first.publicKeyPin == certificate().publicKeyPin)
        #expect(try first.publicKeyPin != leaf().publicKeyPin)
        #expect(first.publicKeyPin.utf8.count == 44)
        #expect(try first.fingerprint != certificate().fingerprint)
    }

    @Test func `refuses a key that is not the certificate's`() throws {
        #expect(throws: CryptoFailure.self) {
            try CertificateAuthority(certificate: authority.certificate, key: .generate())
        }
        #expect(throws: CryptoFailure.self) { try TLSContext(chain: [authority.certificate], key: .generate()) }
        #expect(throws: CryptoFailure.self) { try CertificateKey(pem: "nothing") }
        #expect(throws: CryptoFailure.self) { try Certificate(pem: "nothing") }
        #expect(throws: CryptoFailure.self) { try leaf(["bad,name"]) }
    }
}
