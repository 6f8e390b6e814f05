import AWSSigV4
import Foundation
import HTTPTypes
import NIOCore
import S3Protocol
import SandboxTesting
import Testing

@testable import S3Service

struct AuthenticationTests {
    @Test func `takes what the administrator signs`() async throws {
        let service = try await TestService()
        #expect(try await service.admin.send(.put, "/app-bucket/k", body: "hello").status == 200)
        let answer = try await service.admin.send(.get, "/app-bucket/k")
        #expect(answer.status == 200 && answer.body == "hello" && answer.generation == 7)
        #expect(answer.fields[.xAmzRequestID]?.count == 16)
    }

    @Test func `refuses what nobody signed`() async throws {
        let service = try await TestService()
        let answer = try await service.admin.deliver(
            .get, "/app-bucket/k",
            SigningRequest(method: "GET", path: "/app-bucket/k", query: "", headers: []), body: "")
        #expect(answer.status == 403 && answer.code == "AccessDenied")
    }

    @Test func `refuses wrong secrets, regions, keys and sessions by their names`() async throws {
        let service = try await TestService()
        var client = service.admin
        #expect(try await client.send(.get, "/", secret: "wrong").code == "SignatureDoesNotMatch")
        client.region = "us-east-1"
        let wrongRegion = try await client.send(.get, "/")
        #expect(wrongRegion.status == 400 && wrongRegion.code == "AuthorizationHeaderMalformed")
        #expect(wrongRegion.element("Region") == "eu-west-1")
        #expect(wrongRegion.fields[.xAmzBucketRegion] == "eu-west-1")
        client = TestClient(service: service, accessKeyID: "AKIDNOBODY")
        #expect(try await client.send(.get, "/").code == "InvalidAccessKeyId")
        client = TestClient(service: service, accessKeyID: "ASIAOLD")
        let expired = try await client.send(.get, "/")
        #expect(expired.status == 400 && expired.code == "ExpiredToken")
    }

    @Test func `refuses clocks that are off by more than a quarter of an hour`() async throws {
        let service = try await TestService()
        let signed = service.admin.signer().sign(
            service.admin.request(.get, "/", [:]), contentHash: .unsigned, at: service.clock.now)
        service.clock.advance(by: 899)
        #expect(try await service.admin.deliver(.get, "/", signed, body: "").status == 200)
        service.clock.advance(by: 2)
        #expect(try await service.admin.deliver(.get, "/", signed, body: "").code == "RequestTimeTooSkewed")
    }

    @Test(arguments: [
        ("app-bucket.s3.eu-west-1.amazonaws.com", "/k"), ("s3.eu-west-1.amazonaws.com", "/app-bucket/k"),
    ])
    func `takes a signature that was made for AWS's name of the bucket`(host: String, path: String) async throws {
        let service = try await TestService()
        var client = service.admin
        client.signedTarget = (host, path)
        #expect(try await client.send(.put, "/app-bucket/k", body: "x").status == 200)
        client.signedTarget = ("other-bucket.s3.eu-west-1.amazonaws.com", "/k")
        #expect(try await client.send(.put, "/app-bucket/k", body: "x").code == "SignatureDoesNotMatch")
    }

    @Test func `serves virtual hosts`() async throws {
        let service = try await TestService()
        var client = service.admin
        client.host = "app-bucket.s3.localhost:20005"
        #expect(try await client.send(.put, "/a/b", body: "x").status == 200)
        #expect(try await service.admin.send(.get, "/app-bucket/a/b").body == "x")
    }

    @Test func `takes presigned URLs for as long as they are good, with overrides`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/k", fields: ["content-type": "a/b"], body: "hello")
        let target = "/app-bucket/k?response-content-type=c%2Fd&response-cache-control=no-store"
        let signed = service.admin.signer().presign(
            service.admin.request(.get, target, [:]), expiresInSeconds: 60, at: service.clock.now)
        let answer = try await service.admin.deliver(.get, target, signed, body: "")
        #expect(answer.body == "hello" && answer.fields[.contentType] == "c/d")
        #expect(answer.fields[.cacheControl] == "no-store")
        service.clock.advance(by: 61)
        let late = try await service.admin.deliver(.get, target, signed, body: "")
        #expect(late.status == 403 && late.code == "AccessDenied" && late.element("Message") == "Request has expired")
    }

    @Test func `refuses headers that were added to a presigned URL`() async throws {
        let service = try await TestService()
        var signed = service.admin.signer().presign(
            service.admin.request(.put, "/app-bucket/k", [:]), expiresInSeconds: 60, at: service.clock.now)
        signed.headers.append(("x-amz-meta-a", "b"))
        #expect(try await service.admin.deliver(.put, "/app-bucket/k", signed, body: "").code == "AccessDenied")
    }
}
