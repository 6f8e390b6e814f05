import BackendDefinition
import NIOCore
import S3Protocol

extension LifecycleConfiguration {
    /// `cfnBucket.lifecycleConfiguration`, in CloudFormation's names, as the document that S3 keeps; nil without rules.
    /// Throws what S3 would say of it.
    static func document(template: JSONValue) throws(S3Error) -> ByteBuffer? {
        let rules = template["rules"]?.elements ?? []
        if rules.isEmpty { return nil }
        var xml = XMLWriter(s3: "LifecycleConfiguration")
        for rule in rules { xml.element("Rule") { rule.writeLifecycleRule(to: &$0) } }
        return try LifecycleConfiguration(xml.finish()).document
    }
}

extension JSONValue {
    fileprivate func writeLifecycleRule(to xml: inout XMLWriter) {
        xml.element("ID", ifAny: self["id"]?.text)
        xml.element("Status", self["status"]?.text ?? "")
        xml.element("Filter") { xml in xml.element("And") { writeFilter(to: &$0) } }
        let days = self["expirationInDays"]?.scalarText
        let date = self["expirationDate"]?.text
        if days != nil || date != nil || self["expiredObjectDeleteMarker"]?.boolean == true {
            xml.element("Expiration") { xml in
                if let days {
                    xml.element("Days", days)
                } else if let date {
                    xml.element("Date", date)
                } else {
                    xml.element("ExpiredObjectDeleteMarker", true)
                }
            }
        }
        let noncurrent = self["noncurrentVersionExpiration"]
        let noncurrentDays = noncurrent?["noncurrentDays"] ?? self["noncurrentVersionExpirationInDays"]
        if let noncurrentDays = noncurrentDays?.scalarText {
            xml.element("NoncurrentVersionExpiration") { xml in
                xml.element("NoncurrentDays", noncurrentDays)
                xml.element("NewerNoncurrentVersions", ifAny: noncurrent?["newerNoncurrentVersions"]?.scalarText)
            }
        }
        if let abort = self["abortIncompleteMultipartUpload"]?["daysAfterInitiation"]?.scalarText {
            xml.element("AbortIncompleteMultipartUpload") { $0.element("DaysAfterInitiation", abort) }
        }
    }

    private func writeFilter(to xml: inout XMLWriter) {
        xml.element("Prefix", ifAny: self["prefix"]?.text)
        for tag in self["tagFilters"]?.elements ?? [] {
            xml.element("Tag") { xml in
                xml.element("Key", tag["key"]?.text ?? "")
                xml.element("Value", tag["value"]?.text ?? "")
            }
        }
        xml.element("ObjectSizeGreaterThan", ifAny: self["objectSizeGreaterThan"]?.scalarText)
        xml.element("ObjectSizeLessThan", ifAny: self["objectSizeLessThan"]?.scalarText)
    }

    /// A number or a text, as templates take either.
    private var scalarText: String? { text ?? number.map { Int(exactly: $0).map(String.init) ?? "\($0)" } }
}
