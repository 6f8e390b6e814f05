package import HTTPTypes
package import NIOCore

/// What is sent back for one request.
///
/// The server adds `Date`, `Content-Length` (where the body's length is known and the field is not there) and
/// `Connection`; it frames streams of unknown length by chunks. An answer to HEAD keeps its fields and loses its body.
package struct HTTPServerResponse: Sendable {
    package var status: HTTPResponse.Status
    package var headerFields: HTTPFields
    package var body: Body
    /// Whether the connection is closed after this answer even if the client would keep it.
    package var closesConnection: Bool

    package init(
        status: HTTPResponse.Status, headerFields: HTTPFields = [:], body: Body = .none, closesConnection: Bool = false
    ) {
        self.status = status
        self.headerFields = headerFields
        self.body = body
        self.closesConnection = closesConnection
    }

    package enum Body: Sendable {
        case none
        case bytes(ByteBuffer)
        /// Pieces sent one after the other; file regions go by sendfile.
        case segments([Segment])
        /// Bytes that are made while they are sent. `lengthInBytes` must be exact; nil means chunks.
        /// A producer that throws, or that writes less than it announced, makes the server cut the connection, so
        /// that the client sees a broken answer and not a short one.
        case stream(lengthInBytes: Int?, @Sendable (any HTTPResponseBodyWriter) async throws -> Void)
    }

    package enum Segment: Sendable {
        case bytes(ByteBuffer)
        case file(HTTPFileRegion)
        /// A file region that is opened when its turn comes, so that an answer made of many files holds one open.
        case opening(lengthInBytes: Int, @Sendable () async throws -> HTTPFileRegion)

        package var lengthInBytes: Int {
            switch self {
            case .bytes(let bytes): bytes.readableBytes
            case .file(let region): region.range.count
            case .opening(let length, _): length
            }
        }
    }
}

/// A stretch of an open file.
package struct HTTPFileRegion: Sendable {
    /// An open, readable descriptor; its file offset is neither used nor moved.
    package var descriptor: CInt
    /// Byte offsets in the file, half open.
    package var range: Range<Int>
    /// Keeps the descriptor open. The server lets go of it when the last byte has left, or the connection is gone.
    package var owner: any AnyObject & Sendable

    package init(descriptor: CInt, range: Range<Int>, owner: any AnyObject & Sendable) {
        self.descriptor = descriptor
        self.range = range
        self.owner = owner
    }
}

/// Takes the bytes of a streamed answer.
package protocol HTTPResponseBodyWriter: Sendable {
    /// Sends the bytes on, suspending while the client is slower; throws when the connection is gone.
    func write(_ bytes: ByteBuffer) async throws
}
