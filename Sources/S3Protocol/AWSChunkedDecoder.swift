package import NIOCore

/// Takes a body of content encoding `aws-chunked` apart: chunks with or without signatures, then trailing headers.
///
/// It is given bytes as they come and gives back what they mean; it holds back only the line it is in.
/// Reference: "Transferring Payload in Multiple Chunks" and "… Including Trailing Headers", Amazon S3 API Reference.
package struct AWSChunkedDecoder: Sendable {
    package enum Event: Sendable {
        /// Bytes of the object.
        case data(ByteBuffer)
        /// All bytes of a chunk were given; its signature as sent, for signed chunks. The last chunk is empty.
        case chunkEnd(signature: String?)
        /// The end of the body: the trailing headers in their order, and their signature.
        case end(trailers: [(name: String, value: String)], signature: String?)
    }

    package enum Chunks: Sendable {
        case signed
        case unsigned
    }

    private enum State {
        case chunkHeader
        case chunkData(left: Int, signature: String?)
        case chunkDataEnd(signature: String?)
        case trailers([(name: String, value: String)], signature: String?)
        case ended
    }

    /// More than any header of a chunk or trailing line needs.
    private static let maximumLineLengthInBytes = 4096
    private static let maximumTrailerCount = 16

    private let chunks: Chunks
    private var state = State.chunkHeader
    private var pending = ByteBuffer()

    package init(_ chunks: Chunks) {
        self.chunks = chunks
    }

    /// Whether the end has been seen.
    package var isEnded: Bool {
        if case .ended = state { return true }
        return false
    }

    /// Takes the next bytes. Throws `IncompleteBody` or `InvalidRequest` for what is no such body.
    package mutating func decode(_ bytes: ByteBuffer) throws(S3Error) -> [Event] {
        if pending.readableBytes == 0 { pending = bytes } else { pending.writeImmutableBuffer(bytes) }
        var events: [Event] = []
        while let event = try step() {
            switch event {
            case .none: continue
            case .some(let event): events.append(event)
            }
        }
        pending.discardReadBytes()
        return events
    }

    /// Nil when more bytes are needed; `.some(nil)` for a step that means nothing by itself.
    private mutating func step() throws(S3Error) -> Event?? {
        switch state {
        case .chunkHeader:
            guard let line = try readLine() else { return nil }
            let (length, signature) = try Self.parseChunkHeader(line, chunks)
            state = length == 0 ? .trailers([], signature: nil) : .chunkData(left: length, signature: signature)
            return length == 0 ? .some(.chunkEnd(signature: signature)) : .some(nil)
        case .chunkData(let left, let signature):
            guard let data = pending.readSlice(length: min(left, pending.readableBytes)), data.readableBytes > 0
            else { return nil }
            let rest = left - data.readableBytes
            state = rest == 0 ? .chunkDataEnd(signature: signature) : .chunkData(left: rest, signature: signature)
            return .some(.data(data))
        case .chunkDataEnd(let signature):
            guard pending.readableBytes >= 2 else { return nil }
            guard pending.readInteger(as: UInt16.self) == 0x0D0A else { throw Self.malformed }
            state = .chunkHeader
            return .some(.chunkEnd(signature: signature))
        case .trailers(var trailers, let signature):
            guard let line = try readLine() else { return nil }
            guard !line.isEmpty else {
                state = .ended
                return .some(.end(trailers: trailers, signature: signature))
            }
            guard let colon = line.firstIndex(of: ":"), trailers.count < Self.maximumTrailerCount else {
                throw Self.malformed
            }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            if name == "x-amz-trailer-signature" {
                state = .trailers(trailers, signature: String(value))
            } else {
                trailers.append((name, String(value)))
                state = .trailers(trailers, signature: signature)
            }
            return .some(nil)
        case .ended:
            guard pending.readableBytes == 0 else { throw Self.malformed }
            return nil
        }
    }

    /// A line without its end, which is CR LF; some clients end trailing headers by LF alone.
    private mutating func readLine() throws(S3Error) -> String? {
        let view = pending.readableBytesView
        guard let end = view.firstIndex(of: 0x0A) else {
            guard view.count <= Self.maximumLineLengthInBytes else { throw Self.malformed }
            return nil
        }
        guard end - view.startIndex <= Self.maximumLineLengthInBytes else { throw Self.malformed }
        var line = view[view.startIndex..<end]
        if line.last == 0x0D { line = line.dropLast() }
        pending.moveReaderIndex(forwardBy: end - view.startIndex + 1)
        return String(decoding: line, as: UTF8.self)
    }

    /// `400;chunk-signature=…`
    private static func parseChunkHeader(
        _ line: String, _ chunks: Chunks
    ) throws(S3Error) -> (length: Int, signature: String?) {
        let fields = line.split(separator: ";", omittingEmptySubsequences: false)
        // Twelve digits are far beyond any object's size and far below an overflow.
        guard (1...12).contains(fields[0].utf8.count), let length = Int(fields[0], radix: 16), length >= 0 else {
            throw malformed
        }
        let name = "chunk-signature="
        let signature = fields.dropFirst().first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
        guard chunks == .unsigned || signature != nil else { throw malformed }
        return (length, signature)
    }

    private static let malformed = S3Error(
        .invalidRequest, "The body is not well-formed aws-chunked content: a chunk's header or end is wrong")
}
