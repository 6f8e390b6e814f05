package import HTTPTypes
package import NIOCore

/// Which other origins' pages may use a bucket from a browser.
///
/// Reference: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
package struct CORSConfiguration: Sendable, Hashable {
    package struct Rule: Sendable, Hashable {
        package var id: String?
        package var allowedHeaders: [String]
        package var allowedMethods: [String]
        package var allowedOrigins: [String]
        package var exposedHeaders: [String]
        package var maxAgeInSeconds: Int?

        package init(
            id: String? = nil, allowedHeaders: [String] = [], allowedMethods: [String], allowedOrigins: [String],
            exposedHeaders: [String] = [], maxAgeInSeconds: Int? = nil
        ) {
            self.id = id
            self.allowedHeaders = allowedHeaders
            self.allowedMethods = allowedMethods
            self.allowedOrigins = allowedOrigins
            self.exposedHeaders = exposedHeaders
            self.maxAgeInSeconds = maxAgeInSeconds
        }
    }

    package var rules: [Rule]

    package init(rules: [Rule]) {
        self.rules = rules
    }

    /// What the backend tool gives each bucket.
    package static let amplify = CORSConfiguration(rules: [
        Rule(
            allowedHeaders: ["*"], allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"], allowedOrigins: ["*"],
            exposedHeaders: ["x-amz-server-side-encryption", "x-amz-request-id", "x-amz-id-2", "ETag"],
            maxAgeInSeconds: 3000)
    ])

    private static let methods: Set<String> = ["GET", "HEAD", "PUT", "POST", "DELETE"]

    /// Reads a `CORSConfiguration` document. Throws `MalformedXML` or `InvalidRequest`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "CORSConfiguration")
        rules = []
        for element in tree.children("CORSRule") {
            func texts(_ name: String) -> [String] { element.children(name).map(\.text) }
            let rule = Rule(
                id: element.trimmedText("ID"), allowedHeaders: texts("AllowedHeader"),
                allowedMethods: texts("AllowedMethod"), allowedOrigins: texts("AllowedOrigin"),
                exposedHeaders: texts("ExposeHeader"),
                maxAgeInSeconds: element.trimmedText("MaxAgeSeconds").flatMap { Int($0) })
            guard !rule.allowedMethods.isEmpty, !rule.allowedOrigins.isEmpty else { throw S3Error(.malformedXML) }
            for method in rule.allowedMethods where !Self.methods.contains(method) {
                throw S3Error(
                    .invalidRequest, "Found unsupported HTTP method in CORS config. Unsupported method is \(method)")
            }
            for origin in rule.allowedOrigins where origin.utf8.count(where: { $0 == UInt8(ascii: "*") }) > 1 {
                throw S3Error(.invalidRequest, "AllowedOrigin \"\(origin)\" can not have more than one wildcard.")
            }
            rules.append(rule)
        }
        guard (1...100).contains(rules.count) else { throw S3Error(.malformedXML) }
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "CORSConfiguration")
        for rule in rules {
            xml.element("CORSRule") { xml in
                xml.element("ID", ifAny: rule.id)
                for header in rule.allowedHeaders { xml.element("AllowedHeader", header) }
                for method in rule.allowedMethods { xml.element("AllowedMethod", method) }
                for origin in rule.allowedOrigins { xml.element("AllowedOrigin", origin) }
                for header in rule.exposedHeaders { xml.element("ExposeHeader", header) }
                if let seconds = rule.maxAgeInSeconds { xml.element("MaxAgeSeconds", seconds) }
            }
        }
        return xml.finish()
    }
}

/// A browser's request from another origin: what it asks of the configuration.
package struct CrossOriginRequest: Sendable {
    package var origin: String
    /// The method that is used or, in a preflight, will be.
    package var method: String
    /// The headers that a preflight announces, as sent.
    package var announcedHeaders: String?

    /// Nil for a request that is not from another origin.
    package init?(_ fields: HTTPFields, method: HTTPRequest.Method) {
        guard let origin = fields[.origin] else { return nil }
        self.origin = origin
        self.method = method == .options ? fields[.accessControlRequestMethod] ?? "" : method.rawValue
        announcedHeaders = method == .options ? fields[.accessControlRequestHeaders] : nil
    }

    /// The fields that let the page have the answer; nil if no rule allows it.
    package func fields(under configuration: CORSConfiguration) -> HTTPFields? {
        guard let rule = configuration.rules.first(where: { $0.allows(self) }) else { return nil }
        var fields = HTTPFields()
        let isOpen = rule.allowedOrigins.contains("*")
        fields[.accessControlAllowOrigin] = isOpen ? "*" : origin
        if !isOpen { fields[.accessControlAllowCredentials] = "true" }
        fields[.accessControlAllowMethods] = rule.allowedMethods.joined(separator: ", ")
        // A star would not cover `Authorization`, so what was asked for is named.
        if let announcedHeaders { fields[.accessControlAllowHeaders] = announcedHeaders.lowercased() }
        if !rule.exposedHeaders.isEmpty {
            fields[.accessControlExposeHeaders] = rule.exposedHeaders.joined(separator: ", ")
        }
        if let seconds = rule.maxAgeInSeconds { fields[.accessControlMaxAge] = String(seconds) }
        fields[.vary] = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"
        return fields
    }
}

extension CORSConfiguration.Rule {
    func allows(_ request: CrossOriginRequest) -> Bool {
        guard allowedMethods.contains(request.method),
            allowedOrigins.contains(where: { Self.matches($0, request.origin) })
        else { return false }
        let announced = (request.announcedHeaders ?? "").split(separator: ",").map {
            $0.filter { $0 != " " }.lowercased()
        }
        return announced.allSatisfy { header in
            allowedHeaders.contains { Self.matches($0.lowercased(), header) }
        }
    }

    /// At most one star, for any run of characters.
    private static func matches(_ pattern: String, _ text: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return pattern == text }
        let (head, tail) = (pattern[..<star], pattern[pattern.index(after: star)...])
        return text.count >= head.count + tail.count && text.hasPrefix(head) && text.hasSuffix(tail)
    }
}
