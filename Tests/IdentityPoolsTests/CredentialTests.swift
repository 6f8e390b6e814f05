import Foundation
import IAM
import KeyStore
import SandboxTesting
import Testing
@testable import IdentityPools

struct CredentialTests {
    static let sessions = [
        Principal.RoleSession(role: .guest, identityID: "us-east-1:a"),
        Principal.RoleSession(role: .authenticated, identityID: "us-east-1:a", userName: "jane"),
        Principal.RoleSession(role: .group("añ/ \u{1F600}"), identityID: "us-east-1:a", userName: ""),
        Principal.RoleSession(role: .function("resize")),
    ]

    let folder: TemporaryFolder
    let keys: KeyFolder
    let clock = ManualClock()

    init() throws {
        folder = try TemporaryFolder()
        keys = try KeyFolder(path: folder.path + "/keys")
    }

    @Test("a session token gives back its session until it ends, also after a restart", arguments: sessions)
    func roundTrip(_ session: Principal.RoleSession) throws {
        let issued = try SessionCredentials(keys: keys).issue(to: session, durationInSeconds: 900, at: clock.now)
        #expect(issued.accessKeyID.hasPrefix("ASIA") && issued.accessKeyID.utf8.count == 20)
        #expect(issued.secretAccessKey.utf8.count == 40)
        let reopened = try SessionCredentials(keys: keys)
        func resolve(_ accessKeyID: String, _ token: String?) throws(CredentialFault) -> ResolvedCredentials {
            try reopened.resolve(accessKeyID: accessKeyID, sessionToken: token, at: clock.now)
        }
        let resolved = try resolve(issued.accessKeyID, issued.sessionToken)
        #expect(resolved.principal == .session(session) && resolved.secretAccessKey == issued.secretAccessKey)
        #expect(resolved.expiration == issued.expiration)
        #expect(throws: CredentialFault.unknownAccessKeyID) { try resolve(issued.accessKeyID, nil) }
        for token in ["", "AAAA", issued.sessionToken + "A", String(issued.sessionToken.dropFirst(4))] {
            #expect(throws: CredentialFault.invalidToken) { try resolve(issued.accessKeyID, token) }
        }
        #expect(throws: CredentialFault.invalidToken) { try resolve("ASIAAAAAAAAAAAAAAAAA", issued.sessionToken) }
        clock.advance(by: 900)
        #expect(throws: CredentialFault.expiredToken) { try resolve(issued.accessKeyID, issued.sessionToken) }
    }

    @Test("another sandbox's token is no good")
    func otherKeys() throws {
        let other = try SessionCredentials(keys: KeyFolder(path: folder.path + "/other"))
        let issued = other.issue(to: Self.sessions[0], at: clock.now)
        let sessions = try SessionCredentials(keys: keys)
        #expect(throws: CredentialFault.invalidToken) {
            try sessions.resolve(accessKeyID: issued.accessKeyID, sessionToken: issued.sessionToken, at: clock.now)
        }
    }

    @Test("administrators' keys last, and are found when another process adds one")
    func administrators() throws {
        let administrators = try AdministratorKeys(folder: keys)
        let first = try administrators.first(accountID: "123456789012")
        #expect(first.name == "admin" && first.accessKeyID.hasPrefix("AKIA") && first.canonicalID.utf8.count == 64)
        let directory = CredentialDirectory(
            sessions: try SessionCredentials(keys: keys), administrators: administrators)
        let added = try AdministratorKeys(folder: keys).add(name: "second")
        #expect(added.accountID != first.accountID && added.accountID.utf8.count == 12)
        for key in [first, added] {
            let resolved = try directory.resolve(accessKeyID: key.accessKeyID, sessionToken: nil, at: clock.now)
            #expect(resolved.principal == key.principal && resolved.secretAccessKey == key.secretAccessKey)
            #expect(resolved.expiration == nil)
        }
        let reopened = try AdministratorKeys(folder: keys)
        #expect(try reopened.first(accountID: "123456789012") == first)
        #expect(reopened.all.map(\.name) == ["admin", "second"])
        #expect(throws: AdministratorKeyFault.nameTaken("second")) { try reopened.add(name: "second") }
        #expect(throws: AdministratorKeyFault.invalidName("a/b")) { try reopened.add(name: "a/b") }
        #expect(throws: CredentialFault.invalidToken) {
            try directory.resolve(accessKeyID: first.accessKeyID, sessionToken: "x", at: clock.now)
        }
        for unknown in ["AKIAAAAAAAAAAAAAAAAA", "", "../../../../etc/passwd", "AKIA\u{0}"] {
            #expect(throws: CredentialFault.unknownAccessKeyID) {
                try directory.resolve(accessKeyID: unknown, sessionToken: nil, at: clock.now)
            }
        }
    }
}
