import AWSSigV4
import Foundation
import HTTPTypes
import S3Protocol
import Testing

@testable import S3Service

struct ObjectTests {
    @Test func `gives back what was stored with it`() async throws {
        let service = try await TestService()
        let fields = [
            "content-type": "text/plain", "cache-control": "max-age=1", "content-disposition": "inline",
            "content-encoding": "identity", "content-language": "de", "expires": "never", "x-amz-meta-a": "ü",
            "x-amz-storage-class": "STANDARD_IA",
        ]
        let written = try await service.admin.send(.put, "/app-bucket/a%2F..%2Fb//c", fields: fields, body: "hello")
        #expect(written.fields[.eTag] == "\"5d41402abc4b2a76b9719d911017c592\"")
        let answer = try await service.admin.send(.get, "/app-bucket/a/../b//c")
        #expect(answer.body == "hello")
        for (name, value) in fields { #expect(answer.fields[.init(name)!] == value) }
        #expect(answer.fields[.acceptRanges] == "bytes" && answer.fields[.lastModified] != nil)
    }

    @Test(arguments: [
        ("bytes=1-3", 206, "ell", "bytes 1-3/5"), ("bytes=-2", 206, "lo", "bytes 3-4/5"),
        ("bytes=0-0,2-2", 200, "hello", nil), ("bytes=9-", 416, "", nil),
    ])
    func `serves ranges`(range: String, status: Int, body: String, contentRange: String?) async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/k", body: "hello")
        let answer = try await service.admin.send(.get, "/app-bucket/k", fields: ["range": range])
        #expect(answer.status == status && answer.fields[.contentRange] == contentRange)
        if status == 416 { #expect(answer.code == "InvalidRange") } else { #expect(answer.body == body) }
    }

    @Test(arguments: [
        ("if-match", "\"5d41402abc4b2a76b9719d911017c592\"", 200), ("if-match", "\"x\"", 412),
        ("if-none-match", "5d41402abc4b2a76b9719d911017c592", 304), ("if-none-match", "*", 304),
        ("if-none-match", "\"x\"", 200), ("if-modified-since", "Sat, 01 Jan 2000 00:00:00 GMT", 200),
        ("if-unmodified-since", "Sat, 01 Jan 2000 00:00:00 GMT", 412), ("if-modified-since", "nonsense", 200),
    ])
    func `weighs conditions of reads`(name: String, value: String, status: Int) async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/k", body: "hello")
        let answer = try await service.admin.send(.get, "/app-bucket/k", fields: [name: value])
        #expect(answer.status == status)
        if status == 304 { #expect(answer.body.isEmpty && answer.fields[.eTag] != nil) }
    }

    @Test func `does not overwrite when asked not to`() async throws {
        let service = try await TestService()
        let fields = ["if-none-match": "*"]
        #expect(try await service.admin.send(.put, "/app-bucket/k", fields: fields, body: "1").status == 200)
        let answer = try await service.admin.send(.put, "/app-bucket/k", fields: fields, body: "2")
        #expect(answer.status == 412 && answer.code == "PreconditionFailed")
        #expect(try await service.admin.send(.get, "/app-bucket/k").body == "1")
    }

    @Test func `deletes what is there and what is not`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/k", body: "hello")
        #expect(try await service.admin.send(.delete, "/app-bucket/k").status == 204)
        #expect(try await service.admin.send(.delete, "/app-bucket/k").status == 204)
        #expect(try await service.admin.send(.get, "/app-bucket/k").code == "NoSuchKey")
    }

    @Test(arguments: [
        ("/app-bucket/" + String(repeating: "k", count: 1025), 400, "KeyTooLongError"),
        ("/app-bucket/%00", 400, "InvalidURI"), ("/app-bucket/%FF", 400, "InvalidURI"),
        ("/no-such-bucket/k", 404, "NoSuchBucket"),
        ("/app-bucket/k?partNumber=0&uploadId=x", 400, "InvalidArgument"),
        ("/app-bucket/k?partNumber=1&uploadId=x", 404, "NoSuchUpload"),
        ("/app-bucket?analytics&id=1", 501, "NotImplemented"),
    ])
    func `refuses what cannot be put`(target: String, status: Int, code: String) async throws {
        let service = try await TestService()
        let answer = try await service.admin.send(.put, target, body: "x")
        #expect(answer.status == status && answer.code == code)
    }

