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
    let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(RequestSender(request))
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

    private let request: ByteBuffer

    init(_ request: ByteBuffer) {
        self.request = request
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        context.fireChannelActive()
    }
}
