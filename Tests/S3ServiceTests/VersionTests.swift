import Foundation
import HTTPTypes
import S3Protocol
import SandboxTesting
import Testing

@testable import S3Service

struct VersionTests {
    private func setVersioning(_ status: String, _ service: TestService) async throws {
        let body = "<VersioningConfiguration><Status>\(status)</Status></VersioningConfiguration>"
        #expect(try await service.admin.send(.put, "/app-bucket?versioning", body: body).status == 200)
    }

    private func put(_ text: String, _ service: TestService) async throws -> String? {
        try await service.admin.send(.put, "/app-bucket/k", body: text).fields[.xAmzVersionID]
    }

    @Test func `keeps each version and gives it back by its id`() async throws {
        let service = try await TestService()
        #expect(try await put("0", service) == nil)
        try await setVersioning("Enabled", service)
        let first = try #require(try await put("1", service))
        let second = try #require(try await put("2", service))
        #expect(first != second)
        let latest = try await service.admin.send(.get, "/app-bucket/k")
        #expect(latest.body == "2" && latest.fields[.xAmzVersionID] == second)
        #expect(try await service.admin.send(.get, "/app-bucket/k?versionId=\(first)").body == "1")
        #expect(try await service.admin.send(.get, "/app-bucket/k?versionId=null").body == "0")
        #expect(
            try await service.admin.send(.get, "/app-bucket/k?versionId=").code == "InvalidArgument")
    }

    @Test func `marks deletions and undoes them`() async throws {
        let service = try await TestService()
        try await setVersioning("Enabled", service)
        let version = try #require(try await put("1", service))
        let deletion = try await service.admin.send(.delete, "/app-bucket/k")
        #expect(deletion.status == 204 && deletion.fields[.xAmzDeleteMarker] == "true")
        let marker = try #require(deletion.fields[.xAmzVersionID])
        let gone = try await service.admin.send(.get, "/app-bucket/k")
        #expect(gone.code == "NoSuchKey" && gone.fields[.xAmzDeleteMarker] == "true")
        let named = try await service.admin.send(.get, "/app-bucket/k?versionId=\(marker)")
        #expect(
            named.status == 405 && named.code == "MethodNotAllowed" && named.fields[.allow] == "DELETE")
        let undone = try await service.admin.send(.delete, "/app-bucket/k?versionId=\(marker)")
        #expect(undone.fields[.xAmzDeleteMarker] == "true" && undone.fields[.xAmzVersionID] == marker)
        #expect(try await service.admin.send(.get, "/app-bucket/k").body == "1")
        _ = try await service.admin.send(.delete, "/app-bucket/k?versionId=\(version)")
        #expect(
            try await service.admin.send(.get, "/app-bucket/k?versionId=\(version)").code
                == "NoSuchVersion")
    }

    @Test func `replaces the null version while suspended`() async throws {
        let service = try await TestService()
        try await setVersioning("Enabled", service)
        let kept = try #require(try await put("1", service))
        try await setVersioning("Suspended", service)
        #expect(try await put("2", service) == nil)
        #expect(try await put("3", service) == nil)
        let versions = try await service.admin.send(.get, "/app-bucket?versions").body
        #expect(versions.components(separatedBy: "<Version>").count == 3)
        #expect(versions.contains("<VersionId>null</VersionId><IsLatest>true</IsLatest>"))
        #expect(try await service.admin.send(.get, "/app-bucket/k?versionId=\(kept)").body == "1")
        #expect(try await service.admin.send(.get, "/app-bucket/k").body == "3")
    }

    @Test func `pages through versions`() async throws {
        let service = try await TestService()
        try await setVersioning("Enabled", service)
        for text in ["1", "2", "3"] { _ = try await put(text, service) }
        var found: [String] = []
        var query = "versions&max-keys=1"
        while true {
            let page = try await service.admin.send(.get, "/app-bucket?\(query)")
            found.append(try #require(page.element("VersionId")))
            guard page.element("IsTruncated") == "true" else { break }
            let marker = try #require(page.element("NextVersionIdMarker"))
            query = "versions&max-keys=1&key-marker=k&version-id-marker=\(marker)"
        }
        #expect(found.count == 3 && Set(found).count == 3)
    }

    @Test func `asks for the right to a version`() async throws {
        let service = try await TestService(authenticated: [.allow("s3:GetObject", objects: "*")])
        try await setVersioning("Enabled", service)
        let version = try #require(try await put("1", service))
        #expect(try await service.alice.send(.get, "/app-bucket/k").status == 200)
        #expect(
            try await service.alice.send(.get, "/app-bucket/k?versionId=\(version)").code
                == "AccessDenied")
    }
}

