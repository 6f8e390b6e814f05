import NIOCore
import NIOExtras
import NIOHTTP1
import NIOPosix
package import OpenSSL
import TLSChannel

/// Sockets bound to one port, accepting nothing until an `HTTPServer` runs on them.
package struct HTTPListener: Sendable {
    typealias Connection = NIOAsyncChannel<InboundPart, OutboundPart>

    /// The port in use, the same on every host.
    package let port: Int
    /// The addresses bound, without port.
    package let hosts: [String]
    let sockets: [NIOAsyncChannel<Connection, Never>]
    let quiescing: [ServerQuiescingHelper]
    let limits: HTTPLimits

    /// Binds every host to `port`; 0 takes any port that is free on all of them. IPv6 hosts are left out on a
    /// machine that has no IPv6, unless they are the only ones. Throws `HTTPListenerError`.
    ///
    /// - Parameter tls: asked when a client speaks TLS on that same port; nil refuses such clients.
    package static func bind(
        hosts: [String] = ["127.0.0.1", "::1"], port: Int, limits: HTTPLimits = HTTPLimits(), tls: TLSSource? = nil
    ) async throws -> HTTPListener {
        // A port that is free on the first host may be taken on the second: another one is tried, a few times.
        var attempts = port == 0 ? 16 : 1
        while true {
            do {
                return try await bindOnce(hosts: hosts, port: port, limits: limits, tls: tls)
            } catch let error as HTTPListenerError {
                attempts -= 1
                guard attempts > 0, case .portInUse = error else { throw error }
            }
        }
    }

    /// The certificates for a new connection; nil while there are none.
    package typealias TLSSource = @Sendable () -> TLSContext?

    private static func bindOnce(
        hosts: [String], port: Int, limits: HTTPLimits, tls: TLSSource?
    ) async throws -> HTTPListener {
        var bound: [String] = []
        var sockets: [NIOAsyncChannel<Connection, Never>] = []
        var helpers: [ServerQuiescingHelper] = []
        var port = port
        do {
            for host in hosts {
                let helper = ServerQuiescingHelper(group: .singletonMultiThreadedEventLoopGroup)
                do {
                    let socket = try await bootstrap(quiescing: helper)
                        .bind(host: host, port: port) { channel in
                            channel.eventLoop.makeCompletedFuture { try configure(channel, limits: limits, tls: tls) }
                        }
                    port = socket.channel.localAddress?.port ?? port
                    sockets.append(socket)
                    helpers.append(helper)
                    bound.append(host)
                } catch let error as IOError
                    where host.contains(":") && !bound.isEmpty
                    && [EADDRNOTAVAIL, EAFNOSUPPORT].contains(error.errnoCode)
                {
                    helper.initiateShutdown(promise: nil)
                    continue
                } catch {
                    helper.initiateShutdown(promise: nil)
                    throw HTTPListenerError(error, host: host, port: port)
                }
            }
        } catch {
            for socket in sockets { try await socket.channel.close() }
            throw error
        }
        return HTTPListener(port: port, hosts: bound, sockets: sockets, quiescing: helpers, limits: limits)
    }

    private static func bootstrap(quiescing helper: ServerQuiescingHelper) -> ServerBootstrap {
        ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(helper.makeServerChannelHandler(channel: channel))
                }
            }
            // Without it a small answer waits for the client's delayed acknowledgement, 40 ms.
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 8)
            // A client that has said all and closes its half still wants its answer.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 4096, initial: 8192, maximum: 262_144))
    }

    private static func configure(
        _ channel: any Channel, limits: HTTPLimits, tls: TLSSource?
    ) throws -> Connection {
        var decoding = NIOHTTPDecoderLimitConfiguration()
        decoding.maxHeaderFieldSize = limits.headersLengthInBytes
        decoding.maxHeaderListSize = limits.headersLengthInBytes
        decoding.maxHeaderFieldCount = limits.headerCount
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(TLSDetector(tls: tls)) }
        let connection = ConnectionHandler(limits: limits)
        try pipeline.addHandler(HeaderTextDecoder(connection: connection, limits: limits))
        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: decoding)))
        try pipeline.addHandler(connection)
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(
                backPressureStrategy: .init(lowWatermark: 2, highWatermark: 16),
                isOutboundHalfClosureEnabled: false))
    }
}

/// Why a listener could not be bound.
package enum HTTPListenerError: Error, Sendable {
    case portInUse(host: String, port: Int)
    case notPermitted(host: String, port: Int)
    /// The host is no address of this machine.
    case noSuchAddress(host: String)
    case failed(host: String, port: Int, reason: String)

    init(_ error: any Error, host: String, port: Int) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: self = .portInUse(host: host, port: port)
        case EACCES, EPERM: self = .notPermitted(host: host, port: port)
        case EADDRNOTAVAIL, EAFNOSUPPORT: self = .noSuchAddress(host: host)
        default:
            self =
                error is SocketAddressError || error is NIOConnectionError
                ? .noSuchAddress(host: host) : .failed(host: host, port: port, reason: String(describing: error))
        }
    }
}

extension HTTPListener {
    /// Gives the port up; only for a listener that no server runs on.
    package func close() async throws {
        for socket in sockets { try await socket.channel.close() }
    }
}
