import FoundationEssentials
import HTTPTypes
import NIOCore
import Testing

@testable import S3Protocol

struct S3DocumentTests {
    @Test func `writes compact XML with everything escaped`() throws {
        var xml = XMLWriter(s3: "R")
        xml.element("K", "a<b>&\"c\n\u{1}é")
        xml.element("E", "")
        xml.element("L") { $0.element("N", 3) }
        let text = String(buffer: xml.finish())
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R xmlns=\"http://s3.amazonaws.com/doc/"))
        #expect(text.hasSuffix("<K>a&lt;b&gt;&amp;&quot;c&#xa;&#x1;é</K><E></E><L><N>3</N></L></R>"))
    }

    @Test func `reads the keys to delete with their white space`() throws {
        let input = try DeleteObjectsInput(
            ByteBuffer(
                string: """
                    <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                      <Quiet>true</Quiet>
                      <Object><Key> a&amp;b </Key></Object><Object><Key>c</Key><VersionId>v</VersionId></Object>
                    </Delete>
                    """))
        #expect(input.isQuiet)
        #expect(input.objects.map(\.key) == [" a&b ", "c"])
        #expect(input.objects[1].versionID == "v")
    }

    @Test(arguments: [
        "", "not xml", "<Delete>", "<Delete></Delete>", "<Other><Object><Key>a</Key></Object></Other>",
        "<Delete><Object></Object></Delete>",
        "<!DOCTYPE d [<!ENTITY e \"x\">]><Delete><Object><Key>&e;</Key></Object></Delete>",
        "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&e;</Key></Object></Delete>",
        "<Delete>" + String(repeating: "<a>", count: 10_000) + "</Delete>",
        "<Delete>" + String(repeating: "<Object><Key>k</Key></Object>", count: 1001) + "</Delete>",
    ])
    func `refuses documents that are none`(text: String) {
        #expect(throws: S3Error(.malformedXML)) { try DeleteObjectsInput(ByteBuffer(string: text)) }
    }

    @Test func `echoes a listing's input as clients demand`() throws {
        let input = try ListObjectsV2Input(S3Query("list-type=2&prefix=&max-keys=2&encoding-type=url"))
        var result = ListBucketResult(bucket: "b", input: input.listing)
        result.objects = [
            .init(
                key: "a b+c/ü", lastModified: Date(timeIntervalSince1970: 0), eTag: "e", size: 1,
                storageClass: "STANDARD")
        ]
        let text = String(buffer: result.documentV2(input, nextToken: nil))
        #expect(text.contains("<Name>b</Name><Prefix></Prefix><MaxKeys>2</MaxKeys><EncodingType>url</EncodingType>"))
        #expect(text.contains("<KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents>"))
        #expect(text.contains("<Key>a%20b%2Bc/%C3%BC</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified>"))
        #expect(!text.contains("Delimiter") && !text.contains("Token"))
    }

    @Test func `gives a token exactly when the page is truncated`() throws {
        let input = try ListObjectsV2Input(S3Query("prefix=p&delimiter=%2F&continuation-token=t%3D"))
        var result = ListBucketResult(bucket: "b", input: input.listing)
        result.commonPrefixes = ["p/"]
        let text = String(buffer: result.documentV2(input, nextToken: "n"))
        #expect(text.contains("<Delimiter>/</Delimiter>"))
        #expect(text.contains("<IsTruncated>true</IsTruncated><ContinuationToken>t=</ContinuationToken>"))
        #expect(text.contains("<NextContinuationToken>n</NextContinuationToken>"))
        #expect(text.contains("<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes>"))
    }

    @Test(arguments: ["max-keys=-1", "max-keys=x", "encoding-type=base64"])
    func `refuses arguments of a listing`(query: String) {
        let error = #expect(throws: S3Error.self) { try ListObjectsV2Input(S3Query(query[...])) }
        #expect(error?.code == "InvalidArgument")
    }

    @Test func `writes S3's error document`() {
        let response = S3Response(
            S3Error(.noSuchKey).with("Key", "a&b"), requestID: "R", hostID: "H")
        guard case .bytes(let bytes) = response.body else { return #expect(Bool(false)) }
        #expect(response.status == .notFound)
        #expect(
            String(buffer: bytes) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code>"
                + "<Message>The specified key does not exist.</Message><Key>a&amp;b</Key>"
                + "<RequestId>R</RequestId><HostId>H</HostId></Error>")
    }

    @Test func `keeps a CORS configuration as it was given`() throws {
        #expect(try CORSConfiguration(CORSConfiguration.amplify.document) == .amplify)
    }
}

struct S3FieldTests {
    @Test(arguments: [
        ("bytes=0-9", 0..<10), ("bytes=5-", 5..<100), ("bytes=-7", 93..<100), ("bytes=90-1000", 90..<100),
        ("bytes=-1000", 0..<100), ("BYTES=0-0", 0..<1),
    ])
    func `resolves ranges`(text: String, expected: Range<Int>) throws {
        #expect(try ByteRange(text)?.resolve(size: 100) == expected)
    }

