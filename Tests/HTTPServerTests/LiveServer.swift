import HTTPTypes
import NIOCore
import NIOPosix

@testable import HTTPServer

/// Runs a server on a free port for as long as `body` runs, and gives it the port.
func withServer<Result: Sendable>(
    limits: HTTPLimits = HTTPLimits(),
    handler: @escaping HTTPServer.Handler,
    _ body: @Sendable @escaping (Int) async throws -> Result
) async throws -> Result {
    let listener = try await HTTPListener.bind(hosts: ["127.0.0.1"], port: 0, limits: limits)
    let server = HTTPServer(listener: listener, handler: handler)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            try await server.run()
            return nil
        }
        group.addTask { try await body(listener.port) }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}

/// Sends bytes as they are over one connection and returns all that comes back until the server closes it.
func exchange(port: Int, _ request: String) async throws -> String {
    String(buffer: try await exchange(port: port, ByteBuffer(string: request)))
}

func exchange(port: Int, _ request: ByteBuffer) async throws -> ByteBuffer {
    try await exchange(port: port, pieces: [request])
}

/// What a client does behind its last byte.
enum Ending {
    case wait
    case halfClose
}

/// Sends pieces, each as a packet of its own, and returns all that comes back.
func exchange(port: Int, pieces: [ByteBuffer], ending: Ending = .wait) async throws -> ByteBuffer {
    let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelOption(.allowRemoteHalfClosure, value: true)
        .connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(RequestSender(pieces, ending))
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    return try await client.executeThenClose { inbound, _ in
        var received = ByteBuffer()
        for try await bytes in inbound { received.writeImmutableBuffer(bytes) }
        return received
    }
}

/// Sends as soon as there is a connection, on its event loop: however busy the machine, the bytes are there before the
/// server has waited for them.
private final class RequestSender: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var pieces: [ByteBuffer]
    private let ending: Ending

    init(_ pieces: [ByteBuffer], _ ending: Ending) {
        self.pieces = pieces.reversed()
        self.ending = ending
    }

    func channelActive(context: ChannelHandlerContext) {
        sendNext(context)
        context.fireChannelActive()
    }

    private func sendNext(_ context: ChannelHandlerContext) {
        guard let piece = pieces.popLast() else {
            if ending == .halfClose { context.close(mode: .output, promise: nil) }
            return
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(piece)).whenSuccess {
            let (sender, context) = bound.value
            sender.sendNext(context)
        }
    }
}