struct TaggingTests {
    private func tagging(_ tags: (String, String)...) -> String {
        "<Tagging><TagSet>"
            + tags.map { "<Tag><Key>\($0)</Key><Value>\($1)</Value></Tag>" }.joined()
            + "</TagSet></Tagging>"
    }

    @Test func `keeps tags with an object and counts them`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(
            .put, "/app-bucket/k", fields: ["x-amz-tagging": "a=1&b=x%20y"], body: "x")
        #expect(try await service.admin.send(.head, "/app-bucket/k").fields[.xAmzTaggingCount] == "2")
        let read = try await service.admin.send(.get, "/app-bucket/k?tagging").body
        #expect(read.contains("<Tag><Key>b</Key><Value>x y</Value></Tag>"))
        _ = try await service.admin.send(.put, "/app-bucket/k?tagging", body: tagging(("c", "3")))
        #expect(try await service.admin.send(.head, "/app-bucket/k").fields[.xAmzTaggingCount] == "1")
        #expect(try await service.admin.send(.delete, "/app-bucket/k?tagging").status == 204)
        #expect(try await service.admin.send(.head, "/app-bucket/k").fields[.xAmzTaggingCount] == nil)
    }

    @Test func `copies tags or takes new ones`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(
            .put, "/app-bucket/k", fields: ["x-amz-tagging": "a=1"], body: "x")
        let source = ["x-amz-copy-source": "app-bucket/k"]
        _ = try await service.admin.send(.put, "/app-bucket/same", fields: source)
        let replacing = ["x-amz-tagging-directive": "REPLACE", "x-amz-tagging": "b=2"]
        _ = try await service.admin.send(
            .put, "/app-bucket/new", fields: source.merging(replacing) { $1 })
        #expect(try await service.admin.send(.get, "/app-bucket/same?tagging").element("Key") == "a")
        #expect(try await service.admin.send(.get, "/app-bucket/new?tagging").element("Key") == "b")
    }

    @Test(arguments: [
        ("a=1&a=2", "InvalidTag"), ("=1", "InvalidTag"),
        (String(repeating: "k", count: 129) + "=1", "InvalidTag"),
        ("k=" + String(repeating: "v", count: 257), "InvalidTag"),
        ((0...10).map { "k\($0)=1" }.joined(separator: "&"), "InvalidTag"),
    ])
    func `refuses tags that S3 does not take`(header: String, code: String) async throws {
        let service = try await TestService()
        let answer = try await service.admin.send(
            .put, "/app-bucket/k", fields: ["x-amz-tagging": header], body: "x")
        #expect(answer.status == 400 && answer.code == code)
        #expect(try await service.admin.send(.head, "/app-bucket/k").status == 404)
    }

    @Test func `asks for the right to tag`() async throws {
        let service = try await TestService(authenticated: [.allow("s3:PutObject", objects: "*")])
        let tags = ["x-amz-tagging": "a=1"]
        #expect(
            try await service.alice.send(.put, "/app-bucket/k", fields: tags, body: "x").code
                == "AccessDenied")
        #expect(try await service.alice.send(.put, "/app-bucket/k", body: "x").status == 200)
        #expect(try await service.alice.send(.get, "/app-bucket/k?tagging").code == "AccessDenied")
    }
}

struct ObjectLockTests {
    private func locked() async throws -> TestService {
        let service = try await TestService()
        _ = try await service.admin.send(
            .put, "/locked", fields: ["x-amz-bucket-object-lock-enabled": "true"])
        return service
    }

