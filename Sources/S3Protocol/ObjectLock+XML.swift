package import FoundationEssentials
package import NIOCore

/// A bucket's object lock, with what new objects get.
package struct ObjectLockConfiguration: Sendable, Hashable {
    package enum Period: Sendable, Hashable {
        case days(Int)
        case years(Int)
    }

    package var mode: ObjectLockFields.Mode?
    package var period: Period?

    package init() {}

    /// Throws `MalformedXML` or `InvalidRetentionPeriod`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "ObjectLockConfiguration")
        guard tree.trimmedText("ObjectLockEnabled") == "Enabled" else { throw S3Error(.malformedXML) }
        guard let rule = tree["Rule"] else { return }
        guard let retention = rule["DefaultRetention"],
            let mode = retention.trimmedText("Mode").flatMap({ ObjectLockFields.Mode(rawValue: $0) })
        else { throw S3Error(.malformedXML) }
        self.mode = mode
        switch (retention.trimmedText("Days"), retention.trimmedText("Years")) {
        case (let text?, nil): period = .days(try Self.positive(text))
        case (nil, let text?): period = .years(try Self.positive(text))
        default: throw S3Error(.malformedXML)
        }
    }

    private static func positive(_ text: String) throws(S3Error) -> Int {
        guard let number = Int(text) else { throw S3Error(.malformedXML) }
        guard number > 0 else {
            throw S3Error(.invalidRetentionPeriod, "Default retention period must be a positive integer value.")
        }
        guard number <= 36_500 else {
            throw S3Error(.invalidRetentionPeriod, "Default retention period too large")
        }
        return number
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "ObjectLockConfiguration")
        xml.element("ObjectLockEnabled", "Enabled")
        if let mode, let period {
            xml.element("Rule") { xml in
                xml.element("DefaultRetention") { xml in
                    xml.element("Mode", mode.rawValue)
                    switch period {
                    case .days(let days): xml.element("Days", days)
                    case .years(let years): xml.element("Years", years)
                    }
                }
            }
        }
        return xml.finish()
    }

    /// What an object gets that is written at this time.
    package func retention(of time: Date) -> ObjectRetention? {
        guard let mode, let period else { return nil }
        let days: Int =
            switch period {
            case .days(let days): days
            case .years(let years): years * 365
            }
        return ObjectRetention(mode: mode, until: time + Double(days) * 86400)
    }
}

/// Until when a version is kept.
package struct ObjectRetention: Sendable, Hashable {
    package var mode: ObjectLockFields.Mode
    package var until: Date

    package init(mode: ObjectLockFields.Mode, until: Date) {
        self.mode = mode
        self.until = until
    }

    /// Nil for an empty document, which takes the retention away. Throws `MalformedXML`.
    package static func parse(_ document: ByteBuffer) throws(S3Error) -> ObjectRetention? {
        let tree = try XMLTree.parse(document, root: "Retention")
        if tree.children.isEmpty { return nil }
        guard let mode = tree.trimmedText("Mode").flatMap({ ObjectLockFields.Mode(rawValue: $0) }),
            let until = tree.trimmedText("RetainUntilDate").flatMap({ S3Date.parseISO($0) })
        else { throw S3Error(.malformedXML) }
        return ObjectRetention(mode: mode, until: until)
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "Retention")
        xml.element("Mode", mode.rawValue)
        xml.element("RetainUntilDate", S3Date.iso(until))
        return xml.finish()
    }
}

/// A hold that keeps a version until it is taken away.
package enum LegalHold: String, Sendable, Hashable {
    case on = "ON"
    case off = "OFF"

    /// Throws `MalformedXML`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "LegalHold")
        guard let hold = tree.trimmedText("Status").flatMap({ LegalHold(rawValue: $0) }) else {
            throw S3Error(.malformedXML)
        }
        self = hold
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "LegalHold")
        xml.element("Status", rawValue)
        return xml.finish()
    }
}