    @Test func `joins parts and tells them apart again`() async throws {
        let service = try await TestService()
        let id = try #require(try await service.admin.send(.post, "/app-bucket/k?uploads").element("UploadId"))
        let first = String(repeating: "a", count: 5 << 20)
        var document = "<CompleteMultipartUpload>"
        for (number, body) in [(1, first), (2, "tail")] {
            let part = try await service.admin.send(
                .put, "/app-bucket/k?partNumber=\(number)&uploadId=\(id)", body: body)
            document += "<Part><PartNumber>\(number)</PartNumber><ETag>\(part.fields[.eTag] ?? "")</ETag></Part>"
        }
        document += "</CompleteMultipartUpload>"
        let done = try await service.admin.send(.post, "/app-bucket/k?uploadId=\(id)", body: document)
        #expect(done.status == 200 && done.element("ETag")?.hasSuffix("-2&quot;") == true)
        let whole = try await service.admin.send(.get, "/app-bucket/k")
        #expect(whole.body == first + "tail")
        let across = try await service.admin.send(.get, "/app-bucket/k", fields: ["range": "bytes=5242878-5242881"])
        #expect(across.body == "aata")
        let part = try await service.admin.send(.get, "/app-bucket/k?partNumber=2")
        #expect(part.status == 206 && part.body == "tail" && part.fields[.xAmzMPPartsCount] == "2")
    }

    @Test func `pages a listing whose objects are deleted on the way`() async throws {
        let service = try await TestService()
        for name in ["a", "b/1", "b/2", "c", "d"] {
            _ = try await service.admin.send(.put, "/app-bucket/\(name)", body: "x")
        }
        let first = try await service.admin.send(.get, "/app-bucket?list-type=2&max-keys=2&delimiter=%2F")
        #expect(first.body.contains("<Key>a</Key>") && first.body.contains("<Prefix>b/</Prefix>"))
        #expect(first.element("KeyCount") == "2" && first.element("IsTruncated") == "true")
        for name in ["a", "b/1", "b/2"] { _ = try await service.admin.send(.delete, "/app-bucket/\(name)") }
        let token = try #require(first.element("NextContinuationToken"))
        let second = try await service.admin.send(
            .get,
            "/app-bucket?list-type=2&max-keys=2&delimiter=%2F&continuation-token="
                + token.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)
        #expect(second.body.contains("<Key>c</Key>") && second.body.contains("<Key>d</Key>"))
        #expect(second.element("IsTruncated") == "false" && second.element("ContinuationToken") == token)
    }
}

struct CrossOriginTests {
    @Test func `lets a page of any origin see answers and errors`() async throws {
        let service = try await TestService()
        for target in ["/app-bucket/none", "/no-such-bucket/k"] {
            let answer = try await service.admin.send(.get, target, fields: ["origin": "http://localhost:3000"])
            #expect(answer.status == 404 && answer.fields[.accessControlAllowOrigin] == "*")
            #expect(answer.fields[.accessControlExposeHeaders]?.contains("ETag") == true)
        }
    }

    @Test func `answers preflights without a signature and names the headers`() async throws {
        let service = try await TestService()
        let signed = SigningRequest(
            method: "OPTIONS", path: "/app-bucket/k", query: "",
            headers: [
                ("origin", "http://localhost:3000"), ("access-control-request-method", "PUT"),
                ("access-control-request-headers", "authorization,x-amz-date"),
            ])
        let answer = try await service.admin.deliver(.options, "/app-bucket/k", signed, body: "")
        #expect(answer.status == 200)
        #expect(answer.fields[.accessControlAllowHeaders] == "authorization,x-amz-date")
        #expect(answer.fields[.accessControlMaxAge] == "3000")
    }

    @Test func `allows nothing for a bucket that has no configuration`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/plain-bucket")
        let signed = SigningRequest(
            method: "OPTIONS", path: "/plain-bucket/k", query: "",
            headers: [("origin", "http://a"), ("access-control-request-method", "GET")])
        let answer = try await service.admin.deliver(.options, "/plain-bucket/k", signed, body: "")
        #expect(answer.status == 403 && answer.code == "AccessForbidden")
    }
}
