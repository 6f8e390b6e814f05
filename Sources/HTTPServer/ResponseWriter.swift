import HTTPTypes
import NIOCore
import Synchronization

/// Writes answers to one connection: head and small bodies in one piece, file regions by sendfile, streams as they
/// come.
struct ResponseWriter: Sendable {
    /// Bodies up to this size are copied behind the head, so that both leave in one packet.
    private static let joinedLengthInBytes = 32 * 1024
    /// File regions are sent in steps of this size; each step that leaves counts as progress.
    private static let fileStepInBytes = 2 * 1024 * 1024

    let channel: any Channel
    let outbound: NIOAsyncChannelOutboundWriter<OutboundPart>

    /// - Parameter head: the request's; nil when there is no request to speak of.
    func write(_ response: HTTPServerResponse, to head: RequestHead?, persistence: RequestHead.Persistence)
        async throws
    {
        let body = response.sentBody(to: head?.request.method)
        let framing = Framing(body, response, head)
        var bytes = channel.allocator.buffer(capacity: 1024)
        bytes.writeHead(of: response, framing: framing, persistence: persistence)
        switch body {
        case .none:
            try await writeLast(bytes, persistence)
        case .bytes(let content) where content.readableBytes <= Self.joinedLengthInBytes:
            bytes.writeImmutableBuffer(content)
            try await writeLast(bytes, persistence)
        case .bytes(let content):
            try await outbound.write(.bytes(bytes))
            try await writeLast(content, persistence)
        case .segments(let segments):
            try await write(segments, after: bytes, persistence)
        case .stream(let length, let produce):
            try await outbound.write(.bytes(bytes))
            let writer = StreamWriter(outbound: outbound, framing: framing)
            try await produce(writer)
            if let length, writer.writtenInBytes != length { throw HTTPStreamError.wrongLength }
            try await writeLast(ByteBuffer(string: framing == .chunks ? "0\r\n\r\n" : ""), persistence)
        }
    }

    /// Of a connection that will close, the end is awaited: closing would drop what has not left.
    private func writeLast(_ bytes: ByteBuffer, _ persistence: RequestHead.Persistence) async throws {
        switch persistence {
        case .keepAlive:
            try await outbound.write(.last(bytes, nil))
        case .close:
            try await writeAwaiting { .last(bytes, $0) }
        }
    }

    private func write(
        _ segments: [HTTPServerResponse.Segment], after head: ByteBuffer, _ persistence: RequestHead.Persistence
    ) async throws {
        var waiting = head
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case .bytes(let bytes) where waiting.readableBytes + bytes.readableBytes <= Self.joinedLengthInBytes:
                waiting.writeImmutableBuffer(bytes)
            case .bytes(let bytes):
                try await outbound.write(.bytes(waiting))
                waiting = bytes
            case .file(let region):
                if isLast { return try await writeLast(region, after: waiting, persistence) }
                try await write(region, after: waiting)
                waiting = ByteBuffer()
            case .opening(let length, let open):
                let region = try await open()
                guard region.range.count == length else { throw HTTPStreamError.wrongLength }
                if isLast { return try await writeLast(region, after: waiting, persistence) }
                try await write(region, after: waiting)
                waiting = ByteBuffer()
            }
        }
        try await writeLast(waiting, persistence)
    }

    /// Sends a file region in steps, after bytes that may wait before it.
    private func write(_ region: HTTPFileRegion, after waiting: ByteBuffer) async throws {
        var waiting = waiting
        var rest = region.range
        while !rest.isEmpty {
            var step = region
            step.range = rest.prefix(Self.fileStepInBytes)
            rest = step.range.upperBound..<rest.upperBound
            let before = waiting
            waiting = ByteBuffer()
            try await writeAwaiting(before) { .file(step, $0) }
        }
        if waiting.readableBytes > 0 { try await outbound.write(.bytes(waiting)) }
    }

    /// Sends a file region that ends an answer. Its last step is not awaited, unless the connection will close: small
    /// files go in one piece with the head before them.
    private func writeLast(
        _ region: HTTPFileRegion, after waiting: ByteBuffer, _ persistence: RequestHead.Persistence
    ) async throws {
        var (before, last) = (region, region)
        let steps = (max(region.range.count, 1) - 1) / Self.fileStepInBytes
        before.range = region.range.prefix(steps * Self.fileStepInBytes)
        last.range = before.range.upperBound..<region.range.upperBound
        guard !last.range.isEmpty else { return try await writeLast(waiting, persistence) }
        var waiting = waiting
        if !before.range.isEmpty {
            try await write(before, after: waiting)
            waiting = ByteBuffer()
        }
        switch persistence {
        case .keepAlive: try await outbound.write(contentsOf: [.bytes(waiting), .lastFile(last, nil)])
        case .close: try await writeAwaiting(waiting) { .lastFile(last, $0) }
        }
    }

    /// Writes a part, after bytes that may wait before it, and suspends until it has left.
    private func writeAwaiting(
        _ before: ByteBuffer = ByteBuffer(), _ part: (EventLoopPromise<Void>) -> OutboundPart
    ) async throws {
        let left = channel.eventLoop.makePromise(of: Void.self)
        do {
            if before.readableBytes > 0 {
                try await outbound.write(contentsOf: [.bytes(before), part(left)])
            } else {
                try await outbound.write(part(left))
            }
        } catch {
            left.fail(error)
            throw error
        }
        try await left.futureResult.get()
    }
}

