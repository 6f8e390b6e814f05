import FoundationEssentials
package import HTTPTypes

/// What travels with an object in header fields.
package struct ObjectFields: Sendable, Hashable {
    package struct Metadata: Sendable, Hashable {
        /// Lower case, without `x-amz-meta-`.
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var contentType: String?
    package var cacheControl: String?
    package var contentDisposition: String?
    /// Without `aws-chunked`, which is about the transfer.
    package var contentEncoding: String?
    package var contentLanguage: String?
    /// As sent, date or not.
    package var expires: String?
    package var websiteRedirectLocation: String?
    package var metadata: [Metadata] = []

    package init() {}

    /// S3's bound on names and values of user metadata together.
    private static let maximumMetadataLengthInBytes = 2048
    private static let metadataPrefix = "x-amz-meta-"

    /// Reads the fields of an upload. Throws `MetadataTooLarge`.
    package init(_ fields: HTTPFields) throws(S3Error) {
        contentType = fields[.contentType]
        cacheControl = fields[.cacheControl]
        contentDisposition = fields[.contentDisposition]
        contentEncoding = Self.storedEncoding(fields[.contentEncoding])
        contentLanguage = fields[.contentLanguage]
        expires = fields[.expires]
        websiteRedirectLocation = fields[.xAmzWebsiteRedirectLocation]
        for field in fields where field.name.canonicalName.hasPrefix(Self.metadataPrefix) {
            append(String(field.name.canonicalName.dropFirst(Self.metadataPrefix.count)), field.value)
        }
        let length = metadata.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard length <= Self.maximumMetadataLengthInBytes else {
            throw S3Error(.metadataTooLarge).with("Size", String(length))
                .with("MaxSizeAllowed", String(Self.maximumMetadataLengthInBytes))
        }
    }

    /// Adds an entry; a name that is there gets a second value after a comma, as repeated fields have it.
    package mutating func append(_ name: String, _ value: String) {
        if let index = metadata.firstIndex(where: { $0.name == name }) {
            metadata[index].value += "," + value
        } else {
            metadata.append(Metadata(name: name, value: value))
        }
    }

    /// Writes the fields of an answer.
    package func write(to fields: inout HTTPFields) {
        fields[.contentType] = contentType ?? "binary/octet-stream"
        if let cacheControl { fields[.cacheControl] = cacheControl }
        if let contentDisposition { fields[.contentDisposition] = contentDisposition }
        if let contentEncoding { fields[.contentEncoding] = contentEncoding }
        if let contentLanguage { fields[.contentLanguage] = contentLanguage }
        if let expires { fields[.expires] = expires }
        if let websiteRedirectLocation { fields[.xAmzWebsiteRedirectLocation] = websiteRedirectLocation }
        var missing = 0
        for entry in metadata {
            if let name = HTTPField.Name(Self.metadataPrefix + entry.name) {
                fields.append(HTTPField(name: name, value: entry.value))
            } else {
                missing += 1
            }
        }
        if missing > 0 { fields[.xAmzMissingMeta] = String(missing) }
    }

    private static func storedEncoding(_ text: String?) -> String? {
        guard let text, text.lowercased().contains("aws-chunked") else { return text }
        let kept = text.split(separator: ",").filter {
            $0.trimmingCharacters(in: " ").lowercased() != "aws-chunked"
        }
        return kept.isEmpty ? nil : kept.joined(separator: ",").trimmingCharacters(in: " ")
    }
}

extension StringProtocol {
    /// Without this character at both ends.
    fileprivate func trimmingCharacters(in character: Character) -> String {
        var rest = self[...]
        while rest.first == character { rest = rest.dropFirst() }
        while rest.last == character { rest = rest.dropLast() }
        return String(rest)
    }
}

/// The `response-…` parameters, with which a reader chooses fields of the answer.
package struct ResponseOverrides: Sendable {
    private static let names: [(parameter: String, field: HTTPField.Name)] = [
        ("response-cache-control", .cacheControl), ("response-content-disposition", .contentDisposition),
        ("response-content-encoding", .contentEncoding), ("response-content-language", .contentLanguage),
        ("response-content-type", .contentType), ("response-expires", .expires),
    ]

    private var fields: [HTTPField] = []

    package init(_ query: S3Query) {
        guard !query.items.isEmpty else { return }
        for (parameter, field) in Self.names {
            if let value = query[parameter] { fields.append(HTTPField(name: field, value: value)) }
        }
    }

    package func apply(to answer: inout HTTPFields) {
        for field in fields { answer[field.name] = field.value }
    }

    package var isEmpty: Bool { fields.isEmpty }
}
