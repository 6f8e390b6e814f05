import Foundation
import FoundationXML
import IAM
import JSONWebToken
import KeyStore
import OpenSSL
import SandboxTesting
import Testing
@testable import IdentityPools

struct SecurityTokenServiceTests {
    let pool: IdentityHarness
    let service: SecurityTokenService

    init() throws {
        pool = try IdentityHarness()
        // Making a key takes longer than the tests.
        try pool.keys.store(Self.key, as: "identity-pool-signing.pem")
        service = SecurityTokenService(pool: pool.service)
    }

    private static let key: [UInt8] = Array(try! RSAPrivateKey.generate().pem.utf8)

    private func send(
        _ parameters: [String: String], caller: Principal? = nil
    ) async -> (status: Int, elements: [String: String], body: String) {
        let reply = await service.handle(parameters: parameters, caller: caller, requestID: "r1")
        let reader = ElementReader()
        let parser = XMLParser(data: Data(reply.body.utf8))
        parser.delegate = reader
        #expect(parser.parse())
        return (reply.status, reader.texts, reply.body)
    }

    private func openIDToken(_ login: String?) async throws -> (id: String, token: String) {
        let id = try #require(try await pool.getID(login).identityID)
        var members: [String: Any] = ["IdentityId": id]
        if let login { members["Logins"] = [IdentityHarness.provider: login] }
        let answer = try await pool.call("GetOpenIdToken", members)
        return (id, try #require(answer["Token"] as? String))
    }

    private func assume(_ role: String, _ token: String, _ more: [String: String] = [:]) async -> (
        status: Int, elements: [String: String], body: String
    ) {
        await send(
            [
                "Action": "AssumeRoleWithWebIdentity", "RoleArn": "arn:aws:iam::123456789012:role/\(role)",
                "RoleSessionName": "session", "WebIdentityToken": token,
            ].merging(more) { $1 })
    }

    @Test("callers are told who they are")
    func callerIdentity() async {
        let administrator = Principal.administrator(
            Principal.Administrator(name: "a&b", accountID: "123456789012", canonicalID: "c"))
        let first = await send(["Action": "GetCallerIdentity"], caller: administrator)
        #expect(first.elements["Arn"] == "arn:aws:iam::123456789012:user/a&b")
        #expect(first.elements["Account"] == "123456789012")
        let session = Principal.session(Principal.RoleSession(role: .group("admins"), identityID: "us-east-1:x"))
        let second = await send(["Action": "GetCallerIdentity"], caller: session)
        #expect(
            second.elements["Arn"] == "arn:aws:sts::123456789012:assumed-role/admins/CognitoIdentityCredentials")
        #expect(second.elements["UserId"] == "us-east-1:x")
        let unsigned = await send(["Action": "GetCallerIdentity"])
        #expect(unsigned.status == 403 && unsigned.elements["Code"] == "MissingAuthenticationToken")
    }

    @Test("a token of the identity pool gets the role that its trust allows")
    func webIdentity() async throws {
        let (id, token) = try await openIDToken("user:jane")
        let answer = await assume("auth", token, ["DurationSeconds": "900"])
        #expect(answer.status == 200 && answer.elements["SubjectFromWebIdentityToken"] == id)
        let resolved = try pool.credentials.resolve(
            accessKeyID: answer.elements["AccessKeyId"] ?? "", sessionToken: answer.elements["SessionToken"],
            at: pool.clock.now)
        #expect(resolved.secretAccessKey == answer.elements["SecretAccessKey"])
        #expect(
            resolved.principal
                == .session(Principal.RoleSession(role: .authenticated, identityID: id, userName: "jane")))
        #expect(resolved.expiration == pool.clock.now + 900)
        #expect(await assume("guest", token).elements["Code"] == "AccessDenied")
        #expect(await assume("admins", token).status == 200)
        #expect(await assume("unknown", token).elements["Code"] == "AccessDenied")
        let (_, guestToken) = try await openIDToken(nil)
        #expect(await assume("guest", guestToken).status == 200)
        #expect(await assume("auth", guestToken).elements["Code"] == "AccessDenied")
        pool.clock.advance(by: 600)
        #expect(await assume("auth", token).elements["Code"] == "ExpiredTokenException")
    }

    @Test("forged tokens and wrong parameters are refused")
    func refused() async throws {
        let (_, token) = try await openIDToken("user:jane")
        #expect(await assume("auth", "a.b.c").elements["Code"] == "InvalidIdentityToken")
        #expect(await assume("auth", "user:jane").elements["Code"] == "InvalidIdentityToken")
        for seconds in ["899", "3601", "x", ""] {
            #expect(await assume("auth", token, ["DurationSeconds": seconds]).elements["Code"] == "ValidationError")
        }
        for name in ["s", "a b", String(repeating: "x", count: 65)] {
            #expect(await assume("auth", token, ["RoleSessionName": name]).elements["Code"] == "ValidationError")
        }
        #expect(await assume("auth", "").elements["Code"] == "ValidationError")
        #expect(await send([:]).elements["Code"] == "MissingAction")
        #expect(await send(["Action": "<x>"]).elements["Code"] == "InvalidAction")
        let named = await send(["Action": "AssumeRole"])
        #expect(named.elements["Message"] == "AssumeRole is not emulated by the sandbox")
    }
}

/// The text of each element, by its name.
private final class ElementReader: NSObject, XMLParserDelegate {
    var texts: [String: String] = [:]
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        texts[name] = text
        text = ""
    }
}
