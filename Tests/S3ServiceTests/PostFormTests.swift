import AWSSigV4
import Foundation
import HTTPTypes
import IAM
import OpenSSL
import S3Protocol
import SandboxTesting
import Testing

@testable import S3Service

struct PostFormTests {
    /// A form with these fields, in their order, and the file behind them.
    private func send(
        _ fields: [(String, String)], file: String = "hello", fileName: String = "pic.png",
        _ service: TestService,
        bucket: String = "app-bucket", ending: String = "\r\n--edge--\r\n"
    ) async throws -> TestAnswer {
        var body = ""
        for (name, value) in fields {
            body += "--edge\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body += "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(fileName)\"\r\n"
        body += "Content-Type: image/png\r\n\r\n\(file)\(ending)"
        return try await service.admin.sendUnsigned(
            .post, "/\(bucket)", fields: ["content-type": "multipart/form-data; boundary=edge"],
            body: body)
    }

    /// The fields of a form that this client signs.
    private func signed(
        _ client: TestClient, conditions: String, expires seconds: Double = 600, secret: String? = nil
    ) -> [(String, String)] {
        let now = client.service.clock.now
        let expiration = now.addingTimeInterval(seconds).ISO8601Format()
        let policy = Data("{\"expiration\": \"\(expiration)\", \"conditions\": [\(conditions)]}".utf8)
            .base64EncodedString()
        let date = now.ISO8601Format().filter { $0 != "-" && $0 != ":" }
        let day = String(date.prefix(8))
        let key = SigningKey(
            secretAccessKey: secret ?? client.accessKeyID + "secret",
            scope: CredentialScope(day: day, region: "eu-west-1", service: "s3"))
        return [
            ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
            ("x-amz-credential", "\(client.accessKeyID)/\(day)/eu-west-1/s3/aws4_request"),
            ("x-amz-date", date),
            ("policy", policy), ("x-amz-signature", key.sign(policy)),
        ]
    }

    private static let conditions =
        #"{"bucket": "app-bucket"}, ["starts-with", "$key", "up/"], {"Content-Type": "image/png"}, ["content-length-range", 1, 10]"#

    private static let fields = [("key", "up/${filename}"), ("Content-Type", "image/png")]

    @Test func `takes what its signer allowed`() async throws {
        let service = try await TestService(authenticated: [.allow("s3:PutObject", objects: "up/*")])
        let answer = try await send(
            Self.fields + signed(service.alice, conditions: Self.conditions), service)
        #expect(answer.status == 204 && answer.fields[.eTag] == "\"5d41402abc4b2a76b9719d911017c592\"")
        let stored = try await service.admin.send(.get, "/app-bucket/up/pic.png")
        #expect(stored.body == "hello" && stored.fields[.contentType] == "image/png")
        #expect(
            service.events.contains {
                $0.operation == .postObject && $0.decisions.first?.decision.isAllowed == true
            })
    }

    @Test(arguments: [
        ("201", 201, "<Key>up/a</Key>"), ("200", 200, ""), ("999", 204, ""),
    ])
    func `answers with the status that the form asks for`(wanted: String, status: Int, part: String)
        async throws
    {
        let service = try await TestService()
        let conditions = Self.conditions + ", [\"eq\", \"$success_action_status\", \"\(wanted)\"]"
        let answer = try await send(
            [("key", "up/a"), ("Content-Type", "image/png"), ("success_action_status", wanted)]
                + signed(service.admin, conditions: conditions), service)
        #expect(answer.status == status && (part.isEmpty || answer.body.contains(part)))
    }

    @Test func `leads on to where the form says`() async throws {
        let service = try await TestService()
        let conditions =
            Self.conditions + ", {\"success_action_redirect\": \"http://localhost:3000/done?x=1\"}"
        let answer = try await send(
            [
                ("key", "up/a b"), ("Content-Type", "image/png"),
                ("success_action_redirect", "http://localhost:3000/done?x=1"),
            ]
                + signed(service.admin, conditions: conditions), service)
        #expect(answer.status == 303)
        #expect(
            answer.fields[.location]
                == "http://localhost:3000/done?x=1&bucket=app-bucket&key=up/a%20b&etag=%225d41402abc4b2a76b9719d911017c592%22"
        )
    }

    struct Refusal: CustomTestStringConvertible {
        var what: String
        var fields: [(String, String)] = PostFormTests.fields
        var conditions: String = PostFormTests.conditions
        var expires = 600.0
        var file = "hello"
        var secret: String?
        var ending = "\r\n--edge--\r\n"
        var code: String
        var testDescription: String { what }
    }

    @Test(arguments: [
        Refusal(
            what: "a condition that fails", fields: [("key", "down/a"), ("Content-Type", "image/png")],
            code: "AccessDenied"),
        Refusal(
            what: "a field of which no condition speaks", fields: fields + [("x-amz-meta-a", "1")],
            code: "AccessDenied"),
        Refusal(what: "a policy that has expired", expires: -1, code: "AccessDenied"),
        Refusal(what: "a file that is too large", file: "hello world", code: "EntityTooLarge"),
        Refusal(what: "a file that is too small", file: "", code: "EntityTooSmall"),
        Refusal(what: "another secret", secret: "other", code: "SignatureDoesNotMatch"),
        Refusal(what: "no key", fields: [("Content-Type", "image/png")], code: "InvalidArgument"),
        Refusal(
            what: "two properties in one condition", conditions: #"{"bucket": "app-bucket", "key": "a"}"#,
            code: "InvalidPolicyDocument"),
        Refusal(what: "no end", ending: "", code: "IncompleteBody"),
    ])
    func `refuses`(_ example: Refusal) async throws {
        let service = try await TestService()
        let answer = try await send(
            example.fields
                + signed(
                    service.admin, conditions: example.conditions, expires: example.expires,
                    secret: example.secret),
            file: example.file, service, ending: example.ending)
        #expect(answer.code == example.code, "\(answer.body)")
        #expect(try await !service.admin.send(.get, "/app-bucket?list-type=2").body.contains("<Key>"))
    }

    @Test func `asks the rules about its signer, and lets in nobody who signs not`() async throws {
        let service = try await TestService(authenticated: [
            .allow("s3:PutObject", objects: "elsewhere/*")
        ])
        let alice = try await send(
            Self.fields + signed(service.alice, conditions: Self.conditions), service)
        #expect(alice.code == "AccessDenied")
        #expect(try await send(Self.fields, service).code == "AccessDenied")
    }

    @Test func `refuses before it takes the file in`() async throws {
        let service = try await TestService()
        // The file has no end, so whoever waits for it says that the body is incomplete.
        let answer = try await send(Self.fields, service, ending: "")
        #expect(answer.code == "AccessDenied")
    }
}