    private func retention(_ mode: String, days: Double, _ service: TestService) -> String {
        let until = service.clock.now.addingTimeInterval(days * 86_400)
        return
            "<Retention><Mode>\(mode)</Mode><RetainUntilDate>\(until.ISO8601Format())</RetainUntilDate></Retention>"
    }

    @Test func `keeps a version until its date`() async throws {
        let service = try await locked()
        let version = try #require(
            try await service.admin.send(.put, "/locked/k", body: "1").fields[.xAmzVersionID])
        let lock = retention("GOVERNANCE", days: 2, service)
        #expect(try await service.admin.send(.put, "/locked/k?retention", body: lock).status == 200)
        #expect(
            try await service.admin.send(.get, "/locked/k?retention").element("Mode") == "GOVERNANCE")
        let target = "/locked/k?versionId=\(version)"
        #expect(try await service.admin.send(.delete, target).code == "AccessDenied")
        #expect(
            try await service.admin.send(.delete, "/locked/k").status == 204, "a marker removes nothing")
        service.clock.advance(by: 3 * 86_400)
        #expect(try await service.admin.send(.delete, target).status == 204)
    }

    @Test func `lets governance be bypassed, and compliance by nobody`() async throws {
        let service = try await locked()
        let bypass = ["x-amz-bypass-governance-retention": "true"]
        for (mode, status) in [("GOVERNANCE", 204), ("COMPLIANCE", 403)] {
            let version = try #require(
                try await service.admin.send(.put, "/locked/\(mode)", body: "1").fields[.xAmzVersionID])
            _ = try await service.admin.send(
                .put, "/locked/\(mode)?retention", body: retention(mode, days: 2, service))
            let shorter = retention(mode, days: 1, service)
            #expect(
                try await service.admin.send(.put, "/locked/\(mode)?retention", body: shorter).status == 403
            )
            let longer = retention(mode, days: 3, service)
            #expect(
                try await service.admin.send(.put, "/locked/\(mode)?retention", body: longer).status == 200)
            let target = "/locked/\(mode)?versionId=\(version)"
            #expect(try await service.admin.send(.delete, target).status == 403)
            #expect(try await service.admin.send(.delete, target, fields: bypass).status == status)
        }
    }

    @Test func `holds what is held, whatever its date`() async throws {
        let service = try await locked()
        let fields = ["x-amz-object-lock-legal-hold": "ON"]
        let version = try #require(
            try await service.admin.send(.put, "/locked/k", fields: fields, body: "1").fields[
                .xAmzVersionID])
        #expect(
            try await service.admin.send(.head, "/locked/k").fields[.xAmzObjectLockLegalHold] == "ON")
        let target = "/locked/k?versionId=\(version)"
        #expect(try await service.admin.send(.delete, target).code == "AccessDenied")
        let off = "<LegalHold><Status>OFF</Status></LegalHold>"
        #expect(try await service.admin.send(.put, "/locked/k?legal-hold", body: off).status == 200)
        #expect(try await service.admin.send(.delete, target).status == 204)
    }

    @Test func `gives new objects the bucket's retention`() async throws {
        let service = try await locked()
        let body =
            "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>"
            + "<Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>"
        #expect(try await service.admin.send(.put, "/locked?object-lock", body: body).status == 200)
        _ = try await service.admin.send(.put, "/locked/k", body: "1")
        let head = try await service.admin.send(.head, "/locked/k")
        #expect(head.fields[.xAmzObjectLockMode] == "GOVERNANCE")
        #expect(head.fields[.xAmzObjectLockRetainUntilDate]?.hasPrefix("2027-01-16T08:00:00") == true)
    }

    @Test func `refuses locks where there are none`() async throws {
        let service = try await TestService()
        let fields = ["x-amz-object-lock-legal-hold": "ON"]
        let put = try await service.admin.send(.put, "/app-bucket/k", fields: fields, body: "x")
        #expect(put.code == "InvalidRequest")
        #expect(
            try await service.admin.send(.get, "/app-bucket?object-lock").code
                == "ObjectLockConfigurationNotFoundError")
        let suspended = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>"
        let locked = try await locked()
        #expect(
            try await locked.admin.send(.put, "/locked?versioning", body: suspended).code
                == "InvalidBucketState")
    }
}
