import Foundation
import HTTPTypes
import IAM
import ObjectStore
import S3Protocol
import Testing

@testable import S3Service

struct AccessTests {
    /// Reads of present and missing keys by what the rules allow.
    struct ReadCase: CustomTestStringConvertible {
        var key: String
        var status: Int
        var code: String?
        var testDescription: String { "\(key) → \(status)" }
    }

    @Test(arguments: [
        ReadCase(key: "both/here", status: 200, code: nil),
        ReadCase(key: "both/none", status: 404, code: "NoSuchKey"),
        ReadCase(key: "get/here", status: 200, code: nil),
        ReadCase(key: "get/none", status: 403, code: "AccessDenied"),
        ReadCase(key: "list/here", status: 403, code: "AccessDenied"),
        ReadCase(key: "list/none", status: 404, code: "NoSuchKey"),
        ReadCase(key: "no/here", status: 403, code: "AccessDenied"),
        ReadCase(key: "no/none", status: 403, code: "AccessDenied"),
    ])
    func `tells a missing key to those who may list it`(_ example: ReadCase) async throws {
        let service = try await TestService(authenticated: [
            .allow("s3:GetObject", objects: "both/*"), .allow("s3:GetObject", objects: "get/*"),
            .allowListing("both/*", "list/*"),
        ])
        for folder in ["both", "get", "list", "no"] {
            _ = try await service.admin.send(.put, "/app-bucket/\(folder)/here", body: "x")
        }
        let get = try await service.alice.send(.get, "/app-bucket/\(example.key)")
        #expect(get.status == example.status && get.code == example.code)
        let head = try await service.alice.send(.head, "/app-bucket/\(example.key)")
        #expect(head.status == example.status && (head.status == 200 || head.body.isEmpty))
    }

    @Test func `says why it refuses and reports the decision`() async throws {
        let service = try await TestService()
        let answer = try await service.alice.send(.put, "/app-bucket/a", body: "x")
        #expect(answer.code == "AccessDenied")
        #expect(answer.element("Message") == "Access Denied: no rule allows s3:PutObject")
        let event = try #require(service.events.last)
        #expect(event.requestID == answer.fields[.xAmzRequestID] && event.status == 403)
        #expect(event.operation == .putObject && event.bucket == "app-bucket" && event.key == "a")
        #expect(event.decisions.map(\.decision.outcome) == [.implicitDeny])
        #expect(event.errorCode == "AccessDenied" && event.generation == 7)
    }

    @Test func `deletes each key of a batch by its own right`() async throws {
        let service = try await TestService(authenticated: [.allow("s3:DeleteObject", objects: "mine/*")])
        for key in ["mine/a", "theirs/b"] { _ = try await service.admin.send(.put, "/app-bucket/\(key)", body: "x") }
        let body = "<Delete><Object><Key>mine/a</Key></Object><Object><Key>theirs/b</Key></Object></Delete>"
        let md5 = Data(DigestOf.md5(body)).base64EncodedString()
        let answer = try await service.alice.send(
            .post, "/app-bucket?delete=", fields: ["content-md5": md5], body: body)
        #expect(answer.status == 200)
        #expect(answer.body.contains("<Deleted><Key>mine/a</Key></Deleted>"))
        #expect(answer.body.contains("<Error><Key>theirs/b</Key><Code>AccessDenied</Code>"))
        #expect(try await service.admin.send(.head, "/app-bucket/mine/a").status == 404)
        #expect(try await service.admin.send(.head, "/app-bucket/theirs/b").status == 200)
    }

