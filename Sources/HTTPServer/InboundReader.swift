import NIOCore

/// Reads a connection's parts in order: the connection takes heads from it, a request's body its bytes.
///
/// Invariant: one task at a time reads. The connection waits while a handler runs, and a body is iterated by one task
/// at a time, so the fields need no lock.
final class InboundReader: HTTPBodySource, @unchecked Sendable {
    private enum BodyState {
        case none
        case announced(RequestHead.Expectation)
        case reading
        case ended
        case failed(HTTPBodyError)
    }

    private var iterator: NIOAsyncChannelInboundStream<InboundPart>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<OutboundPart>
    private var body = BodyState.none

    init(_ inbound: NIOAsyncChannelInboundStream<InboundPart>, outbound: NIOAsyncChannelOutboundWriter<OutboundPart>) {
        iterator = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    func next() async throws -> InboundPart? {
        try await iterator.next()
    }

    func beginBody(expectation: RequestHead.Expectation) {
        body = .announced(expectation)
    }

    /// Whether the client holds its body back until it is told to go on.
    var awaitsContinue: Bool {
        if case .announced(.continue) = body { return true }
        return false
    }

    func nextBytes() async throws -> ByteBuffer? {
        switch body {
        case .none, .ended: return nil
        case .failed(let error): throw error
        case .announced(let expectation):
            body = .reading
            if expectation == .continue {
                try await outbound.write(.bytes(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")))
            }
        case .reading: break
        }
        switch try await iterator.next() {
        case .body(let bytes):
            return bytes
        case .end:
            body = .ended
            return nil
        case .fault(.timedOut):
            throw fail(.timedOut)
        case .fault:
            throw fail(.malformed)
        case .head, .whole, nil:
            throw fail(.truncated)
        }
    }

    private func fail(_ error: HTTPBodyError) -> HTTPBodyError {
        body = .failed(error)
        return error
    }

    /// Reads what a handler left of its request's body; false if the connection cannot be used further.
    func finishBody(upTo limit: Int) async throws -> Bool {
        var left = limit
        while true {
            switch body {
            case .none, .ended: return true
            case .failed, .announced(.continue): return false
            case .announced, .reading: break
            }
            guard let bytes = try? await nextBytes() else { continue }
            left -= bytes.readableBytes
            if left < 0 { return false }
        }
    }

    /// Ends a connection on which the client may still be sending: closing it at once would make the client's system
    /// throw away the answer that is on its way. So our half is closed first, and what comes is dropped for a while.
    func linger(closing channel: any Channel, upTo limit: Int) async {
        var left = limit
        // Failing to close means that it is closed.
        try? await channel.close(mode: .output)
        while left > 0, let part = try? await iterator.next() {
            if case .body(let bytes) = part { left -= bytes.readableBytes }
        }
    }
}
