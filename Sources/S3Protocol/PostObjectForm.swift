package import HTTPTypes
import NIOCore

/// The fields of a form that uploads a file.
package struct PostObjectForm: Sendable {
    /// How the upload is signed.
    package enum Signature: Sendable {
        case version4(credential: String, date: String, signature: String, token: String?)
        /// What older tools still make.
        case version2(accessKeyID: String, signature: String)
    }

    /// By lower-case name.
    package private(set) var fields: [String: String] = [:]

    package init() {}

    package mutating func add(_ name: String, _ value: String) {
        fields[name] = value
    }

    /// The key, with the file's own name in its place. Throws `InvalidArgument`.
    package func key(fileName: String?) throws(S3Error) -> String {
        guard let key = fields["key"], !key.isEmpty else {
            throw .invalidArgument(
                "key", "",
                "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields."
            )
        }
        guard let range = key.range(of: "${filename}") else { return key }
        // Browsers of old sent whole paths.
        let name = (fileName ?? "").split { $0 == "/" || $0 == "\\" }.last ?? ""
        return key.replacingSubrange(range, with: name)
    }

    /// Nil for an upload that is not signed. Throws `InvalidArgument` for one that is in part.
    package func signature() throws(S3Error) -> Signature? {
        if fields["x-amz-algorithm"] != nil || fields["x-amz-signature"] != nil {
            guard fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256" else { throw missing("x-amz-algorithm") }
            guard let credential = fields["x-amz-credential"] else { throw missing("x-amz-credential") }
            guard let date = fields["x-amz-date"] else { throw missing("x-amz-date") }
            guard let signature = fields["x-amz-signature"] else { throw missing("x-amz-signature") }
            guard fields["policy"] != nil else { throw missing("policy") }
            return .version4(
                credential: credential, date: date, signature: signature, token: fields["x-amz-security-token"])
        }
        guard fields["awsaccesskeyid"] != nil || fields["signature"] != nil || fields["policy"] != nil else {
            return nil
        }
        guard let accessKeyID = fields["awsaccesskeyid"] else { throw missing("AWSAccessKeyId") }
        guard let signature = fields["signature"] else { throw missing("signature") }
        guard fields["policy"] != nil else { throw missing("policy") }
        return .version2(accessKeyID: accessKeyID, signature: signature)
    }

    private func missing(_ name: String) -> S3Error {
        .invalidArgument(
            name, "",
            "Bucket POST must contain a field named '\(name)'.  If it is specified, please check the order "
                + "of the fields.")
    }

    /// The fields that say what the object is to be, as an upload by PUT would have them in its header.
    package func headerFields(fileContentType: String?) -> HTTPFields {
        var header = HTTPFields()
        for (name, value) in fields {
            switch name {
            case "content-type", "cache-control", "content-disposition", "content-encoding", "expires":
                header[HTTPField.Name(name)!] = value  // Literals that are names.
            case "acl": header[.xAmzACL] = value
            case _ where name.hasPrefix("x-amz-") && !Self.signatureFields.contains(name):
                if let field = HTTPField.Name(name) { header[field] = value }
            default: break
            }
        }
        if header[.contentType] == nil { header[.contentType] = fileContentType }
        return header
    }

    private static let signatureFields: Set<String> = [
        "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "x-amz-security-token",
    ]

    /// The answer to an upload that was taken.
    package func response(bucket: String, key: String, eTag: String, location: String) -> S3Response {
        var fields: HTTPFields = [.eTag: "\"\(eTag)\"", .location: location]
        if let redirect = self.fields["success_action_redirect"] ?? self.fields["redirect"], redirect.contains("://") {
            let separator = redirect.contains("?") ? "&" : "?"
            fields[.location] =
                "\(redirect)\(separator)bucket=\(bucket)&key=\(PercentEncoding.encodePath(key))&etag=%22\(eTag)%22"
            return S3Response(.seeOther, fields: fields)
        }
        switch self.fields["success_action_status"] {
        case "200": return S3Response(.ok, fields: fields)
        case "201":
            var xml = XMLWriter(root: "PostResponse")
            xml.element("Location", location)
            xml.element("Bucket", bucket)
            xml.element("Key", key)
            xml.element("ETag", "\"\(eTag)\"")
            return S3Response(.created, fields: fields, xml: xml.finish())
        default: return S3Response(.noContent, fields: fields)
        }
    }
}

extension String {
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }

    fileprivate func replacingSubrange(_ range: Range<Index>, with text: some StringProtocol) -> String {
        String(self[..<range.lowerBound]) + text + self[range.upperBound...]
    }
}
