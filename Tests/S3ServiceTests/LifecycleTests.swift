import Foundation
import HTTPTypes
import S3Protocol
import SandboxTesting
import Testing

@testable import S3Service

struct LifecycleTests {
    private static let day = 86_400.0

    private func put(_ rules: String, _ service: TestService, bucket: String = "app-bucket")
        async throws
    {
        let body = "<LifecycleConfiguration>\(rules)</LifecycleConfiguration>"
        #expect(try await service.admin.send(.put, "/\(bucket)?lifecycle", body: body).status == 200)
    }

    private func rule(_ filter: String, _ action: String, status: String = "Enabled") -> String {
        "<Rule><ID>r\(abs(filter.hashValue))</ID><Filter>\(filter)</Filter><Status>\(status)</Status>\(action)</Rule>"
    }

    private func keys(_ service: TestService, in bucket: String = "app-bucket") async throws
        -> [String]
    {
        let answer = try await service.admin.send(.get, "/\(bucket)?list-type=2")
        return answer.body.components(separatedBy: "<Key>").dropFirst().map {
            String($0.prefix { $0 != "<" })
        }
    }

    @Test func `removes what has become old, at midnight after its days`() async throws {
        let service = try await TestService()
        for key in ["logs/a", "logs/b", "keep/c"] {
            _ = try await service.admin.send(.put, "/app-bucket/\(key)", body: "x")
        }
        try await put(
            rule("<Prefix>logs/</Prefix>", "<Expiration><Days>2</Days></Expiration>"), service)
        let told = try await service.admin.send(.head, "/app-bucket/logs/a").fields[.xAmzExpiration]
        // The clock starts on 15 January 2027, 08:00.
        #expect(told?.contains("expiry-date=\"Mon, 18 Jan 2027 00:00:00 GMT\"") == true)
        service.clock.advance(by: 2 * Self.day)
        await service.service.applyLifecycleRules()
        #expect(try await keys(service) == ["keep/c", "logs/a", "logs/b"])
        service.clock.advance(by: Self.day)
        await service.service.applyLifecycleRules()
        #expect(try await keys(service) == ["keep/c"])
    }

