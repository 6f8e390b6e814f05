import AWSSigV4
import FoundationEssentials
import HTTPTypes

/// Signatures: of whatever is signed the signature holds, and of nothing else.
///
/// An input is a head as text, as for ``RequestTarget``.
struct SignatureTarget: FuzzTarget {
    static let name = "sigv4"

    init(repository: String) {}

    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let verifier = SignatureVerifier(service: "s3", region: "us-east-1")
    private let signer = RequestSigner(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", region: "us-east-1", service: "s3")

    let seeds: [[UInt8]] =
        RequestTarget(repository: "").seeds
        + [
            "GET /a%2fb/../c?b=2&a=1&a=0&c&d=%20+%2B\nHost: h\nA:  b   c \nA: d",
            "GET /?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20270115%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20270115T080000Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=00\nHost: h",
            "GET /k\nHost: h\nx-amz-date: 20270115T080000Z\nx-amz-content-sha256: UNSIGNED-PAYLOAD\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/us-east-1/s3/aws4_request, "
                + "SignedHeaders=host;x-amz-date, Signature=00",
            "GET /k?AWSAccessKeyId=AKIDEXAMPLE&Expires=1800000600&Signature=AAAA\nHost: h",
        ].map { Array($0.utf8) }

    let dictionary = [
        "X-Amz-Signature", "X-Amz-Expires", "X-Amz-SignedHeaders", "Authorization: ", "Credential=", "SignedHeaders=",
        "Signature=", "AWS4-HMAC-SHA256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "%", "%2", "+", "~", ";", "é", "\t",
    ]

    func run(_ input: [UInt8]) async throws -> String {
        guard let head = FuzzedHead(input) else { return "no head" }
        let parts = head.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let sent = SigningRequest(
            method: head.method.rawValue, path: parts[0], query: parts.count == 2 ? parts[1] : "",
            headers: [("host", head.authority)] + head.fields.map { ($0.name.canonicalName, $0.value) })
        let outcome = answer(sent)
        if outcome == "valid" { throw BrokenProperty("a signature that nobody made") }

        var plain = sent
        plain.headers.removeAll { Self.signatureFields.contains($0.name) }
        plain.query = ""
        let signed = signer.sign(plain, contentHash: .unsigned, at: Self.now)
        guard answer(signed) == "valid" else {
            throw BrokenProperty("its own signature does not hold: \(answer(signed))")
        }
        var other = signed
        other.path += "x"
        guard answer(other) != "valid" else { throw BrokenProperty("another path passes") }
        other = signed
        other.query += "&x=y"
        guard answer(other) != "valid" else { throw BrokenProperty("another query passes") }
        other = signed
        other.headers[0].value += "x"
        guard answer(other) != "valid" else { throw BrokenProperty("another host passes") }
        return outcome
    }

    private static let signatureFields: Set<String> = [
        "authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "date",
    ]

    private func answer(_ request: SigningRequest) -> String {
        do {
            guard let signature = try verifier.readSignature(of: request) else { return "unsigned" }
            _ = try verifier.verify(signature, of: request, secretAccessKey: "secret", at: Self.now)
            return "valid"
        } catch SignatureFault.signatureVersion2 {
            return (try? PresignedVersion2(of: request, region: "us-east-1")) == nil
                ? "version 2, refused" : "version 2"
        } catch {
            return "refused: \(String(describing: error).prefix { $0 != "(" })"
        }
    }
}
