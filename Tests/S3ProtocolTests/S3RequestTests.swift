import HTTPTypes
import NIOCore
import Testing

@testable import S3Protocol

func makeRequest(
    _ method: HTTPRequest.Method, _ target: String, host: String = "localhost:20005", fields: HTTPFields = [:]
) throws(S3Error) -> S3Request {
    let mark = target.firstIndex(of: "?")
    return try S3Request(
        head: HTTPRequest(method: method, scheme: "http", authority: host, path: target, headerFields: fields),
        rawPath: target[..<(mark ?? target.endIndex)], rawQuery: mark.map { target[target.index(after: $0)...] },
        body: .whole(ByteBuffer()), remoteAddress: "127.0.0.1", hosts: S3Hosts(region: "eu-west-1"))
}

struct S3RequestTests {
    struct AddressCase: CustomTestStringConvertible {
        var host: String
        var path: String
        var bucket: String?
        var key: String?
        var testDescription: String { host + path }
    }

    @Test(arguments: [
        AddressCase(host: "localhost:20005", path: "/", bucket: nil, key: nil),
        AddressCase(host: "localhost", path: "/b", bucket: "b", key: nil),
        AddressCase(host: "127.0.0.1:20005", path: "/b/", bucket: "b", key: nil),
        AddressCase(host: "[::1]:20005", path: "/b/k", bucket: "b", key: "k"),
        AddressCase(host: "s3.localhost:1", path: "/b/k", bucket: "b", key: "k"),
        AddressCase(host: "b.s3.localhost:1", path: "/k", bucket: "b", key: "k"),
        AddressCase(host: "b.localhost", path: "/", bucket: "b", key: nil),
        AddressCase(host: "s3.eu-west-1.amazonaws.com", path: "/b/k", bucket: "b", key: "k"),
        AddressCase(host: "B.s3.eu-west-1.amazonaws.com", path: "/k", bucket: "b", key: "k"),
        AddressCase(host: "a.b.s3.eu-west-1.amazonaws.com", path: "/k/", bucket: "a.b", key: "k/"),
        AddressCase(host: "b.s3-accelerate.amazonaws.com", path: "/k", bucket: "b", key: "k"),
        AddressCase(host: "example.com", path: "/b/k", bucket: "b", key: "k"),
        AddressCase(host: "h", path: "/b//", bucket: "b", key: "/"),
        AddressCase(host: "h", path: "/b//a//b", bucket: "b", key: "/a//b"),
        AddressCase(host: "h", path: "/b/../../etc/passwd", bucket: "b", key: "../../etc/passwd"),
        AddressCase(host: "h", path: "/b/./%2e%2e/a", bucket: "b", key: "./../a"),
        AddressCase(host: "h", path: "/b/a%2Fb+c%20d", bucket: "b", key: "a/b+c d"),
        AddressCase(host: "h", path: "/b/%E2%82%AC", bucket: "b", key: "€"),
        AddressCase(host: "h", path: "/b/%0A%01", bucket: "b", key: "\n\u{1}"),
    ])
    func `finds bucket and key`(_ example: AddressCase) throws {
        let request = try makeRequest(.get, example.path, host: example.host)
        #expect(request.address.bucket == example.bucket)
        #expect(request.address.key == example.key)
    }

    @Test(arguments: ["/b/%00", "/b/a%00b", "/b/%FF", "/b/%E2%82", "/b/%zz", "/b/%4", "/%00"])
    func `refuses paths that are no text`(path: String) {
        #expect(throws: S3Error(.invalidURI)) { try makeRequest(.get, path) }
    }

    struct RouteCase: CustomTestStringConvertible {
        var method: HTTPRequest.Method
        var target: String
        var fields: HTTPFields = [:]
        var operation: S3Operation
        var testDescription: String { "\(method) \(target) → \(operation.rawValue)" }
    }

