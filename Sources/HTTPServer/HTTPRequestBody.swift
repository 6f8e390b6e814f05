package import NIOCore

/// The bytes that follow a request's head, read at the pace of whoever iterates: while nobody asks, the connection
/// stops reading.
///
/// It can be iterated once, by one task at a time. A client that waits for `100 Continue` gets it when the first
/// bytes are asked for.
package struct HTTPRequestBody: AsyncSequence, Sendable {
    package typealias Element = ByteBuffer

    private enum Storage: Sendable {
        case whole(ByteBuffer)
        case streaming(any HTTPBodySource)
    }

    private let storage: Storage
    /// What the client announced; nil when the body is chunked.
    package let lengthInBytes: Int?

    /// A body that is in memory already; tests and small requests use it.
    package init(_ bytes: ByteBuffer = ByteBuffer()) {
        storage = .whole(bytes)
        lengthInBytes = bytes.readableBytes
    }

    init(streaming source: any HTTPBodySource, lengthInBytes: Int?) {
        storage = .streaming(source)
        self.lengthInBytes = lengthInBytes
    }

    /// The whole body if it has arrived already, as it has for small requests; reading it needs no suspension.
    package var bytesAtHand: ByteBuffer? {
        if case .whole(let bytes) = storage { return bytes }
        return nil
    }

    /// The next bytes of a body that is not at hand, nil at its end; for readers that cannot hold an iterator.
    package func nextBytes() async throws -> ByteBuffer? {
        guard case .streaming(let source) = storage else { return nil }
        return try await source.nextBytes()
    }

    package func makeAsyncIterator() -> AsyncIterator {
        switch storage {
        case .whole(let bytes): AsyncIterator(step: .whole(bytes))
        case .streaming(let source): AsyncIterator(step: .streaming(source))
        }
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        enum Step {
            case whole(ByteBuffer)
            case streaming(any HTTPBodySource)
            case finished
        }

        var step: Step

        /// Throws `HTTPBodyError` when the body ends before its announced end.
        package mutating func next() async throws -> ByteBuffer? {
            switch step {
            case .whole(let bytes):
                step = .finished
                return bytes.readableBytes > 0 ? bytes : nil
            case .streaming(let source):
                guard let bytes = try await source.nextBytes() else {
                    step = .finished
                    return nil
                }
                return bytes
            case .finished:
                return nil
            }
        }
    }

    /// The whole body in one buffer. Throws `HTTPBodyError.tooLarge` as soon as it is known to exceed `limit` bytes.
    package func collect(upTo limit: Int) async throws -> ByteBuffer {
        if let lengthInBytes, lengthInBytes > limit { throw HTTPBodyError.tooLarge(limitInBytes: limit) }
        if let bytesAtHand { return bytesAtHand }
        var collected = ByteBuffer()
        for try await bytes in self {
            guard collected.readableBytes + bytes.readableBytes <= limit else {
                throw HTTPBodyError.tooLarge(limitInBytes: limit)
            }
            if collected.readableBytes == 0 { collected = bytes } else { collected.writeImmutableBuffer(bytes) }
        }
        return collected
    }
}

/// Why a request body could not be read to its end.
package enum HTTPBodyError: Error, Sendable, Hashable {
    /// The connection closed first.
    case truncated
    /// No byte arrived within the read timeout.
    case timedOut
    /// The chunked framing is broken.
    case malformed
    /// More bytes than the reader accepts.
    case tooLarge(limitInBytes: Int)
}

/// Where a streaming body's bytes come from.
protocol HTTPBodySource: AnyObject, Sendable {
    /// The next bytes, nil at the end.
    func nextBytes() async throws -> ByteBuffer?
}
