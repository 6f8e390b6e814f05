import FoundationEssentials
import IAM
import NIOCore
import S3Protocol

/// The documents that clients send: XML, policies of buckets and of forms.
struct DocumentTarget: FuzzTarget {
    static let name = "s3-documents"

    init(repository: String) {}

    let seeds: [[UInt8]] = [
        "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>false</Quiet><Object><Key>a&amp;b</Key>"
            + "<VersionId>v</VersionId></Object><Object><Key>c</Key></Object></Delete>",
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"x\"</ETag><ChecksumCRC32>AAAAAA==</ChecksumCRC32>"
            + "</Part></CompleteMultipartUpload>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>",
        "<LifecycleConfiguration><Rule><ID>a</ID><Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>"
            + "<ObjectSizeLessThan>9</ObjectSizeLessThan></And></Filter><Status>Enabled</Status><Expiration><Days>3</Days>"
            + "</Expiration><NoncurrentVersionExpiration><NoncurrentDays>2</NoncurrentDays></NoncurrentVersionExpiration>"
            + "<Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition></Rule></LifecycleConfiguration>",
        "<CORSConfiguration><CORSRule><ID>1</ID><AllowedOrigin>http://*.a</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
            + "<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>1</MaxAgeSeconds></CORSRule></CORSConfiguration>",
        "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>GOVERNANCE</Mode>"
            + "<Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>",
        "<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>2030-01-01T00:00:00Z</RetainUntilDate></Retention>",
        "<LegalHold><Status>ON</Status></LegalHold>",
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>"
            + "<KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>",
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
        "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d SYSTEM \"file:///etc/passwd\">]><Tagging>&b;&d;<![CDATA[x]]>&#0;&#x10FFFF;</Tagging>",
        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Sid\": \"a\", \"Effect\": \"Allow\", \"Principal\": {\"AWS\": [\"*\", "
            + "\"arn:aws:iam::111111111111:root\"]}, \"NotAction\": \"s3:Put*\", \"Resource\": \"arn:aws:s3:::pics/*\", "
            + "\"Condition\": {\"IpAddress\": {\"aws:SourceIp\": [\"10.0.0.0/8\", \"2001:db8::/32\"]}, "
            + "\"ForAnyValue:StringLikeIfExists\": {\"s3:prefix\": \"a*?\"}, \"DateLessThan\": {\"aws:CurrentTime\": \"2030-01-01\"}}}]}",
        "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [{\"bucket\": \"b\"}, [\"starts-with\", \"$key\", \"\"], "
            + "[\"content-length-range\", 0, \"10\"]]}",
    ].map { Array($0.utf8) }

    let dictionary = [
        "<", ">", "/>", "</", "&amp;", "&#1;", "<![CDATA[", "]]>", "<?", "<!--", "<!ENTITY", "xmlns:a=\"b\"", "a:Key",
        "Principal", "NotResource", "Deny", "${*}", "${aws:username}", "0.0.0.0/0", "::/0", "Null", "true",
    ]

    func run(_ input: [UInt8]) async throws -> String {
        let bytes = ByteBuffer(bytes: input)
        var read: [String] = []
        func attempt(_ name: String, _ parse: () throws -> Void) throws {
            do {
                try parse()
                read.append(name)
            } catch let error as S3Error {
                guard (400...501).contains(error.status) else { throw BrokenProperty("\(name) gives \(error)") }
            }
        }
        try attempt("Delete") { _ = try DeleteObjectsInput(bytes) }
        try attempt("CompleteMultipartUpload") { _ = try CompleteMultipartUploadInput(bytes) }
        try attempt("Tagging") {
            try same(Tag.document(try Tag.parse(bytes, limit: 10))) { Tag.document(try Tag.parse($0, limit: 10)) }
        }
        try attempt("Lifecycle") {
            try same(try LifecycleConfiguration(bytes).document) { try LifecycleConfiguration($0).document }
        }
        try attempt("CORS") { try same(try CORSConfiguration(bytes).document) { try CORSConfiguration($0).document } }
        try attempt("Versioning") { _ = try VersioningStatus(bytes) }
        try attempt("ObjectLock") {
            try same(try ObjectLockConfiguration(bytes).document) { try ObjectLockConfiguration($0).document }
        }
        try attempt("Retention") { _ = try ObjectRetention.parse(bytes) }
        try attempt("LegalHold") { _ = try LegalHold(bytes) }
        try attempt("Encryption") {
            try same(try EncryptionConfiguration(bytes).document) { try EncryptionConfiguration($0).document }
        }
        try attempt("PublicAccessBlock") { _ = try PublicAccessBlock(bytes) }
        try attempt("Ownership") { _ = try ObjectOwnership(bytes) }
        try attempt("CreateBucket") { if !input.isEmpty { _ = try CreateBucketInput(bytes) } }
        try attempt("PostPolicy") {
            let policy = try PostPolicy(base64: Data(input).base64EncodedString())
            try policy.check(["bucket": "b", "key": "k"], at: Date(timeIntervalSince1970: 1_800_000_000))
        }
        if let policy = try? ResourcePolicy(json: Data(input), bucket: "pics", knowsKey: { _ in true }) {
            read.append("BucketPolicy")
            check(policy)
        }
        guard read.count <= 1 else { throw BrokenProperty("one text is \(read)") }
        return read.first ?? "none of them"
    }

    /// What is written of a document that was read reads as the same.
    private func same(_ written: ByteBuffer, _ rewrite: (ByteBuffer) throws -> ByteBuffer) throws {
        let again: ByteBuffer
        do {
            again = try rewrite(written)
        } catch {
            throw BrokenProperty("its own document is refused: \(error): \(String(buffer: written))")
        }
        guard again == written else {
            throw BrokenProperty("it changes when written again: \(String(buffer: written))")
        }
    }

    private func check(_ policy: ResourcePolicy) {
        _ = policy.isPublic
        for caller in [
            nil, PolicyCaller(accountID: "111111111111", arns: ["arn:aws:iam::111111111111:user/a"], canonicalID: "c"),
        ] {
            for values in [nil, [], ["a"], ["10.0.0.1"], ["2029-01-01T00:00:00Z"], ["1", "::1"]] as [[String]?] {
                _ = policy.answer(
                    .init(
                        caller: caller, action: .getObject, resource: "arn:aws:s3:::pics/a/b", context: { _ in values })
                )
            }
        }
    }
}
