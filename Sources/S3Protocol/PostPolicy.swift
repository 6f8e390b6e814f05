package import FoundationEssentials

/// What a signer allowed a form to upload.
///
/// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
package struct PostPolicy: Sendable {
    private enum Condition: Sendable {
        case equal(field: String, value: String)
        case startsWith(field: String, prefix: String)
        case lengthRange(ClosedRange<Int>)
    }

    package let expiration: Date
    private let conditions: [Condition]

    /// Fields that need no condition.
    private static let free: Set<String> = [
        "awsaccesskeyid", "signature", "policy", "x-amz-signature", "file", "x-amz-algorithm", "x-amz-credential",
        "x-amz-date", "x-amz-security-token",
    ]

    /// Reads the base64 text of the `policy` field. Throws `InvalidPolicyDocument`.
    package init(base64 text: String) throws(S3Error) {
        let document: Document
        do {
            guard let data = Data(base64Encoded: text.filter { !$0.isWhitespace }) else {
                throw S3Error(.invalidPolicyDocument, "Invalid Policy: the policy is no base64.")
            }
            document = try JSONDecoder().decode(Document.self, from: data)
        } catch let error as S3Error {
            throw error
        } catch {
            throw S3Error(.invalidPolicyDocument, "Invalid Policy: Invalid JSON, or a part of it is missing.")
        }
        guard let expiration = S3Date.parseISO(document.expiration), document.expiration.contains("T") else {
            throw S3Error(
                .invalidPolicyDocument, "Invalid Policy: Invalid 'expiration' value: '\(document.expiration)'")
        }
        self.expiration = expiration
        var conditions: [Condition] = []
        for item in document.conditions { conditions += try Self.read(item) }
        self.conditions = conditions
    }

    /// The sizes that the file may have.
    package var lengthRange: ClosedRange<Int>? {
        for case .lengthRange(let range) in conditions { return range }
        return nil
    }

    /// Checks the fields (names in lower case) against the conditions. Throws `AccessDenied`.
    package func check(_ fields: [String: String], at now: Date) throws(S3Error) {
        guard now < expiration else { throw Self.denied("Policy expired.") }
        var allowed = Self.free
        for condition in conditions {
            switch condition {
            case .equal(let field, let value):
                allowed.insert(field)
                guard fields[field] == value else {
                    throw Self.denied("Policy Condition failed: [\"eq\", \"$\(field)\", \"\(value)\"]")
                }
            case .startsWith(let field, let prefix):
                allowed.insert(field)
                // An empty beginning is how a signer allows any value, and none.
                guard (fields[field] ?? "").utf8.starts(with: prefix.utf8) else {
                    throw Self.denied("Policy Condition failed: [\"starts-with\", \"$\(field)\", \"\(prefix)\"]")
                }
            case .lengthRange:
                break
            }
        }
        let extra = fields.keys.filter { !allowed.contains($0) && !$0.hasPrefix("x-ignore-") }.sorted()
        guard extra.isEmpty else { throw Self.denied("Extra input fields: \(extra.joined(separator: ", "))") }
    }

    private static func denied(_ reason: String) -> S3Error {
        S3Error(.accessDenied, "Invalid according to Policy: \(reason)")
    }

    private static func read(_ item: Document.Item) throws(S3Error) -> [Condition] {
        switch item {
        case .object(let pairs):
            guard let pair = pairs.first, pairs.count == 1 else {
                throw S3Error(
                    .invalidPolicyDocument,
                    "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property "
                        + "specified.")
            }
            return [.equal(field: pair.key.lowercased(), value: pair.value)]
        case .list(let parts):
            guard parts.count == 3, let name = parts[0].text?.lowercased() else { break }
            if name == "content-length-range" {
                guard let low = parts[1].number, let high = parts[2].number, low >= 0, high >= low else { break }
                return [.lengthRange(low...high)]
            }
            guard let field = parts[1].text, field.hasPrefix("$"), let value = parts[2].text else { break }
            let fieldName = field.dropFirst().lowercased()
            if name == "eq" { return [.equal(field: fieldName, value: value)] }
            if name == "starts-with" { return [.startsWith(field: fieldName, prefix: value)] }
        }
        throw S3Error(.invalidPolicyDocument, "Invalid Policy: Invalid Condition")
    }
}

/// The policy's JSON.
private struct Document: Decodable {
    enum Item: Decodable {
        case object([String: String])
        case list([Scalar])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let pairs = try? container.decode([String: String].self) {
                self = .object(pairs)
            } else {
                self = .list(try container.decode([Scalar].self))
            }
        }
    }

    enum Scalar: Decodable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .number(try container.decode(Int.self))
            }
        }

        var text: String? {
            if case .text(let text) = self { return text }
            return nil
        }

        /// Numbers are often written as texts.
        var number: Int? {
            switch self {
            case .text(let text): Int(text)
            case .number(let number): number
            }
        }
    }

    var expiration: String
    var conditions: [Item]
}