    @Test(arguments: [
        RouteCase(method: .get, target: "/", operation: .listBuckets),
        RouteCase(method: .get, target: "/?x-id=ListBuckets", operation: .listBuckets),
        RouteCase(method: .get, target: "/b", operation: .listObjects),
        RouteCase(method: .get, target: "/b?list-type=2&prefix=", operation: .listObjectsV2),
        RouteCase(method: .get, target: "/b?list-type=1", operation: .listObjects),
        RouteCase(method: .get, target: "/b/?location", operation: .getBucketLocation),
        RouteCase(method: .get, target: "/b?versions", operation: .listObjectVersions),
        RouteCase(method: .get, target: "/b?uploads=", operation: .listMultipartUploads),
        RouteCase(method: .put, target: "/b", operation: .createBucket),
        RouteCase(method: .put, target: "/b?versioning", operation: .putBucketVersioning),
        RouteCase(method: .delete, target: "/b?policy", operation: .deleteBucketPolicy),
        RouteCase(method: .delete, target: "/b", operation: .deleteBucket),
        RouteCase(method: .head, target: "/b", operation: .headBucket),
        RouteCase(method: .post, target: "/b?delete=", operation: .deleteObjects),
        RouteCase(
            method: .post, target: "/b", fields: [.contentType: "multipart/form-data; boundary=x"],
            operation: .postObject),
        RouteCase(method: .get, target: "/b/k?x-id=GetObject", operation: .getObject),
        RouteCase(method: .get, target: "/b/k?uploadId=1&x-id=ListParts", operation: .listParts),
        RouteCase(method: .get, target: "/b/k?attributes", operation: .getObjectAttributes),
        RouteCase(method: .head, target: "/b/k?response-cache-control=no-store", operation: .headObject),
        RouteCase(method: .put, target: "/b/k?x-id=PutObject", operation: .putObject),
        RouteCase(method: .put, target: "/b/k", fields: [.xAmzCopySource: "b/k"], operation: .copyObject),
        RouteCase(method: .put, target: "/b/k?partNumber=1&uploadId=2", operation: .uploadPart),
        RouteCase(
            method: .put, target: "/b/k?partNumber=1&uploadId=2", fields: [.xAmzCopySource: "b/k"],
            operation: .uploadPartCopy),
        RouteCase(method: .post, target: "/b/k?uploads", operation: .createMultipartUpload),
        RouteCase(method: .post, target: "/b/k?uploadId=2", operation: .completeMultipartUpload),
        RouteCase(method: .delete, target: "/b/k?uploadId=2", operation: .abortMultipartUpload),
        RouteCase(method: .delete, target: "/b/k?versionId=2", operation: .deleteObject),
        RouteCase(method: .options, target: "/b/k", operation: .preflight),
    ])
    func `finds the operation`(_ example: RouteCase) throws {
        #expect(try makeRequest(example.method, example.target, fields: example.fields).operation == example.operation)
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/b/k"), (.post, "/b"), (.put, "/"), (.delete, "/"), (.patch, "/b/k"),
    ])
    func `refuses methods that have no operation`(method: HTTPRequest.Method, target: String) {
        let error = #expect(throws: S3Error.self) { try makeRequest(method, target) }
        #expect(error?.code == "MethodNotAllowed")
    }

    @Test func `takes x-amz parameters of a presigned URL for headers`() throws {
        let request = try makeRequest(
            .put, "/b/k?X-Amz-Signature=1&X-Amz-Date=2&x-amz-meta-a=b%20c&x-amz-storage-class=STANDARD_IA")
        #expect(request.fields[.init("x-amz-meta-a")!] == "b c")
        #expect(request.fields[.xAmzStorageClass] == "STANDARD_IA")
        #expect(request.fields[.init("x-amz-date")!] == nil)
        #expect(request.sentFields.isEmpty)
    }

    @Test func `leaves such parameters alone without a signature beside them`() throws {
        #expect(try makeRequest(.put, "/b/k?x-amz-meta-a=b").fields.isEmpty)
    }

    @Test func `decodes parameters as forms do`() throws {
        let query = try makeRequest(.get, "/b?prefix=a+b%2Bc&flag&empty=&a=1=2").query
        #expect(query["prefix"] == "a b+c")
        #expect(query["flag"] == "" && query["empty"] == "" && query["none"] == nil)
        #expect(query["a"] == "1=2")
    }
}