/// Why a streamed answer was cut off.
enum HTTPStreamError: Error {
    case wrongLength
}

/// How the end of an answer's body is marked.
enum Framing: Equatable {
    /// By a length; nil when the status has no body at all.
    case length(Int?)
    case chunks
    case connectionEnd

    init(_ body: HTTPServerResponse.Body, _ response: HTTPServerResponse, _ head: RequestHead?) {
        switch body {
        case .none:
            let isHead = head?.request.method == .head
            self = .length(isHead || response.status.code == 204 || response.status.code == 304 ? nil : 0)
            if isHead, let length = response.body.lengthInBytes, length > 0 { self = .length(length) }
        case .bytes, .segments:
            self = .length(body.lengthInBytes)
        case .stream(let length?, _):
            self = .length(length)
        case .stream(nil, _):
            self = head?.version == .http1_1 ? .chunks : .connectionEnd
        }
    }
}

extension HTTPServerResponse {
    /// The body without what the method or the status forbids.
    fileprivate func sentBody(to method: HTTPRequest.Method?) -> Body {
        method == .head || status.code == 204 || status.code == 304 ? .none : body
    }
}

extension HTTPServerResponse.Body {
    fileprivate var lengthInBytes: Int? {
        switch self {
        case .none: 0
        case .bytes(let bytes): bytes.readableBytes
        case .segments(let segments): segments.reduce(0) { $0 + $1.lengthInBytes }
        case .stream(let length, _): length
        }
    }
}

/// Frames a stream's bytes and counts them.
private final class StreamWriter: HTTPResponseBodyWriter {
    private let outbound: NIOAsyncChannelOutboundWriter<OutboundPart>
    private let framing: Framing
    private let written = Atomic<Int>(0)

    init(outbound: NIOAsyncChannelOutboundWriter<OutboundPart>, framing: Framing) {
        self.outbound = outbound
        self.framing = framing
    }

    var writtenInBytes: Int { written.load(ordering: .relaxed) }

    func write(_ bytes: ByteBuffer) async throws {
        guard bytes.readableBytes > 0 else { return }
        let total = written.wrappingAdd(bytes.readableBytes, ordering: .relaxed).newValue
        switch framing {
        case .length(let length):
            if total > length ?? 0 { throw HTTPStreamError.wrongLength }
            try await outbound.write(.bytes(bytes))
        case .connectionEnd:
            try await outbound.write(.bytes(bytes))
        case .chunks:
            var chunk = ByteBuffer(string: String(bytes.readableBytes, radix: 16) + "\r\n")
            chunk.writeImmutableBuffer(bytes)
            chunk.writeString("\r\n")
            try await outbound.write(.bytes(chunk))
        }
    }
}
