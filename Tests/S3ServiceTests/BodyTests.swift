import AWSSigV4
import Foundation
import HTTPTypes
import NIOCore
import OpenSSL
import S3Protocol
import SandboxTesting
import Testing

@testable import S3Service

struct BodyTests {
    private static let chunkedFields = ["content-encoding": "aws-chunked", "x-amz-decoded-content-length": "8"]

    @Test func `compares the body with the hash that was signed`() async throws {
        let service = try await TestService()
        let hash = ContentHash.sha256(Hexadecimal.encode(DigestAlgorithm.sha256.hash("hello")))
        #expect(try await service.admin.send(.put, "/app-bucket/k", body: "hello", contentHash: hash).status == 200)
        let answer = try await service.admin.send(.put, "/app-bucket/k", body: "hellO", contentHash: hash)
        #expect(answer.status == 400 && answer.code == "XAmzContentSHA256Mismatch")
        #expect(try await service.admin.send(.get, "/app-bucket/k").body == "hello")
    }

    @Test(arguments: [
        ("content-md5", "XUFAKrxLKna5cZ2REBfFkg==", "content-md5", "AAAAAAAAAAAAAAAAAAAAAA=="),
        ("x-amz-checksum-crc32", "NhCmhg==", "x-amz-checksum-crc32", "AAAAAA=="),
        ("x-amz-checksum-crc32c", "mnG7TA==", "x-amz-checksum-crc32c", "AAAAAA=="),
        ("x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00=", "x-amz-checksum-sha1", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    ])
    func `compares digests`(name: String, right: String, sameName: String, wrong: String) async throws {
        let service = try await TestService()
        #expect(try await service.admin.send(.put, "/app-bucket/k", fields: [name: right], body: "hello").status == 200)
        let answer = try await service.admin.send(.put, "/app-bucket/new", fields: [sameName: wrong], body: "hello")
        #expect(answer.status == 400 && answer.code == "BadDigest")
        #expect(try await service.admin.send(.head, "/app-bucket/new").status == 404)
    }

    @Test(arguments: [
        ("content-md5", "xyz", "InvalidDigest"), ("x-amz-checksum-crc32", "xyz", "InvalidRequest"),
        ("x-amz-sdk-checksum-algorithm", "CRC32", "InvalidRequest"), ("x-amz-trailer", "x-other", "InvalidRequest"),
    ])
    func `refuses digests that are none`(name: String, value: String, code: String) async throws {
        let service = try await TestService()
        #expect(try await service.admin.send(.put, "/app-bucket/k", fields: [name: value], body: "hello").code == code)
    }

    private func chunkedBody(_ signer: ChunkSigner, _ chunks: [String], trailer: (String, String)? = nil) -> String {
        var signer = signer
        var body = ""
        for chunk in chunks + [""] {
            let signature = signer.signature(ofChunkWithHash: DigestAlgorithm.sha256.hash(chunk))
            body += "\(String(chunk.utf8.count, radix: 16));chunk-signature=\(signature)\r\n"
            body += chunk.isEmpty ? "" : "\(chunk)\r\n"
        }
        if let (name, value) = trailer {
            let signature = signer.signature(ofTrailer: [(name, value)])
            body += "\(name):\(value)\r\nx-amz-trailer-signature:\(signature)\r\n"
        }
        return body + "\r\n"
    }

    @Test func `verifies each signed chunk`() async throws {
        let service = try await TestService()
        let (signed, signer) = service.admin.signer().signWithChunks(
            service.admin.request(.put, "/app-bucket/k", Self.chunkedFields), contentHash: .signedChunks,
            at: service.clock.now)
        let body = chunkedBody(signer, ["hell", "o wo"])
        #expect(try await service.admin.deliver(.put, "/app-bucket/k", signed, body: body).status == 200)
        let stored = try await service.admin.send(.get, "/app-bucket/k")
        #expect(stored.body == "hello wo" && stored.fields[.contentEncoding] == nil)
        let altered = body.replacingOccurrences(of: "o wo", with: "o we")
        #expect(
            try await service.admin.deliver(.put, "/app-bucket/x", signed, body: altered).code
                == "SignatureDoesNotMatch")
        let short = String(body.prefix(120))
        #expect(try await service.admin.deliver(.put, "/app-bucket/k", signed, body: short).code == "IncompleteBody")
    }

    @Test func `verifies trailing checksums, signed or not`() async throws {
        let service = try await TestService()
        var fields = Self.chunkedFields
        fields["x-amz-decoded-content-length"] = "5"
        fields["x-amz-trailer"] = "x-amz-checksum-crc32"
        let (signed, signer) = service.admin.signer().signWithChunks(
            service.admin.request(.put, "/app-bucket/k", fields), contentHash: .signedChunksWithTrailer,
            at: service.clock.now)
        let trailer = ("x-amz-checksum-crc32", "NhCmhg==")
        #expect(
            try await service.admin.deliver(
                .put, "/app-bucket/k", signed, body: chunkedBody(signer, ["hello"], trailer: trailer)
            ).fields[.init("x-amz-checksum-crc32")!] == "NhCmhg==")
        let unsigned = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:%@\r\n\r\n"
        for (value, code) in [("NhCmhg==", nil), ("AAAAAA==", "BadDigest"), ("?", "InvalidRequest")]
            as [(String, String?)]
        {
            let answer = try await service.admin.send(
                .put, "/app-bucket/k", fields: fields, body: unsigned.replacingOccurrences(of: "%@", with: value),
                contentHash: .unsignedChunksWithTrailer)
            #expect(answer.code == code)
        }
        let missing = try await service.admin.send(
            .put, "/app-bucket/k", fields: fields, body: "5\r\nhello\r\n0\r\n\r\n",
            contentHash: .unsignedChunksWithTrailer)
        #expect(missing.code == "MalformedTrailerError")
    }
}
