import AWSJSON
import Foundation
import Testing
import UserPools

struct RequestFormTests {
    private func send(_ body: String, to operation: String = "SignUp") async throws -> (Int, [String: Any]) {
        let pool = try await PoolHarness()
        let reply = await pool.service.handle(operation: operation, body: Array(body.utf8), caller: .anonymous)
        #expect(reply.headers.contains { $0.name == "x-amzn-errortype" } == (reply.status != 200))
        #expect(pool.reportedErrors == 0)
        return (reply.status, try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any] ?? [:])
    }

    @Test(
        "what is not JSON of the right shape is refused",
        arguments: [
            "", "{", "[]", "null", "\"a\"", #"{"Username":1}"#, #"{"UserAttributes":{}}"#, "{\"Username\":\"\u{0}",
            String(repeating: "[", count: 100_000), String(repeating: #"{"a":"#, count: 20_000),
        ])
    func malformed(_ body: String) async throws {
        let (status, members) = try await send(body)
        #expect(status == 400 && members["__type"] as? String == "SerializationException")
    }

    @Test("a body that is too long is refused unread")
    func tooLong() async throws {
        let (status, members) = try await send(String(repeating: " ", count: 131_073))
        #expect(status == 413 && members["__type"] as? String == "RequestEntityTooLargeException")
    }

    @Test(
        "operations that are not there are refused by name",
        arguments: [
            ("Nonsense", "UnknownOperationException"), ("", "UnknownOperationException"),
            ("CreateUserPool", "UnsupportedOperationException"),
            ("StartWebAuthnRegistration", "WebAuthnNotEnabledException"),
        ])
    func operations(_ name: String, _ error: String) async throws {
        let (_, members) = try await send("{}", to: name)
        #expect(members["__type"] as? String == error)
    }

    @Test("clients must be known, and have no secret")
    func clients() async throws {
        let pool = try await PoolHarness()
        let unknown = try await pool.call("SignUp", ["ClientId": "other", "Username": "a@example.com"])
        #expect(unknown.message == "User pool client other does not exist.")
        let secret = try await pool.call(
            "SignUp", ["ClientId": "client1", "Username": "a@example.com", "SecretHash": "x"])
        #expect(secret.error == "NotAuthorizedException")
    }

    @Test("sessions of another kind or of nobody are refused", arguments: ["", "abc", "AAAA", "é"])
    func sessions(_ session: String) async throws {
        let answer = try await PoolHarness().respond(
            "SMS_MFA", ["USERNAME": "x", "SMS_MFA_CODE": "1"], session: session)
        #expect(answer.error == "NotAuthorizedException")
    }

    @Test("the outbox is kept and can be read from any place")
    func outbox() async throws {
        let pool = try await PoolHarness()
        try await pool.signUp("a@example.com")
        try await pool.signUp("b@example.com")
        try await pool.restart()
        let messages = try await pool.service.outbox()
        #expect(messages.map(\.recipient) == ["a@example.com", "b@example.com"])
        #expect(try await pool.service.outbox(after: messages[0].id) == [messages[1]])
    }
}
