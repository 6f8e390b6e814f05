import HTTPTypes
import NIOCore
import S3Protocol

/// From an HTTP request to S3's operation and its input.
///
/// An input is a head as text: the request line, then fields.
struct RequestTarget: FuzzTarget {
    static let name = "s3-request"

    init(repository: String) {}

    let seeds: [[UInt8]] = [
        "GET /photos/a/b%20c?x-id=GetObject&response-content-type=text%2Fplain\nHost: localhost:20005\nRange: bytes=0-9",
        "HEAD /a?partNumber=2&versionId=null\nHost: photos.s3.us-east-1.amazonaws.com\nIf-None-Match: \"x\", W/\"y\"",
        "GET /photos?list-type=2&prefix=a%2F&delimiter=%2F&max-keys=10&continuation-token=x&encoding-type=url\nHost: s3.localhost",
        "GET /photos?versions&key-marker=a&version-id-marker=b\nHost: localhost",
        "PUT /photos/k\nHost: localhost\nContent-Type: text/plain\nx-amz-meta-a: b\nx-amz-tagging: a=1&b=2\n"
            + "x-amz-storage-class: STANDARD_IA\nx-amz-object-lock-mode: GOVERNANCE\n"
            + "x-amz-object-lock-retain-until-date: 2030-01-01T00:00:00Z\nContent-MD5: XUFAKrxLKna5cZ2REBfFkg==",
        "PUT /photos/k?partNumber=1&uploadId=u\nHost: localhost\nx-amz-copy-source: /b/k%41?versionId=v\n"
            + "x-amz-copy-source-range: bytes=0-99\nx-amz-copy-source-if-unmodified-since: Sat, 01 Jan 2000 00:00:00 GMT",
        "PUT /photos/k\nHost: localhost\nx-amz-server-side-encryption-customer-algorithm: AES256\n"
            + "x-amz-server-side-encryption-customer-key: pO3upElrwuEXSoFwCfnZPdSsmt/xWeFa0N9KgDijwVs=\n"
            + "x-amz-server-side-encryption-customer-key-md5: DWygnHRtgiJ77HCm+1rvHw==",
        "GET /photos/k?attributes\nHost: localhost\nx-amz-object-attributes: ETag,ObjectParts\nx-amz-max-parts: 3",
        "POST /photos?delete=\nHost: localhost\nx-amz-sdk-checksum-algorithm: CRC32\nx-amz-checksum-crc32: AAAAAA==",
        "OPTIONS /photos/k\nHost: localhost\nOrigin: http://a\nAccess-Control-Request-Method: PUT",
        "GET /photos/k?X-Amz-Signature=a&x-amz-storage-class=GLACIER&X-Amz-Expires=1\nHost: [::1]:20005",
    ].map { Array($0.utf8) }

    let dictionary = [
        "uploads", "uploadId", "tagging", "acl", "policy", "lifecycle", "versioning", "retention", "legal-hold",
        "select", "restore", "torrent", "x-amz-write-offset-bytes", "x-amz-expected-bucket-owner", "%00", "%2F", "%FF",
        "..", "//", "bytes=-1", "bytes=9223372036854775807-", "\n", "&", "=", "+", "localhost", "DELETE",
    ]

    func run(_ input: [UInt8]) async throws -> String {
        guard let head = FuzzedHead(input) else { return "no head" }
        do {
            let request = try head.request()
            let again = try head.request()
            guard request.operation == again.operation, request.address == again.address else {
                throw BrokenProperty("two readings differ")
            }
            if let key = request.address.key {
                guard !key.isEmpty, !key.utf8.contains(0) else { throw BrokenProperty("an empty key or one with NUL") }
                let encoded = PercentEncoding.encodePath(key)
                guard PercentEncoding.decode(encoded[...], plus: .isPlus) == key else {
                    throw BrokenProperty("the key does not survive its encoding")
                }
            }
            try Self.readInput(of: request)
            return request.operation.rawValue
        } catch let error as S3Error {
            guard (400...599).contains(error.status), !error.code.isEmpty else {
                throw BrokenProperty("an error that is none: \(error)")
            }
            return error.code
        }
    }

    /// Reads all that an operation may ask the request for, whichever operation it is.
    private static func readInput(of request: S3Request) throws {
        let fields = request.fields
        func attempt(_ read: () throws -> Void) throws {
            do { try read() } catch is S3Error {}
        }
        try attempt { _ = try PutObjectInput(request) }
        try attempt { _ = try GetObjectInput(request) }
        try attempt { _ = try GetObjectAttributesInput(request) }
        try attempt { _ = try ListObjectsV2Input(request.query) }
        try attempt { _ = try ListObjectVersionsInput(request.query) }
        try attempt { _ = try BodyDigests(fields) }
        try attempt { _ = try WritePreconditions(fields) }
        _ = ReadPreconditions(fields)
        _ = ReadPreconditions(copySource: fields)
        try attempt { _ = try CopySourceRange.read(fields) }
        try attempt {
            let source = try CopySource(fields)
            guard !source.bucket.isEmpty, !source.key.isEmpty else { throw BrokenProperty("a source without a key") }
        }
        for size in [0, 1, 10, Int.max] {
            try attempt {
                guard let range = try fields[.range].flatMap({ ByteRange($0) })?.resolve(size: size) else { return }
                guard range.lowerBound >= 0, range.upperBound <= size, !range.isEmpty else {
                    throw BrokenProperty("the range \(range) of \(size) bytes")
                }
            }
        }
    }
}

/// A request's head as a fuzzed text has it.
struct FuzzedHead {
    var method: HTTPRequest.Method
    var target: String
    var authority = ""
    var fields = HTTPFields()

    init?(_ input: [UInt8]) {
        let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
        let parts = (lines.first ?? []).split(separator: 0x20, maxSplits: 1)
        guard parts.count == 2, let method = HTTPRequest.Method(String(decoding: parts[0], as: UTF8.self)) else {
            return nil
        }
        self.method = method
        target = String(decoding: parts[1], as: UTF8.self)
        for line in lines.dropFirst() {
            let pair = line.split(separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let name = String(decoding: pair[0], as: UTF8.self)
            let value = String(decoding: pair[1].drop { $0 == 0x20 }, as: UTF8.self)
            if name.lowercased() == "host" {
                authority = value
            } else if let name = HTTPField.Name(name) {
                fields.append(HTTPField(name: name, value: value))
            }
        }
    }

    func request() throws(S3Error) -> S3Request {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return try S3Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: authority, path: target, headerFields: fields),
            rawPath: parts[0], rawQuery: parts.count == 2 ? parts[1] : nil, body: .whole(ByteBuffer()),
            remoteAddress: "127.0.0.1", hosts: S3Hosts(region: "us-east-1"))
    }
}