    @Test(arguments: ["bytes=100-", "bytes=100-200", "bytes=-0"])
    func `refuses ranges outside the object`(text: String) throws {
        let range = try #require(ByteRange(text))
        #expect(throws: S3Error.self) { try range.resolve(size: 100) }
    }

    @Test(arguments: [
        "bytes=9-5", "bytes=a-b", "items=0-1", "bytes=0-1,3-4", "bytes=-", "bytes", "bytes=99999999999999999999-",
    ])
    func `passes over ranges that are malformed or several`(text: String) {
        #expect(ByteRange(text) == nil)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_800),
    ])
    func `reads the dates of HTTP`(text: String, seconds: Double) {
        #expect(S3Date.parseHTTP(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        (0.0, "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00.000Z"),
        (784_111_777.25, "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.250Z"),
        (1_709_164_799.999, "Wed, 28 Feb 2024 23:59:59 GMT", "2024-02-28T23:59:59.999Z"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT", "2100-03-01T00:00:00.000Z"),
    ])
    func `writes dates`(seconds: Double, http: String, iso: String) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(S3Date.http(date) == http)
        #expect(S3Date.iso(date) == iso)
        #expect(S3Date.parseISO(iso).map { abs($0.timeIntervalSince1970 - seconds) < 0.001 } == true)
    }

    struct SourceCase: CustomTestStringConvertible {
        var header: String
        var bucket: String
        var key: String
        var literalKey: String
        var versionID: String?
        var testDescription: String { header }
    }

    @Test(arguments: [
        SourceCase(header: "b/k", bucket: "b", key: "k", literalKey: "k"),
        SourceCase(header: "/b/k/l", bucket: "b", key: "k/l", literalKey: "k/l"),
        SourceCase(header: "b/a%20b+c", bucket: "b", key: "a b+c", literalKey: "a%20b+c"),
        SourceCase(header: "b/100%", bucket: "b", key: "100%", literalKey: "100%"),
        SourceCase(header: "b/k?versionId=v", bucket: "b", key: "k", literalKey: "k", versionID: "v"),
        SourceCase(header: "b/what?", bucket: "b", key: "what?", literalKey: "what?"),
    ])
    func `reads copy sources`(_ example: SourceCase) throws {
        let source = try CopySource([.xAmzCopySource: example.header])
        #expect(source.bucket == example.bucket && source.key == example.key)
        #expect(source.literalKey == example.literalKey && source.versionID == example.versionID)
    }

    @Test(arguments: ["", "b", "b/", "/", "/b", "//k"])
    func `refuses copy sources without bucket or key`(header: String) {
        #expect(throws: S3Error.self) { try CopySource([.xAmzCopySource: header]) }
    }

    @Test func `keeps the fields that travel with an object`() throws {
        let fields = try ObjectFields([
            .contentType: "a/b", .contentEncoding: "aws-chunked, gzip", .init("x-amz-meta-One")!: "1",
            .init("X-Amz-Meta-two")!: "zwei",
        ])
        #expect(fields.contentEncoding == "gzip")
        #expect(fields.metadata == [.init(name: "one", value: "1"), .init(name: "two", value: "zwei")])
        var answer = HTTPFields()
        fields.write(to: &answer)
        #expect(answer[.init("x-amz-meta-one")!] == "1" && answer[.contentType] == "a/b")
    }

    @Test func `bounds user metadata`() {
        let error = #expect(throws: S3Error.self) {
            try ObjectFields([.init("x-amz-meta-a")!: String(repeating: "x", count: 2048)])
        }
        #expect(error?.code == "MetadataTooLarge")
    }

    @Test func `allows cross-origin requests by rule`() throws {
        let configuration = CORSConfiguration(rules: [
            .init(allowedHeaders: ["x-amz-*"], allowedMethods: ["PUT"], allowedOrigins: ["https://*.example.com"])
        ])
        func answer(_ origin: String, _ method: String, _ headers: String) -> HTTPFields? {
            CrossOriginRequest(
                [.origin: origin, .accessControlRequestMethod: method, .accessControlRequestHeaders: headers],
                method: .options)?.fields(under: configuration)
        }
        let allowed = try #require(answer("https://a.example.com", "PUT", "X-Amz-Date, x-amz-meta-b"))
        #expect(allowed[.accessControlAllowOrigin] == "https://a.example.com")
        #expect(allowed[.accessControlAllowHeaders] == "x-amz-date, x-amz-meta-b")
        #expect(answer("https://example.com", "PUT", "") == nil)
        #expect(answer("https://a.example.com", "GET", "") == nil)
        #expect(answer("https://a.example.com", "PUT", "authorization") == nil)
    }
}