    @Test func `copies for those who may read there and write here`() async throws {
        let service = try await TestService(authenticated: [
            .allow("s3:GetObject", objects: "from/*"), .allow("s3:PutObject", objects: "to/*"),
        ])
        for key in ["from/a%20b", "other/b"] {
            _ = try await service.admin.send(.put, "/app-bucket/\(key)", fields: ["x-amz-meta-m": "1"], body: "x")
        }
        func copy(_ source: String, _ target: String) async throws -> TestAnswer {
            try await service.alice.send(
                .put, "/app-bucket/\(target)", fields: ["x-amz-copy-source": "app-bucket/\(source)"])
        }
        #expect(try await copy("from/a%20b", "to/encoded").status == 200)
        #expect(try await copy("from/a b", "to/raw").status == 200)
        #expect(try await copy("other/b", "to/x").code == "AccessDenied")
        #expect(try await copy("from/a b", "elsewhere/x").code == "AccessDenied")
        let made = try await service.admin.send(.get, "/app-bucket/to/raw")
        #expect(made.body == "x" && made.fields[.init("x-amz-meta-m")!] == "1")
    }

    @Test func `lists by the prefix that is asked for`() async throws {
        let service = try await TestService(guest: [.allowListing("public/*", "public/")])
        _ = try await service.admin.send(.put, "/app-bucket/public/a", body: "x")
        let answer = try await service.guest.send(.get, "/app-bucket?list-type=2&prefix=public%2F")
        #expect(answer.status == 200 && answer.body.contains("<Key>public/a</Key>"))
        for query in ["list-type=2", "list-type=2&prefix=", "list-type=2&prefix=public", "prefix=private/"] {
            #expect(try await service.guest.send(.get, "/app-bucket?\(query)").code == "AccessDenied")
        }
    }

    @Test func `lets those who began an upload abort it, and their role`() async throws {
        let service = try await TestService(
            authenticated: [.allow("s3:PutObject", objects: "*")], guest: [.allow("s3:PutObject", objects: "*")])
        let begun = try await service.alice.send(.post, "/app-bucket/k?uploads=")
        let id = try #require(begun.element("UploadId"))
        let part = try await service.alice.send(.put, "/app-bucket/k?partNumber=1&uploadId=\(id)", body: "x")
        #expect(part.status == 200)
        #expect(try await service.guest.send(.get, "/app-bucket/k?uploadId=\(id)").code == "AccessDenied")
        #expect(try await service.alice.send(.get, "/app-bucket/k?uploadId=\(id)").body.contains("<PartNumber>1<"))
        #expect(try await service.guest.send(.delete, "/app-bucket/k?uploadId=\(id)").code == "AccessDenied")
        #expect(try await service.alice.send(.delete, "/app-bucket/k?uploadId=\(id)").status == 204)
        #expect(try await service.alice.send(.get, "/app-bucket/k?uploadId=\(id)").code == "NoSuchUpload")
    }

    @Test func `keeps accounts apart`() async throws {
        let service = try await TestService()
        #expect(try await service.other.send(.put, "/others-bucket").status == 200)
        #expect(try await service.other.send(.put, "/others-bucket/k", body: "x").status == 200)
        #expect(try await service.admin.send(.get, "/others-bucket/k").code == "AccessDenied")
        #expect(try await service.other.send(.get, "/app-bucket?list-type=2").code == "AccessDenied")
        #expect(try await service.other.send(.get, "/").body.contains("<Name>others-bucket</Name>"))
        #expect(try await !service.admin.send(.get, "/").body.contains("others-bucket"))
        #expect(try await service.admin.send(.put, "/others-bucket").code == "BucketAlreadyExists")
    }

    @Test func `refuses a bucket that left the definition and keeps its objects`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/k", body: "x")
        let owner = Owner(canonicalID: TestService.ownerID, displayName: "admin")
        _ = try await service.store.reconcile([], owner: owner)
        #expect(try await service.admin.send(.get, "/app-bucket/k").code == "AccessDenied")
        _ = try await service.store.reconcile(
            [DefinedBucket(name: BucketName("app-bucket")!, isVersioned: false)], owner: owner)
        #expect(try await service.admin.send(.get, "/app-bucket/k").body == "x")
    }

    @Test(arguments: [("111111111111", nil), ("999999999999", "AccessDenied"), ("x", "InvalidArgument")])
    func `compares the expected owner`(account: String, code: String?) async throws {
        let service = try await TestService()
        let answer = try await service.admin.send(
            .get, "/app-bucket?location", fields: ["x-amz-expected-bucket-owner": account])
        #expect(answer.code == code)
    }
}
