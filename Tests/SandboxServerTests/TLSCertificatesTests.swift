import Foundation
import KeyStore
import OpenSSL
import SandboxTesting
import Testing

@testable import SandboxServer

struct TLSCertificatesTests {
    private static let day = 86_400.0

    private let temporary: TemporaryFolder
    private let clock = ManualClock()

    init() throws {
        temporary = try TemporaryFolder()
    }

    /// What a process has: another one on the same folder has the same keys.
    private func certificates() throws -> TLSCertificates {
        let clock = clock
        return TLSCertificates(
            keys: try KeyFolder(path: temporary.path + "/keys"), region: "us-east-1", now: { clock.now })
    }

    @Test func `renews the certificate a month before it ends, and not earlier`() throws {
        let certificates = try certificates()
        let first = try certificates.context()
        clock.advance(by: 59 * Self.day)
        #expect(try certificates.context() === first)
        clock.advance(by: 2 * Self.day)
        let second = try certificates.context()
        #expect(second !== first)
        #expect(try certificates.context() === second)
        clock.advance(by: 61 * Self.day)
        #expect(try certificates.context() !== second)
    }

    @Test func `is good on each day of ten years, by the authority of that day`() throws {
        let certificates = try certificates()
        let pin = try certificates.keyPin()
        for _ in 0..<120 {
            clock.advance(by: 30.4 * Self.day)
            let now = Int(clock.now.timeIntervalSince1970)
            let leaf = try certificates.certificate()
            let authority = try certificates.authority().certificate
            #expect(leaf.validity.contains(now) && authority.validity.contains(now))
            #expect(leaf.isSigned(by: authority))
            #expect(leaf.validity.upperBound <= authority.validity.upperBound)
            #expect(leaf.publicKeyPin == pin)
        }
    }

    @Test func `renews the authority with the same key, so that an installed one still vouches`() throws {
        let certificates = try certificates()
        let old = try certificates.authority().certificate
        clock.advance(by: 5 * 365 * Self.day - 60 * Self.day)
        let new = try certificates.authority().certificate
        #expect(new.fingerprint != old.fingerprint)
        #expect(new.publicKeyPin == old.publicKeyPin)
        #expect(try certificates.certificate().isSigned(by: old))
        #expect(try self.certificates().authority().certificate.fingerprint == new.fingerprint)
    }

    @Test(arguments: [
        ("localhost", true), ("photos.s3.us-east-1.amazonaws.com", true), ("photos.s3.amazonaws.com", true),
        ("cognito-idp.us-east-1.amazonaws.com", true), ("photos.s3.localhost", true),
        ("dynamodb.us-east-1.amazonaws.com", false), ("example.com", false), ("s3.eu-north-1.amazonaws.com", false),
    ])
    func `covers the names of the services that it stands in for`(_ host: String, _ covered: Bool) throws {
        #expect(try certificates().certificate().covers(host) == covered)
    }
}
