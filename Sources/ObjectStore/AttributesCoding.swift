import FoundationEssentials

/// Attributes as bytes for the database: for each one that is there a tag, a length and its UTF-8.
///
/// The storage class has a column of its own, since listings need it. Tags are never given a new meaning; readers pass over
/// those they do not know.
extension ObjectAttributes {
    private enum Tag: UInt8 {
        case contentType = 1
        case cacheControl, contentDisposition, contentEncoding, contentLanguage, expires
        case websiteRedirectLocation, serverSideEncryption, encryptionKeyID, customerKeyMD5
        case metadataName, metadataValue, tagName, tagValue
        case retentionMode, retentionUntil, legalHold
    }

    /// Nil when there is nothing to keep.
    var encoded: [UInt8]? {
        var bytes: [UInt8] = []
        Self.append(contentType, as: .contentType, to: &bytes)
        Self.append(cacheControl, as: .cacheControl, to: &bytes)
        Self.append(contentDisposition, as: .contentDisposition, to: &bytes)
        Self.append(contentEncoding, as: .contentEncoding, to: &bytes)
        Self.append(contentLanguage, as: .contentLanguage, to: &bytes)
        Self.append(expires, as: .expires, to: &bytes)
        Self.append(websiteRedirectLocation, as: .websiteRedirectLocation, to: &bytes)
        Self.append(serverSideEncryption, as: .serverSideEncryption, to: &bytes)
        Self.append(encryptionKeyID, as: .encryptionKeyID, to: &bytes)
        Self.append(customerKeyMD5, as: .customerKeyMD5, to: &bytes)
        for entry in userMetadata {
            Self.append(entry.name, as: .metadataName, to: &bytes)
            Self.append(entry.value, as: .metadataValue, to: &bytes)
        }
        for entry in tags {
            Self.append(entry.name, as: .tagName, to: &bytes)
            Self.append(entry.value, as: .tagValue, to: &bytes)
        }
        if let retention {
            Self.append(retention.mode.rawValue, as: .retentionMode, to: &bytes)
            Self.append(String(retention.until.milliseconds), as: .retentionUntil, to: &bytes)
        }
        if hasLegalHold { Self.append("ON", as: .legalHold, to: &bytes) }
        return bytes.isEmpty ? nil : bytes
    }

    init(encoded bytes: UnsafeRawBufferPointer, storageClass: String?) {
        self.init()
        self.storageClass = storageClass
        var rest = bytes[...]
        while let (tag, text) = Self.nextField(&rest) {
            guard let tag = Tag(rawValue: tag) else { continue }
            take(text, as: tag)
        }
    }

    private mutating func take(_ text: String, as tag: Tag) {
        switch tag {
        case .contentType: contentType = text
        case .cacheControl: cacheControl = text
        case .contentDisposition: contentDisposition = text
        case .contentEncoding: contentEncoding = text
        case .contentLanguage: contentLanguage = text
        case .expires: expires = text
        case .websiteRedirectLocation: websiteRedirectLocation = text
        case .serverSideEncryption: serverSideEncryption = text
        case .encryptionKeyID: encryptionKeyID = text
        case .customerKeyMD5: customerKeyMD5 = text
        case .metadataName: userMetadata.append(Entry(name: text, value: ""))
        case .metadataValue: if !userMetadata.isEmpty { userMetadata[userMetadata.count - 1].value = text }
        case .tagName: tags.append(Entry(name: text, value: ""))
        case .tagValue: if !tags.isEmpty { tags[tags.count - 1].value = text }
        case .retentionMode:
            if let mode = RetentionMode(rawValue: text) { retention = Retention(mode: mode, until: .distantFuture) }
        case .retentionUntil: if let milliseconds = Int(text) { retention?.until = Date(milliseconds: milliseconds) }
        case .legalHold: hasLegalHold = true
        }
    }

    private static func append(_ text: String?, as tag: Tag, to bytes: inout [UInt8]) {
        guard let text else { return }
        bytes.append(tag.rawValue)
        // Seven bits a byte, the lowest first; the eighth says that more follow.
        var count = text.utf8.count
        while count > 0x7F {
            bytes.append(UInt8(count & 0x7F) | 0x80)
            count >>= 7
        }
        bytes.append(UInt8(count))
        bytes.append(contentsOf: text.utf8)
    }

    private static func nextField(_ rest: inout Slice<UnsafeRawBufferPointer>) -> (tag: UInt8, text: String)? {
        guard let tag = rest.popFirst() else { return nil }
        var count = 0
        var shift = 0
        while let byte = rest.popFirst() {
            count |= Int(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 == 0 { break }
        }
        let field = rest.prefix(count)
        rest = rest.dropFirst(count)
        return (tag, String(decoding: field, as: UTF8.self))
    }
}

extension Date {
    /// Since 1970, as the database keeps times.
    var milliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded(.down)) }

    init(milliseconds: Int) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
