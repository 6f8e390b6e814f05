import HTTPTypes
import NIOCore

/// What a connection's channel hands to its task.
enum InboundPart: Sendable {
    /// A request whose body is here already.
    case whole(RequestHead, ByteBuffer)
    /// A request whose body follows as `body` parts and one `end`.
    case head(RequestHead)
    case body(ByteBuffer)
    case end
    /// Nothing follows it.
    case fault(HTTPFault)
}

/// A request's head and what it says about the connection.
struct RequestHead: Sendable {
    var request: HTTPRequest
    var bodyLength: BodyLength
    var connection: Persistence
    var expectation: Expectation
    var version: Version

    enum Version: Sendable {
        case http1_0
        case http1_1
    }

    enum BodyLength: Sendable, Equatable {
        case known(Int)
        case chunked
    }

    enum Persistence: Sendable {
        case keepAlive
        case close
    }

    enum Expectation: Sendable {
        case none
        case `continue`
    }
}

/// What a connection's task hands to its channel.
enum OutboundPart: Sendable {
    /// `100 Continue`, or some bytes of an answer.
    case bytes(ByteBuffer)
    /// Part of a file; the promise succeeds when the bytes have left.
    case file(HTTPFileRegion, EventLoopPromise<Void>)
    /// The end of an answer, which may be empty; the promise, if any, succeeds when all of the answer has left.
    case last(ByteBuffer, EventLoopPromise<Void>?)
    /// The same with part of a file as the end.
    case lastFile(HTTPFileRegion, EventLoopPromise<Void>?)
}
