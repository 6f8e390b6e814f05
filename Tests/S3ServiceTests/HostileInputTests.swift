import Foundation
import HTTPTypes
import NIOCore
import OpenSSL
import S3Protocol
import Testing

@testable import S3Service

struct HostileInputTests {
    @Test func `keeps compressed bytes as they are`() async throws {
        let service = try await TestService()
        // The head of a gzip stream that would go on for gigabytes.
        let bomb = "\u{1F}\u{08}" + String(repeating: "\u{0}", count: 1000)
        _ = try await service.admin.send(.put, "/app-bucket/k", fields: ["content-encoding": "gzip"], body: bomb)
        let answer = try await service.admin.send(.get, "/app-bucket/k", fields: ["accept-encoding": "gzip"])
        #expect(answer.body == bomb && answer.fields[.contentEncoding] == "gzip")
        #expect(answer.fields[.contentLength] == String(bomb.utf8.count))
    }

    @Test func `takes a flood of ranges for none`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/k", body: "hello")
        let flood = "bytes=" + (0..<5000).map { "\($0)-\($0)" }.joined(separator: ",")
        let answer = try await service.admin.send(.get, "/app-bucket/k", fields: ["range": flood])
        #expect(answer.status == 200 && answer.body == "hello")
    }

    struct Document: CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var code = "MalformedXML"
    }

    @Test(arguments: [
        Document(
            testDescription: "entities",
            text: "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><Tagging><TagSet>&c;</TagSet></Tagging>"),
        Document(
            testDescription: "a file", text: "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Tagging><TagSet/></Tagging>"),
        Document(
            testDescription: "depth",
            text: String(repeating: "<Tagging>", count: 10_000) + String(repeating: "</Tagging>", count: 10_000)),
        Document(
            testDescription: "breadth",
            text: "<Tagging>" + String(repeating: "<a/>", count: 150_000) + "</Tagging>"),
        Document(
            testDescription: "length", text: "<Tagging>" + String(repeating: " ", count: 2 << 20) + "</Tagging>",
            code: "MaxMessageLengthExceeded"),
        Document(testDescription: "no end", text: "<Tagging><TagSet>"),
        Document(testDescription: "nothing", text: ""),
    ])
    func `refuses documents with`(_ document: Document) async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/k", body: "x")
        let answer = try await service.admin.send(.put, "/app-bucket/k?tagging", body: document.text)
        #expect(answer.status == 400 && answer.code == document.code, "\(answer.body.prefix(300))")
    }

    @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf32]) func `reads documents in UTF-8 alone`(
        _ encoding: String.Encoding
    ) throws {
        let text = "<!DOCTYPE a [<!ENTITY b \"c\">]><Tagging><TagSet/></Tagging>"
        let bytes = ByteBuffer(bytes: try #require(text.data(using: encoding)))
        #expect(throws: S3Error.self) { try Tag.parse(bytes, limit: 10) }
    }
}

extension HostileInputTests {
    @Test(arguments: [[0xFF, 0x6D], [0x61, 0xE5], [0xC0, 0x80], [0x3C, 0xFF, 0x3D]] as [[UInt8]])
    func `refuses names that are no UTF-8`(_ name: [UInt8]) {
        let bytes = ByteBuffer(bytes: Array("<Tagging><".utf8) + name + Array("/></Tagging>".utf8))
        #expect(throws: S3Error.self) { try Tag.parse(bytes, limit: 10) }
    }
}

struct EncryptionTests {
    private static let key = Data((0..<32).map { UInt8($0) })

    private func customerKey(_ key: Data, md5 other: Data? = nil) -> [String: String] {
        [
            "x-amz-server-side-encryption-customer-algorithm": "AES256",
            "x-amz-server-side-encryption-customer-key": key.base64EncodedString(),
            "x-amz-server-side-encryption-customer-key-md5":
                Data(DigestAlgorithm.md5.hash([UInt8](other ?? key))).base64EncodedString(),
        ]
    }

    @Test func `tells how an object is encrypted`() async throws {
        let service = try await TestService()
        let name = HTTPField.Name.xAmzServerSideEncryption
        #expect(try await service.admin.send(.put, "/app-bucket/plain", body: "x").fields[name] == "AES256")
        let fields = ["x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": "k"]
        _ = try await service.admin.send(.put, "/app-bucket/k", fields: fields, body: "x")
        let head = try await service.admin.send(.head, "/app-bucket/k")
        #expect(head.fields[name] == "aws:kms" && head.fields[.xAmzServerSideEncryptionKeyID] == "k")
    }

    @Test(arguments: [
        (["x-amz-server-side-encryption": "ROT13"], "InvalidEncryptionAlgorithmError"),
        (["x-amz-server-side-encryption-aws-kms-key-id": "k"], "InvalidArgument"),
        (["x-amz-server-side-encryption-customer-algorithm": "AES256"], "InvalidArgument"),
        (["x-amz-server-side-encryption-customer-key": "AAAA"], "InvalidArgument"),
    ])
    func `refuses what makes no sense`(fields: [String: String], code: String) async throws {
        let service = try await TestService()
        #expect(try await service.admin.send(.put, "/app-bucket/k", fields: fields, body: "x").code == code)
    }

    @Test func `gives an object under a customer's key to its holder alone`() async throws {
        let service = try await TestService()
        let right = customerKey(Self.key)
        let wrong = customerKey(Data(repeating: 9, count: 32))
        #expect(try await service.admin.send(.put, "/app-bucket/k", fields: right, body: "secret").status == 200)
        #expect(try await service.admin.send(.get, "/app-bucket/k", fields: right).body == "secret")
        #expect(try await service.admin.send(.get, "/app-bucket/k").code == "InvalidRequest")
        #expect(try await service.admin.send(.get, "/app-bucket/k", fields: wrong).code == "InvalidRequest")
        #expect(try await service.admin.send(.head, "/app-bucket/k").status == 400)
        _ = try await service.admin.send(.put, "/app-bucket/plain", body: "x")
        #expect(try await service.admin.send(.get, "/app-bucket/plain", fields: right).code == "InvalidRequest")
    }

    @Test func `checks that a customer's key came whole`() async throws {
        let service = try await TestService()
        let fields = customerKey(Self.key, md5: Data(repeating: 9, count: 32))
        #expect(
            try await service.admin.send(.put, "/app-bucket/k", fields: fields, body: "x").code == "InvalidArgument")
    }

    @Test func `takes no encryption for reads`() async throws {
        let service = try await TestService()
        _ = try await service.admin.send(.put, "/app-bucket/k", body: "x")
        let fields = ["x-amz-server-side-encryption": "AES256"]
        #expect(try await service.admin.send(.get, "/app-bucket/k", fields: fields).code == "InvalidArgument")
    }
}
