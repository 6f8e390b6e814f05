import AWSSigV4
import Foundation
import OpenSSL
import Testing

/// The worked examples of the Amazon S3 API Reference: "Signature Calculations for the Authorization Header",
/// "Authenticating Requests: Using Query Parameters" and the pages on chunked payloads.
struct PublishedExamplesTests {
    static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let noon = Timestamp(basic: "20130524T000000Z")!.date
    static let host = (name: "Host", value: "examplebucket.s3.amazonaws.com")

    struct Example: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var request: SigningRequest
        var contentHash: ContentHash
        var signature: String
    }

    static let examples = [
        Example(
            testDescription: "GET object with a range",
            request: SigningRequest(
                method: "GET", path: "/test.txt", query: "", headers: [host, ("Range", "bytes=0-9")]),
            contentHash: .sha256(emptyHash),
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        Example(
            testDescription: "PUT object",
            request: SigningRequest(
                method: "PUT", path: "/test%24file.text", query: "",
                headers: [
                    ("Date", "Fri, 24 May 2013 00:00:00 GMT"), host, ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ]),
            contentHash: .sha256("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        Example(
            testDescription: "GET bucket lifecycle",
            request: SigningRequest(method: "GET", path: "/", query: "lifecycle", headers: [host]),
            contentHash: .sha256(emptyHash),
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        Example(
            testDescription: "list objects",
            request: SigningRequest(method: "GET", path: "/", query: "max-keys=2&prefix=J", headers: [host]),
            contentHash: .sha256(emptyHash),
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]

    let signer = RequestSigner(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret, region: "us-east-1", service: "s3")
    let verifier = SignatureVerifier(service: "s3", region: "us-east-1")

    @Test("a request is signed and verified as published", arguments: examples)
    func header(_ example: Example) throws {
        let signed = signer.sign(example.request, contentHash: example.contentHash, at: Self.noon)
        let authorization = try #require(signed.headers.last)
        #expect(authorization.value.hasSuffix("Signature=" + example.signature))
        let signature = try #require(try verifier.readSignature(of: signed))
        #expect(signature.contentHash == example.contentHash)
        try verifier.verify(signature, of: signed, secretAccessKey: Self.secret, at: Self.noon)
    }

    @Test("a presigned URL is signed and verified as published")
    func presigned() throws {
        let request = SigningRequest(method: "GET", path: "/test.txt", query: "", headers: [Self.host])
        let signed = signer.presign(request, expiresInSeconds: 86400, at: Self.noon)
        #expect(
            signed.query == "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
        let signature = try #require(try verifier.readSignature(of: signed))
        #expect(signature.location == .query(expiresInSeconds: 86400))
        try verifier.verify(
            signature, of: signed, secretAccessKey: Self.secret, at: Self.noon.addingTimeInterval(86400))
    }

    @Test("the chunks of a signed payload have the published signatures")
    func chunks() throws {
        let request = SigningRequest(
            method: "PUT", path: "/examplebucket/chunkObject.txt", query: "",
            headers: [
                ("Host", "s3.amazonaws.com"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ("Content-Encoding", "aws-chunked"), ("x-amz-decoded-content-length", "66560"),
                ("Content-Length", "66824"),
            ])
        let signed = signer.sign(request, contentHash: .signedChunks, at: Self.noon)
        #expect(
            signed.headers.last?.value.hasSuffix("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
                == true)
        let signature = try #require(try verifier.readSignature(of: signed))
        var signer = try #require(
            try verifier.verify(signature, of: signed, secretAccessKey: Self.secret, at: Self.noon))
        let expected = [
            (65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
            (1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
            (0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
        ]
        for (length, signature) in expected {
            let hash = DigestAlgorithm.sha256.hash([UInt8](repeating: UInt8(ascii: "a"), count: length))
            #expect(signer.signature(ofChunkWithHash: hash) == signature)
        }
    }

    @Test("trailing headers have the published signature")
    func trailer() throws {
        let request = SigningRequest(
            method: "PUT", path: "/examplebucket/chunkObject.txt", query: "",
            headers: [
                ("Host", "s3.amazonaws.com"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ("Content-Encoding", "aws-chunked"), ("x-amz-decoded-content-length", "66560"),
                ("x-amz-trailer", "x-amz-checksum-crc32c"),
            ])
        var (signed, chunks) = signer.signWithChunks(request, contentHash: .signedChunksWithTrailer, at: Self.noon)
        #expect(
            signed.headers.last?.value.hasSuffix("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")
                == true)
        for length in [65536, 1024, 0] {
            let hash = DigestAlgorithm.sha256.hash([UInt8](repeating: UInt8(ascii: "a"), count: length))
            _ = chunks.signature(ofChunkWithHash: hash)
        }
        #expect(
            chunks.signature(ofTrailer: [("x-amz-checksum-crc32c", "sOO8/Q==")])
                == "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435")
    }
}
