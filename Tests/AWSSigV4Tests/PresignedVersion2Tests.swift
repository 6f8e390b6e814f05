import Foundation
import Testing

@testable import AWSSigV4

/// URLs that boto3 made, by a clock and with keys that stand here.
struct PresignedVersion2Tests {
    static let secret = "an example secret"
    static let expiry = 1_800_000_000

    struct Case: Sendable, CustomTestStringConvertible {
        var method = "GET"
        var path = "/bucket/a%20b.txt"
        var query: String
        var headers: [(name: String, value: String)] = []
        var bucket: String?

        var testDescription: String { "\(method) \(path)?\(query)" }

        var request: SigningRequest {
            SigningRequest(method: method, path: path, query: query, headers: [("host", "localhost:20005")] + headers)
        }
    }

    static let good: [Case] = [
        Case(
            query: "AWSAccessKeyId=AKIDEXAMPLE&Signature=s0dQPkC0o%2FOhUvc3CHfx7bKyAC8%3D&Expires=1800000000"),
        Case(
            query: "response-content-type=text%2Fx%20y&versionId=v%2B1%2F%3D&response-content-disposition=at"
                + "tachment%3B%20filename%3D%22a%20b%22&AWSAccessKeyId=AKIDEXAMPLE&Signature=xRAhGaTgVbIYot"
                + "xoECqWy%2BLhQgc%3D&Expires=1800000000"),
        Case(
            query: "AWSAccessKeyId=AKIDEXAMPLE&Signature=m%2F6WEjMOPG7xU0akTfZw04eOC30%3D&x-amz-security-tok"
                + "en=tok%2Fen%2Band%3Dmore&Expires=1800000000"),
        Case(
            method: "PUT",
            query: "AWSAccessKeyId=AKIDEXAMPLE&Signature=g9tWSx83kXOfaHz3UrMJoy%2BrPdM%3D&content-type=image"
                + "%2Fpng&x-amz-meta-colour=blue&x-amz-security-token=t&Expires=1800000000"),
        Case(
            method: "PUT",
            query: "uploadId=u1&partNumber=3&AWSAccessKeyId=AKIDEXAMPLE&Signature=OI2tpe%2FBX0HtHfuwAQeHLxAP"
                + "6iQ%3D&Expires=1800000000"),
        Case(
            path: "/a%20b.txt",
            query: "AWSAccessKeyId=AKIDEXAMPLE&Signature=s0dQPkC0o%2FOhUvc3CHfx7bKyAC8%3D&Expires=1800000000",
            bucket: "bucket"),
    ]

    private func fault(
        _ request: SigningRequest, bucket: String? = nil, secret: String = secret, region: String = "us-east-1",
        at seconds: Int = expiry - 60
    ) -> SignatureFault? {
        do throws(SignatureFault) {
            guard let signature = try PresignedVersion2(of: request, region: region) else { return .signatureVersion2 }
            try signature.verify(
                request, virtualHostBucket: bucket, secretAccessKey: secret,
                at: Date(timeIntervalSince1970: Double(seconds)))
            return nil
        } catch {
            return error
        }
    }

    @Test("boto3's own URLs verify", arguments: good)
    func boto3(_ example: Case) {
        #expect(fault(example.request, bucket: example.bucket) == nil)
    }

    @Test("what was signed may not change", arguments: good)
    func tampering(_ example: Case) {
        let changes: [(inout SigningRequest) -> Void] = [
            { $0.method = "DELETE" }, { $0.path += "x" }, { $0.query += "&versionId=1" },
            { $0.query += "&x-amz-acl=public-read" },
            { $0.query = $0.query.replacing("Expires=18", with: "Expires=19") },
            { $0.headers.append(("x-amz-meta-a", "b")) }, { $0.headers.append(("content-type", "text/x")) },
        ]
        for change in changes {
            var request = example.request
            change(&request)
            #expect(fault(request, bucket: example.bucket)?.s3Answer.code == "SignatureDoesNotMatch")
        }
        let other = fault(example.request, bucket: example.bucket, secret: "another")
        #expect(other?.s3Answer.code == "SignatureDoesNotMatch")
    }

    @Test("a URL ends at its time")
    func expiry() throws {
        let request = Self.good[0].request
        #expect(fault(request, at: Self.expiry) == nil)
        let answer = try #require(fault(request, at: Self.expiry + 1)?.s3Answer)
        #expect(answer.code == "AccessDenied" && answer.message == "Request has expired")
    }

    @Test("newer regions and the header form do not take version 2")
    func refusals() {
        #expect(fault(Self.good[0].request, region: "eu-central-1") == .signatureVersion2)
        var request = Self.good[0].request
        request.headers.append(("authorization", "AWS AKIDEXAMPLE:c2lnbmF0dXJl"))
        #expect(fault(request) == .signatureVersion2)
        request = Self.good[0].request
        request.query = "AWSAccessKeyId=a&Signature=b"
        #expect(fault(request) == .missingExpires)
        request.query += "&Expires=99999999999999999999"
        #expect(fault(request) == .malformedExpires(.notANumber))
    }
}
