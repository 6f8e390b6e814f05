package import NIOCore

/// Takes a `multipart/form-data` body apart as browsers' uploads send it: fields first, one file last.
///
/// It holds back fields whole and, of the file, no more than a boundary's length.
/// Reference: RFC 7578; "POST Object", Amazon S3 API Reference.
package struct FormDataDecoder: Sendable {
    package enum Event: Sendable {
        case field(name: String, value: String)
        /// The part named `file` begins; its bytes follow.
        case fileStart(fileName: String?, contentType: String?)
        case fileData(ByteBuffer)
        case fileEnd
    }

    private enum State {
        case boundary
        case headers
        case field(PartHeaders)
        case file
        /// Whatever comes after the file is passed over, as S3 does.
        case ended
    }

    /// All fields before the file together.
    private static let maximumFieldsLengthInBytes = 20_000

    private let delimiter: [UInt8]
    private var state = State.boundary
    private var pending: ByteBuffer
    private var fieldsLength = 0

    /// Nil when the `Content-Type` names no boundary.
    package init?(contentType: String) {
        guard let boundary = PartHeaders.parameter("boundary", of: contentType[...]), !boundary.isEmpty,
            boundary.utf8.count <= 200
        else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first boundary has no line end before it, unless one is put there.
        pending = ByteBuffer(string: "\r\n")
    }

    /// Whether the file's end has been seen.
    package var isEnded: Bool {
        if case .ended = state { return true }
        return false
    }

    /// Takes the next bytes. Throws `MalformedPOSTRequest` or `MaxPostPreDataLengthExceededError`.
    package mutating func decode(_ bytes: ByteBuffer) throws(S3Error) -> [Event] {
        pending.writeImmutableBuffer(bytes)
        var events: [Event] = []
        while try step(&events) {}
        pending.discardReadBytes()
        return events
    }

    /// False when more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws(S3Error) -> Bool {
        switch state {
        case .boundary:
            guard pending.readableBytes >= delimiter.count + 2 else { return false }
            guard pending.readBytes(length: delimiter.count) == delimiter, pending.readInteger() == 0x0D0A as UInt16
            else { throw S3Error(.malformedPOSTRequest) }
            state = .headers
            return true
        case .headers:
            guard let end = pending.offset(of: Array("\r\n\r\n".utf8)) else {
                try checkFieldsLength(pending.readableBytes)
                return false
            }
            let text = pending.readString(length: end) ?? ""
            pending.moveReaderIndex(forwardBy: 4)
            try addFieldsLength(end)
            guard let headers = PartHeaders(text) else { throw S3Error(.malformedPOSTRequest) }
            if headers.name == "file" {
                events.append(.fileStart(fileName: headers.fileName, contentType: headers.contentType))
                state = .file
            } else {
                state = .field(headers)
            }
            return true
        case .field(let headers):
            guard let end = pending.offset(of: delimiter) else {
                try checkFieldsLength(pending.readableBytes)
                return false
            }
            try addFieldsLength(end)
            guard let bytes = pending.readBytes(length: end), let value = String(validating: bytes, as: UTF8.self)
            else { throw S3Error(.malformedPOSTRequest) }
            events.append(.field(name: headers.name, value: value))
            guard pending.readableBytes < delimiter.count + 2 || !pending.isLast(delimiter) else {
                throw S3Error(
                    .invalidArgument, "POST requires exactly one file upload per request.")
            }
            state = .boundary
            return true
        case .file:
            if let end = pending.offset(of: delimiter) {
                if end > 0, let data = pending.readSlice(length: end) { events.append(.fileData(data)) }
                events.append(.fileEnd)
                state = .ended
                return true
            }
            let safe = pending.readableBytes - delimiter.count
            if safe > 0, let data = pending.readSlice(length: safe) { events.append(.fileData(data)) }
            return false
        case .ended:
            pending.clear()
            return false
        }
    }

    private func checkFieldsLength(_ more: Int) throws(S3Error) {
        guard fieldsLength + more <= Self.maximumFieldsLengthInBytes else {
            throw S3Error(.maxPostPreDataLengthExceeded)
        }
    }

    private mutating func addFieldsLength(_ length: Int) throws(S3Error) {
        try checkFieldsLength(length)
        fieldsLength += length
    }
}

/// The headers of one part.
private struct PartHeaders: Sendable {
    var name: String
    var fileName: String?
    var contentType: String?

    init?(_ text: String) {
        var name: String?
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon].lowercased() {
            case "content-disposition":
                name = Self.parameter("name", of: value)
                fileName = Self.parameter("filename", of: value)
            case "content-type": contentType = String(value)
            default: break
            }
        }
        guard let name else { return nil }
        self.name = name.lowercased()
    }

    /// A parameter of a header value, with or without quotes.
    static func parameter(_ name: String, of value: Substring) -> String? {
        var rest = value
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let found = rest[..<equals].lowercased() == name
            rest = rest[rest.index(after: equals)...]
            let text: Substring
            if rest.first == "\"" {
                rest = rest.dropFirst()
                text = rest.prefix { $0 != "\"" }
                rest = rest[text.endIndex...]
            } else {
                text = rest.prefix { $0 != ";" && $0 != " " }
                rest = rest[text.endIndex...]
            }
            if found { return String(text) }
        }
        return nil
    }
}

extension ByteBuffer {
    /// Where these bytes first stand, counted from the reader.
    fileprivate func offset(of needle: [UInt8]) -> Int? {
        withUnsafeReadableBytes { bytes in
            guard bytes.count >= needle.count else { return nil }
            let first = needle[0]
            var offset = 0
            while offset + needle.count <= bytes.count {
                if bytes[offset] == first,
                    needle.withUnsafeBytes({ needle in
                        bytes[offset..<offset + needle.count].elementsEqual(needle)
                    })
                {
                    return offset
                }
                offset += 1
            }
            return nil
        }
    }

    /// Whether the delimiter at the reader is the closing one.
    fileprivate func isLast(_ delimiter: [UInt8]) -> Bool {
        getBytes(at: readerIndex + delimiter.count, length: 2) == Array("--".utf8)
    }
}
