package import NIOCore
package import OpenSSL

/// The first handler of a connection that may be TLS or not: one port takes both.
///
/// The first byte tells: a TLS client begins with a handshake record, 0x16, which is no letter of an HTTP method. The
/// handler then makes way, with a `TLSServerHandler` in its place if need be.
package final class TLSDetector: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    private static let handshakeRecord: UInt8 = 0x16

    private let tls: @Sendable () -> TLSContext?

    /// - Parameter tls: the context for a new connection; nil where there is none, so that TLS is taken for bad HTTP.
    package init(tls: @escaping @Sendable () -> TLSContext?) {
        self.tls = tls
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        let pipeline = context.pipeline.syncOperations
        if bytes.getInteger(at: bytes.readerIndex) == Self.handshakeRecord, let tls = tls() {
            do {
                try pipeline.addHandler(TLSServerHandler(TLSSession(tls)), position: .after(self))
            } catch {
                // The pipeline is being torn down: there is no connection to speak on.
                return context.close(promise: nil)
            }
        }
        context.fireChannelRead(data)
        pipeline.removeHandler(context: context, promise: nil)
    }
}
