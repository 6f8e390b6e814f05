import HTTPTypes
import NIOCore
import NIOHTTP1

/// The head of an answer as it leaves.
///
/// Every answer has one, of some 500 bytes in 50 pieces: they are copied by hand into a place that is made once.
extension ByteBuffer {
    mutating func writeHead(
        of response: HTTPServerResponse, framing: Framing, persistence: RequestHead.Persistence
    ) {
        let fields = response.headerFields
        let own = OwnFields(response, framing: framing, persistence: persistence)
        let status = StatusLine.of(response.status.code)
        var length = status.utf8.count + own.lengthInBytes + 2
        for field in fields {
            length += field.name.rawName.utf8.count + field.withUnsafeBytesOfValue { $0.count } + 4
        }
        writeWithUnsafeMutableBytes(minimumWritableBytes: length) { place in
            var text = HeadText(place: place)
            text.append(status)
            for field in fields {
                text.append(field.name.rawName)
                text.append(": ")
                // The bytes and not the text: a value may be Latin-1.
                field.withUnsafeBytesOfValue { text.append(UnsafeRawBufferPointer($0)) }
                text.append("\r\n")
            }
            own.write(to: &text)
            text.append("\r\n")
            return text.length
        }
    }
}

/// What the server itself says about an answer.
private struct OwnFields {
    private let date: String?
    private let contentLength: String?
    private let isChunked: Bool
    private let closes: Bool

    init(_ response: HTTPServerResponse, framing: Framing, persistence: RequestHead.Persistence) {
        date = response.headerFields.contains(.date) ? nil : DateField.now()
        if case .length(let length?) = framing, !response.headerFields.contains(.contentLength) {
            contentLength = String(length)
        } else {
            contentLength = nil
        }
        isChunked = framing == .chunks
        closes = persistence == .close || framing == .connectionEnd
    }

    /// An upper bound.
    var lengthInBytes: Int { 128 }

    func write(to text: inout HeadText) {
        if let date {
            text.append("Date: ")
            text.append(date)
            text.append("\r\n")
        }
        if let contentLength {
            text.append("Content-Length: ")
            text.append(contentLength)
            text.append("\r\n")
        }
        if isChunked { text.append("Transfer-Encoding: chunked\r\n") }
        if closes { text.append("Connection: close\r\n") }
    }
}

/// Copies text and bytes behind each other. Traps when there is no room left.
private struct HeadText {
    private let place: UnsafeMutableRawBufferPointer
    private(set) var length = 0

    init(place: UnsafeMutableRawBufferPointer) {
        self.place = place
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: place[length...]).copyMemory(from: bytes)
        length += bytes.count
    }
}

private enum StatusLine {
    private static let ok = line(200)
    private static let noContent = line(204)

    static func of(_ code: Int) -> String {
        switch code {
        case 200: ok
        case 204: noContent
        default: line(code)
        }
    }

    private static func line(_ code: Int) -> String {
        "HTTP/1.1 \(code) \(HTTPResponseStatus(statusCode: code).reasonPhrase)\r\n"
    }
}
