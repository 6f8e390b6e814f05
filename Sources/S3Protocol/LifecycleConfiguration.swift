package import FoundationEssentials
package import NIOCore

/// When objects of a bucket are removed by themselves.
///
/// Reference: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
package struct LifecycleConfiguration: Sendable {
    package struct Rule: Sendable {
        package var id: String
        package var isEnabled: Bool
        package var filter: Filter
        package var expiration: Expiration?
        package var noncurrentExpiration: NoncurrentExpiration?
        package var abortsUploadsAfterDays: Int?
        /// Kept and told, and never done: there is one place only to put objects.
        package var transitions: [XMLTree]
    }

    package struct Filter: Sendable {
        package var prefix: String?
        package var tags: [Tag] = []
        package var sizeGreaterThan: Int?
        package var sizeLessThan: Int?
        /// Whether the prefix stands under the rule itself, as in the first version of the document.
        package var isLegacy = false

        /// Whether an object is one of those meant.
        package func matches(key: String, size: Int, tags objectTags: [Tag]) -> Bool {
            if let prefix, !key.utf8.starts(with: prefix.utf8) { return false }
            if let sizeGreaterThan, size <= sizeGreaterThan { return false }
            if let sizeLessThan, size >= sizeLessThan { return false }
            return tags.allSatisfy { objectTags.contains($0) }
        }
    }

    package enum Expiration: Sendable {
        case days(Int)
        case date(Date)
        /// Removes delete markers under which no version is left.
        case deleteMarkers
    }

    package struct NoncurrentExpiration: Sendable {
        package var days: Int
        /// So many newer noncurrent versions stay in any case.
        package var kept: Int?
    }

    package var rules: [Rule]

    /// Throws `MalformedXML`, `InvalidArgument` or `InvalidRequest`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "LifecycleConfiguration")
        rules = []
        for (index, element) in tree.children("Rule").enumerated() {
            rules.append(try Rule(element, index: index))
        }
        guard (1...1000).contains(rules.count) else { throw S3Error(.malformedXML) }
        guard Set(rules.map(\.id)).count == rules.count else {
            throw S3Error(
                .invalidArgument, "Rule ID must be unique. Found same ID for one or more rules")
        }
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "LifecycleConfiguration")
        for rule in rules { xml.element("Rule") { rule.write(to: &$0) } }
        return xml.finish()
    }
}

extension LifecycleConfiguration.Rule {
    fileprivate init(_ element: XMLTree, index: Int) throws(S3Error) {
        switch element.trimmedText("Status") {
        case "Enabled": isEnabled = true
        case "Disabled": isEnabled = false
        default: throw S3Error(.malformedXML)
        }
        let name = element.trimmedText("ID") ?? ""
        guard name.utf16.count <= 255 else {
            throw S3Error(.invalidArgument, "ID length should not exceed allowed limit of 255")
        }
        id = name.isEmpty ? "rule-\(index + 1)" : name
        filter = try LifecycleConfiguration.Filter(rule: element)
        expiration = try element["Expiration"].map { tree throws(S3Error) in try .init(tree) }
        noncurrentExpiration = try element["NoncurrentVersionExpiration"].map { tree throws(S3Error) in
            try .init(tree)
        }
        abortsUploadsAfterDays = try element["AbortIncompleteMultipartUpload"].map { tree throws(S3Error) in
            try tree.positive("DaysAfterInitiation", "'DaysAfterInitiation' for AbortIncompleteMultipartUpload")
        }
        transitions = element.children("Transition") + element.children("NoncurrentVersionTransition")
        for date in transitions.compactMap({ $0.trimmedText("Date") }) { _ = try Date(midnight: date) }
        guard
            expiration != nil || noncurrentExpiration != nil || abortsUploadsAfterDays != nil || !transitions.isEmpty
        else {
            throw S3Error(.invalidRequest, "At least one action needs to be specified in a rule")
        }
    }

    fileprivate func write(to xml: inout XMLWriter) {
        xml.element("ID", id)
        filter.write(to: &xml)
        xml.element("Status", isEnabled ? "Enabled" : "Disabled")
        for transition in transitions { transition.write(to: &xml) }
        if let expiration {
            xml.element("Expiration") { xml in
                switch expiration {
                case .days(let days): xml.element("Days", days)
                case .date(let date): xml.element("Date", S3Date.iso(date))
                case .deleteMarkers: xml.element("ExpiredObjectDeleteMarker", true)
                }
            }
        }
        if let noncurrentExpiration {
            xml.element("NoncurrentVersionExpiration") { xml in
                xml.element("NoncurrentDays", noncurrentExpiration.days)
                if let kept = noncurrentExpiration.kept { xml.element("NewerNoncurrentVersions", kept) }
            }
        }
        if let abortsUploadsAfterDays {
            xml.element("AbortIncompleteMultipartUpload") {
                $0.element("DaysAfterInitiation", abortsUploadsAfterDays)
            }
        }
    }
}

