import Foundation
import HTTPTypes
import IAM
import S3Protocol
import Testing

@testable import S3Service

struct BucketPolicyTests {
    /// A service with the administrator's own bucket `pics`, under this policy, with the objects `a` and `b`.
    private func service(_ statements: String...) async throws -> TestService {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/pics")
        for key in ["a", "b"] { _ = try await service.admin.send(.put, "/pics/\(key)", body: key) }
        let answer = try await service.admin.send(.put, "/pics?policy", body: Self.policy(statements))
        #expect(answer.status == 204, "\(answer.body)")
        return service
    }

    private static func policy(_ statements: [String]) -> String {
        "{\"Version\": \"2012-10-17\", \"Statement\": [\(statements.joined(separator: ","))]}"
    }

    private static func statement(
        _ effect: String, _ action: String, on resource: String = "arn:aws:s3:::pics/*",
        who: String = "\"*\"",
        if condition: String? = nil
    ) -> String {
        "{\"Effect\": \"\(effect)\", \"Principal\": \(who), \"Action\": \"\(action)\", \"Resource\": \"\(resource)\""
            + (condition.map { ", \"Condition\": {\($0)}" } ?? "") + "}"
    }

    @Test func `lets in whom it allows, the unsigned too, and to that only`() async throws {
        let service = try await service(Self.statement("Allow", "s3:GetObject"))
        #expect(try await service.admin.sendUnsigned(.get, "/pics/a").body == "a")
        #expect(try await service.other.send(.get, "/pics/a").body == "a")
        #expect(try await service.alice.send(.get, "/pics/a").body == "a")
        #expect(try await service.admin.sendUnsigned(.put, "/pics/a", body: "x").code == "AccessDenied")
        #expect(try await service.other.send(.get, "/pics?list-type=2").code == "AccessDenied")
        #expect(try await service.admin.sendUnsigned(.get, "/pics/none").code == "AccessDenied")
        _ = try await service.admin.send(.delete, "/pics?policy")
        #expect(try await service.admin.sendUnsigned(.get, "/pics/a").code == "AccessDenied")
    }

    @Test func `says to all that it denies, but lets the owner mend it`() async throws {
        let service = try await service(Self.statement("Deny", "s3:*", on: "arn:aws:s3:::pics*"))
        let refused = try await service.admin.send(.get, "/pics/a")
        #expect(refused.code == "AccessDenied")
        #expect(refused.element("Message")?.contains("the bucket's policy denies it") == true)
        #expect(service.events.last?.decisions.last?.decision.outcome == .explicitDeny)
        #expect(try await service.admin.send(.get, "/pics?policy").status == 200)
        #expect(try await service.admin.send(.delete, "/pics?policy").status == 204)
        #expect(try await service.admin.send(.get, "/pics/a").status == 200)
    }

