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
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    return try await client.executeThenClose { inbound, outbound in
        try await outbound.write(request)
        var received = ByteBuffer()
        for try await bytes in inbound { received.writeImmutableBuffer(bytes) }
        return received
    }
}
