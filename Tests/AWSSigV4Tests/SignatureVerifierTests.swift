import AWSSigV4
import Foundation
import Testing

struct SignatureVerifierTests {
    static let now = Timestamp(basic: "20270115T080000Z")!.date

    let signer = RequestSigner(
        accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token", region: "us-east-1", service: "s3"
    )
    let verifier = SignatureVerifier(service: "s3", region: "us-east-1")

    /// The fault of reading and verifying.
    private func fault(
        of request: SigningRequest, by verifier: SignatureVerifier? = nil, secret: String = "secret", at now: Date = now
    ) -> SignatureFault? {
        let verifier = verifier ?? self.verifier
        do throws(SignatureFault) {
            guard let signature = try verifier.readSignature(of: request) else { return nil }
            try verifier.verify(signature, of: request, secretAccessKey: secret, at: now)
            return nil
        } catch {
            return error
        }
    }

    private func request(path: String = "/bucket/key", query: String = "") -> SigningRequest {
        SigningRequest(method: "GET", path: path, query: query, headers: [("Host", "localhost:20005")])
    }

    @Test("what was signed may not change")
    func tampering() throws {
        let signed = signer.sign(request(query: "prefix=a"), contentHash: .unsigned, at: Self.now)
        #expect(fault(of: signed) == nil)
        let changes: [(inout SigningRequest) -> Void] = [
            { $0.method = "PUT" }, { $0.path = "/bucket/other" }, { $0.query = "prefix=b" }, { $0.query += "&x=" },
            { $0.headers[0].value = "example.com" }, { $0.headers[1].value = "20270115T080001Z" },
            { $0.headers.append(("host", "second")) }, { $0.headers[2].value = "other token" },
        ]
        for change in changes {
            var changed = signed
            change(&changed)
            let code = fault(of: changed)?.s3Answer.code
            #expect(code == "SignatureDoesNotMatch")
        }
        #expect(fault(of: signed, secret: "Secret")?.s3Answer.code == "SignatureDoesNotMatch")
    }

    @Test("headers are joined, trimmed and folded")
    func headerForms() {
        var tidy = request()
        tidy.headers += [("X-Amz-Meta-A", "one two,three")]
        var signed = signer.sign(tidy, contentHash: .unsigned, at: Self.now)
        signed.headers.removeAll { $0.name == "X-Amz-Meta-A" }
        signed.headers += [("x-amz-meta-a", "  one \t two "), ("X-AMZ-META-A", "three")]
        #expect(fault(of: signed) == nil)
    }

    @Test(
        "a query counts by its meaning",
        arguments: [
            ("a=1&b=2", "b=2&a=1"), ("k=a%20b", "k=a+b"), ("k=%2F", "k=/"), ("uploads=", "uploads"), ("k=%7E", "k=~"),
            ("k=%21%27%28%29%2A", "k=!'()*"), ("a=1&a-b=2", "a-b=2&a=1"), ("k=100%25", "k=100%"),
        ])
    func queryForms(_ signedForm: String, _ sentForm: String) {
        var signed = signer.sign(request(query: signedForm), contentHash: .unsigned, at: Self.now)
        signed.query = sentForm
        #expect(fault(of: signed) == nil)
    }

    @Test("a path counts as sent, or strictly encoded", arguments: [("/b/a%28b%29", "/b/a(b)"), ("/b/%C3%A9", "/b/é")])
    func pathForms(_ signedForm: String, _ sentForm: String) {
        var signed = signer.sign(request(path: signedForm), contentHash: .unsigned, at: Self.now)
        signed.path = sentForm
        #expect(fault(of: signed) == nil)
        #expect(fault(of: signer.sign(request(path: sentForm), contentHash: .unsigned, at: Self.now)) == nil)
    }

    @Test("a presigned URL has a beginning and an end")
    func expiry() {
        let signed = signer.presign(request(), expiresInSeconds: 60, at: Self.now)
        #expect(fault(of: signed, at: Self.now + 60) == nil)
        #expect(fault(of: signed, at: Self.now + 61)?.s3Answer.message == "Request has expired")
        #expect(fault(of: signed, at: Self.now - 901)?.s3Answer.message == "Request is not yet valid")
    }

    @Test("clocks may differ by 15 minutes")
    func skew() {
        let signed = signer.sign(request(), contentHash: .unsigned, at: Self.now)
        #expect(fault(of: signed, at: Self.now + 900) == nil && fault(of: signed, at: Self.now - 900) == nil)
        #expect(fault(of: signed, at: Self.now + 901)?.s3Answer.code == "RequestTimeTooSkewed")
        #expect(fault(of: signed, at: Self.now - 901)?.s3Answer.code == "RequestTimeTooSkewed")
    }

    @Test("nothing that matters to S3 may be added unsigned")
    func unsignedHeaders() {
        var signed = signer.presign(request(), expiresInSeconds: 60, at: Self.now)
        signed.headers += [("Range", "bytes=0-1"), ("x-amz-acl", "public-read")]
        #expect(fault(of: signed) == .unsignedHeaders("x-amz-acl"))
    }