    @Test(arguments: [
        ("<Tag><Key>k</Key><Value>v</Value></Tag>", ["large", "plain"]),
        ("<ObjectSizeGreaterThan>10</ObjectSizeGreaterThan>", ["plain", "tagged"]),
        ("<ObjectSizeLessThan>10</ObjectSizeLessThan>", ["large"]),
        (
            "<And><Prefix>t</Prefix><ObjectSizeLessThan>10</ObjectSizeLessThan></And>",
            ["large", "plain"]
        ),
        ("", []),
    ])
    func `removes what its filter means`(filter: String, left: [String]) async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/plain", body: "x")
        _ = try await service.admin.send(.put, "/app-bucket/large", body: "larger than ten")
        _ = try await service.admin.send(
            .put, "/app-bucket/tagged", fields: ["x-amz-tagging": "k=v"], body: "x")
        try await put(rule(filter, "<Expiration><Days>1</Days></Expiration>"), service)
        service.clock.advance(by: 3 * Self.day)
        await service.service.applyLifecycleRules()
        #expect(try await keys(service) == left)
    }

    @Test func `keeps what no rule in force speaks of`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/a", body: "x")
        try await put(
            rule("", "<Expiration><Days>1</Days></Expiration>", status: "Disabled")
                + rule("<Prefix>b</Prefix>", "<Expiration><Date>2027-01-16T00:00:00Z</Date></Expiration>"),
            service)
        service.clock.advance(by: 3 * Self.day)
        await service.service.applyLifecycleRules()
        #expect(try await keys(service) == ["a"])
    }

    @Test func `removes old versions but so many, and then markers over nothing`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/versions")
        let status = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
        _ = try await service.admin.send(.put, "/versions?versioning", body: status)
        for text in ["1", "2", "3", "4"] {
            _ = try await service.admin.send(.put, "/versions/k", body: text)
        }
        _ = try await service.admin.send(.put, "/versions/gone", body: "x")
        _ = try await service.admin.send(.delete, "/versions/gone")
        let noncurrent =
            "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>"
            + "<NewerNoncurrentVersions>1</NewerNoncurrentVersions></NoncurrentVersionExpiration>"
        try await put(rule("<Prefix>k</Prefix>", noncurrent), service, bucket: "versions")
        service.clock.advance(by: 3 * Self.day)
        await service.service.applyLifecycleRules()
        func count(_ element: String) async throws -> Int {
            try await service.admin.send(.get, "/versions?versions").body.components(
                separatedBy: "<\(element)>"
            ).count - 1
        }
        #expect(try await count("Version") == 3)
        #expect(try await count("DeleteMarker") == 1)
        try await put(
            rule(
                "", "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>")
                + rule(
                    "<Prefix>gone</Prefix>",
                    "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>"
                ),
            service, bucket: "versions")
        await service.service.applyLifecycleRules()
        await service.service.applyLifecycleRules()
        #expect(try await count("DeleteMarker") == 0)
        #expect(try await service.admin.send(.get, "/versions/k").body == "4")
    }

    @Test func `aborts uploads that were left`() async throws {
        let service = try await TestService()
        for key in ["old/a", "new/b"] {
            _ = try await service.admin.send(.post, "/app-bucket/\(key)?uploads")
        }
        let abort =
            "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>"
        try await put(rule("<Prefix>old/</Prefix>", abort), service)
        service.clock.advance(by: 9 * Self.day)
        await service.service.applyLifecycleRules()
        let uploads = try await service.admin.send(.get, "/app-bucket?uploads").body
        #expect(!uploads.contains("old/a") && uploads.contains("new/b"))
    }

    @Test func `leaves locked versions`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(
            .put, "/locked", fields: ["x-amz-bucket-object-lock-enabled": "true"])
        _ = try await service.admin.send(
            .put, "/locked/k", fields: ["x-amz-object-lock-legal-hold": "ON"], body: "1")
        _ = try await service.admin.send(.put, "/locked/k", body: "2")
        try await put(
            rule(
                "",
                "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>"
            ),
            service, bucket: "locked")
        service.clock.advance(by: 3 * Self.day)
        await service.service.applyLifecycleRules()
        let versions = try await service.admin.send(.get, "/locked?versions").body
        #expect(versions.components(separatedBy: "<Version>").count == 3)
    }

    @Test func `goes by a shorter day where it is told to`() async throws {
        let service = try await TestService()
        var environment = service.service.environment
        environment.lifecycleDayInSeconds = 10
        let quick = S3Service(environment)
        _ = try await service.admin.send(.put, "/app-bucket/a", body: "x")
        try await put(rule("", "<Expiration><Days>3</Days></Expiration>"), service)
        service.clock.advance(by: 29)
        await quick.applyLifecycleRules()
        #expect(try await keys(service) == ["a"])
        service.clock.advance(by: 1)
        await quick.applyLifecycleRules()
        #expect(try await keys(service) == [])
    }

    @Test(arguments: [
        ("<Rule><Status>Enabled</Status><Filter/></Rule>", "InvalidRequest"),
        (
            "<Rule><Status>On</Status><Filter/><Expiration><Days>1</Days></Expiration></Rule>",
            "MalformedXML"
        ),
        (
            "<Rule><Status>Enabled</Status><Filter/><Expiration><Days>0</Days></Expiration></Rule>",
            "InvalidArgument"
        ),
        (
            "<Rule><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>", "MalformedXML"
        ),
        (
            "<Rule><Status>Enabled</Status><Filter/><Expiration><Date>2027-01-15T12:00:00Z</Date></Expiration></Rule>",
            "InvalidArgument"
        ),
        ("", "MalformedXML"),
    ])
    func `refuses rules that are none`(rules: String, code: String) async throws {
        let service = try await TestService()
        let body = "<LifecycleConfiguration>\(rules)</LifecycleConfiguration>"
        #expect(try await service.admin.send(.put, "/app-bucket?lifecycle", body: body).code == code)
        #expect(
            try await service.admin.send(.get, "/app-bucket?lifecycle").code
                == "NoSuchLifecycleConfiguration")
    }
}