extension LifecycleConfiguration.Filter {
    fileprivate init(rule: XMLTree) throws(S3Error) {
        guard let filter = rule["Filter"] else {
            guard let prefix = rule["Prefix"]?.text else { throw S3Error(.malformedXML) }
            self.prefix = prefix
            isLegacy = true
            return
        }
        guard rule["Prefix"] == nil else { throw S3Error(.malformedXML) }
        let content = filter["And"] ?? filter
        guard filter["And"] != nil || filter.children.count <= 1 else { throw S3Error(.malformedXML) }
        prefix = content["Prefix"]?.text
        for tag in content.children("Tag") {
            guard let key = tag["Key"]?.text, let value = tag["Value"]?.text else { throw S3Error(.malformedXML) }
            tags.append(Tag(key: key, value: value))
        }
        sizeGreaterThan = try content.number("ObjectSizeGreaterThan")
        sizeLessThan = try content.number("ObjectSizeLessThan")
    }

    fileprivate func write(to xml: inout XMLWriter) {
        guard !isLegacy else { return xml.element("Prefix", prefix ?? "") }
        let count =
            (prefix == nil ? 0 : 1) + tags.count + (sizeGreaterThan == nil ? 0 : 1) + (sizeLessThan == nil ? 0 : 1)
        xml.element("Filter") { xml in
            if count > 1 { xml.element("And") { writeContent(to: &$0) } } else { writeContent(to: &xml) }
        }
    }

    private func writeContent(to xml: inout XMLWriter) {
        xml.element("Prefix", ifAny: prefix)
        for tag in tags {
            xml.element("Tag") { xml in
                xml.element("Key", tag.key)
                xml.element("Value", tag.value)
            }
        }
        if let sizeGreaterThan { xml.element("ObjectSizeGreaterThan", sizeGreaterThan) }
        if let sizeLessThan { xml.element("ObjectSizeLessThan", sizeLessThan) }
    }
}

extension LifecycleConfiguration.Expiration {
    fileprivate init(_ element: XMLTree) throws(S3Error) {
        guard element.children.count == 1 else { throw S3Error(.malformedXML) }
        if let text = element.trimmedText("Date") {
            self = .date(try Date(midnight: text))
        } else if let text = element.trimmedText("ExpiredObjectDeleteMarker") {
            guard text == "true" else { throw S3Error(.malformedXML) }
            self = .deleteMarkers
        } else {
            self = .days(try element.positive("Days", "'Days' for Expiration action"))
        }
    }
}

extension Date {
    /// Throws `MalformedXML` or `InvalidArgument` for what is no day's beginning.
    fileprivate init(midnight text: String) throws(S3Error) {
        guard let date = S3Date.parseISO(text) else { throw S3Error(.malformedXML) }
        guard Int(date.timeIntervalSince1970) % 86400 == 0 else {
            throw S3Error(.invalidArgument, "'Date' must be at midnight GMT")
        }
        self = date
    }
}

extension LifecycleConfiguration.NoncurrentExpiration {
    fileprivate init(_ element: XMLTree) throws(S3Error) {
        days = try element.positive("NoncurrentDays", "'NoncurrentDays' for NoncurrentVersionExpiration action")
        kept = try element.number("NewerNoncurrentVersions")
    }
}

extension XMLTree {
    fileprivate func number(_ name: String) throws(S3Error) -> Int? {
        guard let text = trimmedText(name) else { return nil }
        guard let number = Int(text), number >= 0 else { throw S3Error(.malformedXML) }
        return number
    }

    fileprivate func positive(_ name: String, _ words: String) throws(S3Error) -> Int {
        guard let number = try number(name) else { throw S3Error(.malformedXML) }
        guard number > 0 else { throw S3Error(.invalidArgument, "\(words) must be a positive integer") }
        return number
    }

    /// Writes the element as it was read, without attributes.
    fileprivate func write(to xml: inout XMLWriter) {
        guard !children.isEmpty else { return xml.element(name, text) }
        xml.element(name) { xml in
            for child in children { child.write(to: &xml) }
        }
    }
}