    @Test func `leaves to an account whom it lets in`() async throws {
        let service = try await service(
            Self.statement("Allow", "s3:GetObject", who: #"{"AWS": ["111111111111", "222222222222"]}"#))
        #expect(try await service.other.send(.get, "/pics/a").status == 200)
        #expect(try await service.alice.send(.get, "/pics/a").code == "AccessDenied")
    }

    @Test func `asks for tags, new ones and those that are there`() async throws {
        let service = try await service(
            Self.statement(
                "Allow", "s3:GetObject", if: #""StringEquals": {"s3:ExistingObjectTag/kind": "public"}"#),
            Self.statement(
                "Allow", "s3:PutObject*", if: #""StringEquals": {"s3:RequestObjectTag/kind": "public"}"#))
        #expect(try await service.other.send(.get, "/pics/a").code == "AccessDenied")
        let tags = "<Tagging><TagSet><Tag><Key>kind</Key><Value>public</Value></Tag></TagSet></Tagging>"
        #expect(try await service.other.send(.put, "/pics/a?tagging", body: tags).status == 200)
        #expect(try await service.other.send(.get, "/pics/a").body == "a")
        let fields = ["x-amz-tagging": "kind=public"]
        #expect(try await service.other.send(.put, "/pics/c", fields: fields, body: "c").status == 200)
        #expect(try await service.other.send(.put, "/pics/d", body: "d").code == "AccessDenied")
    }

    @Test func `asks for what the request says`() async throws {
        let service = try await service(
            Self.statement(
                "Deny", "s3:PutObject",
                if: #""StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}"#),
            Self.statement(
                "Deny", "s3:GetObject", if: #""NotIpAddress": {"aws:SourceIp": "127.0.0.0/8"}"#),
            Self.statement(
                "Allow", "s3:ListBucket", on: "arn:aws:s3:::pics", if: #""StringLike": {"s3:prefix": "a*"}"#
            ))
        #expect(try await service.admin.send(.put, "/pics/x", body: "x").code == "AccessDenied")
        let fields = ["x-amz-server-side-encryption": "AES256"]
        #expect(try await service.admin.send(.put, "/pics/x", fields: fields, body: "x").status == 200)
        #expect(try await service.admin.send(.get, "/pics/a").status == 200)
        #expect(try await service.other.send(.get, "/pics?prefix=ab").status == 200)
        #expect(try await service.other.send(.get, "/pics?prefix=b").code == "AccessDenied")
    }

    @Test func `is refused where it would say nothing, or too much`() async throws {
        let service = try await service(Self.statement("Allow", "s3:GetObject"))
        let text = Self.policy([Self.statement("Allow", "s3:GetObject")])
        #expect(
            try await service.admin.send(.put, "/pics?policy", body: "{}").code == "MalformedPolicy")
        let foreign = text.replacingOccurrences(of: ":::pics", with: ":::app-bucket")
        #expect(
            try await service.admin.send(.put, "/pics?policy", body: foreign).code == "MalformedPolicy")
        #expect(
            try await service.admin.send(.put, "/app-bucket?policy", body: foreign).code == "AccessDenied"
        )
        #expect(try await service.other.send(.put, "/pics?policy", body: text).code == "AccessDenied")
        let unknown = Self.policy([
            Self.statement("Allow", "s3:GetObject", if: #""StringEquals": {"aws:SourceVpc": "vpc-1"}"#)
        ])
        #expect(
            try await service.admin.send(.put, "/pics?policy", body: unknown).code == "NotImplemented")
        #expect(try await service.admin.send(.get, "/pics?policy").body == text)
        #expect(try await service.admin.send(.get, "/pics?policyStatus").element("IsPublic") == "true")
    }

    @Test func `keeps out the public while the bucket blocks it`() async throws {
        let service = try await service(Self.statement("Allow", "s3:GetObject"))
        func block(_ name: String) async throws {
            let body =
                "<PublicAccessBlockConfiguration><\(name)>true</\(name)></PublicAccessBlockConfiguration>"
            #expect(
                try await service.admin.send(.put, "/pics?publicAccessBlock", body: body).status == 200)
        }
        try await block("RestrictPublicBuckets")
        #expect(try await service.admin.sendUnsigned(.get, "/pics/a").code == "AccessDenied")
        #expect(try await service.other.send(.get, "/pics/a").code == "AccessDenied")
        #expect(try await service.alice.send(.get, "/pics/a").status == 200)
        try await block("BlockPublicPolicy")
        let text = Self.policy([Self.statement("Allow", "s3:GetObject")])
        #expect(try await service.admin.send(.put, "/pics?policy", body: text).code == "AccessDenied")
        let private_ = text.replacingOccurrences(of: "\"*\"", with: #"{"AWS": "222222222222"}"#)
        #expect(try await service.admin.send(.put, "/pics?policy", body: private_).status == 204)
        #expect(try await service.admin.send(.delete, "/pics?publicAccessBlock").status == 204)
        let absent = try await service.admin.send(.get, "/pics?publicAccessBlock")
        #expect(absent.code == "NoSuchPublicAccessBlockConfiguration")
        #expect(try await service.admin.send(.get, "/app-bucket?publicAccessBlock").status == 200)
    }
}
