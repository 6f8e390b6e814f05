import HTTPTypes
import NIOCore
import NIOExtras
import ServiceLifecycle
import Synchronization

/// Serves HTTP/1.1 on a listener until it is asked to stop; then it takes nothing new, lets what is in flight finish
/// (for `HTTPLimits.shutdownGrace` at most) and returns.
package struct HTTPServer: Service {
    /// Answers one request. It runs on the connection's own event loop: long computation belongs elsewhere.
    package typealias Handler = @Sendable (HTTPServerRequest) async -> HTTPServerResponse

    private let listener: HTTPListener
    private let handler: Handler
    private let refusal: @Sendable (HTTPFault) -> HTTPServerResponse

    /// - Parameter refusal: gives the form of the answer to what is no request.
    package init(
        listener: HTTPListener,
        refusal: @escaping @Sendable (HTTPFault) -> HTTPServerResponse = { HTTPServerResponse(fault: $0) },
        handler: @escaping Handler
    ) {
        self.listener = listener
        self.handler = handler
        self.refusal = refusal
    }

    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await acceptConnections() }
                group.addTask {
                    // Ends with the grace after a graceful stop, or with a cancellation when all is served.
                    try await gracefulShutdown()
                    try await Task.sleep(for: listener.limits.shutdownGrace)
                }
                do {
                    try await group.next()
                } catch is CancellationError {
                    // The server was cancelled rather than stopped gracefully: that is an end like another.
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            for helper in listener.quiescing { helper.initiateShutdown(promise: nil) }
        }
    }

    private func acceptConnections() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            let places = ConnectionPlaces(listener.limits.connections)
            for socket in listener.sockets {
                group.addTask { try await serve(socket, places: places) }
            }
        }
    }

    private func serve(
        _ socket: NIOAsyncChannel<HTTPListener.Connection, Never>, places: ConnectionPlaces
    ) async throws {
        try await socket.executeThenClose { accepted in
            try await withThrowingDiscardingTaskGroup { group in
                for try await channel in accepted {
                    group.addTask(executorPreference: EventLoopTaskExecutor(channel.channel.eventLoop)) {
                        let connection = Connection(
                            channel: channel.channel, limits: listener.limits, handler: handler, refusal: refusal)
                        await places.withPlace { await connection.run(channel, place: $0) }
                    }
                }
            }
        }
    }
}

/// Counts connections against their bound.
final class ConnectionPlaces: Sendable {
    private let limit: Int
    private let taken = Atomic<Int>(0)

    init(_ limit: Int) {
        self.limit = limit
    }

    enum Place {
        case granted
        case none
    }

    func withPlace(_ body: (Place) async -> Void) async {
        let count = taken.wrappingAdd(1, ordering: .relaxed).newValue
        defer { taken.wrappingSubtract(1, ordering: .relaxed) }
        await body(count <= limit ? .granted : .none)
    }
}

extension HTTPServerResponse {
    /// A plain text answer to a fault.
    package init(fault: HTTPFault) {
        self.init(
            status: .init(code: fault.statusCode), headerFields: [.contentType: "text/plain"],
            body: .bytes(ByteBuffer(string: "\(fault)\n")), closesConnection: true)
    }
}