    @Test("scopes belong to one region and service")
    func scope() {
        let signed = signer.sign(request(), contentHash: .unsigned, at: Self.now)
        let elsewhere = fault(of: signed, by: SignatureVerifier(service: "s3", region: "eu-west-1"))?.s3Answer
        #expect(elsewhere?.code == "AuthorizationHeaderMalformed")
        #expect(
            elsewhere?.message
                == "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'")
        let service = fault(of: signed, by: SignatureVerifier(service: "sts", region: nil))
        #expect(service == .wrongService(.header, found: "s3", expected: "sts"))
        #expect(fault(of: signed, by: SignatureVerifier(service: "s3", region: nil)) == nil)
    }

    static let faultyHeaders: [(String, String)] = [
        ("AWS AKIA:sig", "InvalidRequest"),
        ("Basic dXNlcjpwYXNz", "InvalidArgument"),
        ("AWS4-HMAC-SHA256", "InvalidArgument"),
        ("AWS4-HMAC-SHA256 ", "AuthorizationHeaderMalformed"),
        ("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x", "AuthorizationHeaderMalformed"),
        ("AWS4-HMAC-SHA256 Credential=AKIA/20270115/us-east-1/s3/aws4_request", "AuthorizationHeaderMalformed"),
        (
            "AWS4-HMAC-SHA256 Credential=AKIA/20270114/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=x",
            "AuthorizationHeaderMalformed"
        ),
        (
            "AWS4-HMAC-SHA256 Credential=AKIA/20270115/us-east-1/s3/aws4_request,SignedHeaders=,Signature=x",
            "AccessDenied"
        ),
        (
            "AWS4-HMAC-SHA256 Credential=AKIA/20270115/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;x-amz-date,Signature=",
            "SignatureDoesNotMatch"
        ),
    ]

    @Test("a faulty Authorization header has its error", arguments: faultyHeaders)
    func faultyHeader(_ value: String, _ code: String) {
        var faulty = request()
        faulty.headers += [
            ("Authorization", value), ("x-amz-date", "20270115T080000Z"), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        ]
        #expect(fault(of: faulty)?.s3Answer.code == code)
    }

    @Test("dates and content hashes are needed")
    func faultyDates() {
        var faulty = signer.sign(request(), contentHash: .unsigned, at: Self.now)
        faulty.headers.removeAll { $0.name == "x-amz-date" }
        #expect(fault(of: faulty) == .missingDate)
        faulty.headers.append(("x-amz-date", "yesterday"))
        #expect(fault(of: faulty) == .missingDate)
        faulty = signer.sign(request(), contentHash: .unsigned, at: Self.now)
        faulty.headers.removeAll { $0.name == "x-amz-content-sha256" }
        #expect(fault(of: faulty) == .missingContentHash)
        faulty.headers.append(("x-amz-content-sha256", "abc"))
        #expect(fault(of: faulty) == .malformedContentHash("abc"))
    }

    static let faultyQueries: [(String, String, String)] = [
        ("X-Amz-Signature=", "X-Signature=", "requires the X-Amz-Algorithm"),
        ("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256", "only supports"),
        ("Expires=60", "Expires=soon", "should be a number"),
        ("Expires=60", "Expires=-1", "non-negative"),
        ("Expires=60", "Expires=604801", "less than a week"),
        ("Date=20270115T080000Z", "Date=20270115", "ISO8601 Long Format"),
        ("aws4_request", "aws5_request", "mal-formed"),
        ("us-east-1", "us-west-9", "the region 'us-west-9' is wrong; expecting 'us-east-1'"),
    ]

    @Test("a faulty presigned URL has its error", arguments: faultyQueries)
    func faultyQuery(_ found: String, _ replacement: String, _ message: String) {
        var faulty = signer.presign(request(), expiresInSeconds: 60, at: Self.now)
        faulty.query = faulty.query.replacingOccurrences(of: found, with: replacement)
        let answer = fault(of: faulty)?.s3Answer
        #expect(answer?.code == "AuthorizationQueryParametersError")
        #expect(answer?.message.contains(message) == true)
    }

    @Test("two mechanisms at once, and signature version 2, are refused")
    func mechanisms() {
        var both = signer.presign(request(), expiresInSeconds: 60, at: Self.now)
        both.headers.append(("Authorization", "AWS4-HMAC-SHA256 Credential=a"))
        #expect(fault(of: both) == .severalMechanisms)
        #expect(fault(of: request(query: "AWSAccessKeyId=a&Signature=b&Expires=1")) == .signatureVersion2)
        #expect(fault(of: request(query: "list-type=2")) == nil)
    }

    @Test("other services hash the body themselves")
    func otherServices() throws {
        let signer = RequestSigner(accessKeyID: "A", secretAccessKey: "s", region: "us-east-1", service: "sts")
        let verifier = SignatureVerifier(service: "sts", region: "us-east-1")
        let hash = String(repeating: "ab", count: 32)
        let signed = signer.sign(request(path: "/"), contentHash: .sha256(hash), at: Self.now)
        let signature = try #require(try verifier.readSignature(of: signed))
        try verifier.verify(signature, of: signed, secretAccessKey: "s", bodyHash: hash, at: Self.now)
        #expect(throws: SignatureFault.self) {
            try verifier.verify(
                signature, of: signed, secretAccessKey: "s", bodyHash: String(repeating: "ac", count: 32), at: Self.now)
        }
    }
}
