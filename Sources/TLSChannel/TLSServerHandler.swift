import Glibc
package import NIOCore
package import OpenSSL

/// Speaks TLS to the client and plain bytes to the handlers behind it. File regions are read and encrypted piece by
/// piece, as fast as the client takes them.
package final class TLSServerHandler: ChannelDuplexHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer
    package typealias OutboundIn = IOData
    package typealias OutboundOut = IOData

    /// How much is encrypted at a time: four records.
    private static let pieceLengthInBytes = 64 * 1024

    private struct Write {
        var data: IOData
        var promise: EventLoopPromise<Void>?
    }

    private let session: TLSSession
    private var writes = CircularBuffer<Write>()
    /// How many of the writes may leave.
    private var flushed = 0
    private var isSending = false
    private var isOver = false

    package init(_ session: TLSSession) {
        self.session = session
    }

    /// Told to the handlers behind when the connection turns out to be TLS.
    package struct Began: Sendable {}

    // MARK: - Inbound

    package func handlerAdded(context: ChannelHandlerContext) {
        context.fireUserInboundEventTriggered(Began())
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { session.receive($0) }
        decrypt(context: context)
        send(context: context)
    }

    private func decrypt(context: ChannelHandlerContext) {
        var plain = context.channel.allocator.buffer(capacity: 16 * 1024)
        while !isOver {
            do {
                var result = TLSSession.Read.needsMore
                try plain.writeWithUnsafeMutableBytes(minimumWritableBytes: 16 * 1024) { buffer throws(CryptoFailure) in
                    result = try session.read(into: buffer)
                    if case .bytes(let count) = result { return count }
                    return 0
                }
                switch result {
                case .bytes: continue
                case .needsMore: return deliver(plain, context: context)
                case .closed:
                    deliver(plain, context: context)
                    return end(context: context)
                }
            } catch {
                // The alert that says why is waiting to be sent. Nobody else can do anything about it.
                deliver(plain, context: context)
                return end(context: context)
            }
        }
    }

    private func deliver(_ plain: ByteBuffer, context: ChannelHandlerContext) {
        if plain.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(plain)) }
    }

    private func end(context: ChannelHandlerContext) {
        isOver = true
        sendPending(context: context, promise: nil)
        context.flush()
        context.close(promise: nil)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        isOver = true
        failWrites(ChannelError.ioOnClosedChannel)
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        failWrites(ChannelError.ioOnClosedChannel)
    }

    // MARK: - Outbound

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOver else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        writes.append(Write(data: unwrapOutboundIn(data), promise: promise))
    }

    package func flush(context: ChannelHandlerContext) {
        flushed = writes.count
        send(context: context)
    }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        send(context: context)
        context.fireChannelWritabilityChanged()
    }

    package func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode != .input, !isOver {
            session.close()
            sendPending(context: context, promise: nil)
            context.flush()
            isOver = mode == .all
        }
        context.close(mode: mode, promise: promise)
    }

    /// Encrypts and sends what is flushed for as long as the client keeps up, and what the session itself has to say.
    private func send(context: ChannelHandlerContext) {
        // Sending may make the channel writable again, which comes back here.
        guard !isSending, !isOver else { return }
        isSending = true
        defer { isSending = false }
        sendPending(context: context, promise: nil)
        while flushed > 0, session.isEstablished, context.channel.isWritable, !isOver {
            do {
                try sendPiece(context: context)
            } catch {
                failWrites(error)
                context.close(promise: nil)
                return
            }
            if !context.channel.isWritable { context.flush() }
        }
        context.flush()
    }

    private func sendPiece(context: ChannelHandlerContext) throws {
        var write = writes[writes.startIndex]
        switch write.data {
        case .byteBuffer(var bytes):
            if let piece = bytes.readSlice(length: min(bytes.readableBytes, Self.pieceLengthInBytes)) {
                try piece.withUnsafeReadableBytes { (buffer) throws(CryptoFailure) in try session.write(buffer) }
            }
            write.data = .byteBuffer(bytes)
        case .fileRegion(var region):
            let piece = try readPiece(of: region)
            try piece.withUnsafeReadableBytes { (buffer) throws(CryptoFailure) in try session.write(buffer) }
            region.moveReaderIndex(forwardBy: piece.readableBytes)
            write.data = .fileRegion(region)
        }
        if write.data.readableBytes > 0 {
            writes[writes.startIndex] = write
            sendPending(context: context, promise: nil)
        } else {
            writes.removeFirst()
            flushed -= 1
            sendPending(context: context, promise: write.promise)
        }
    }

    private func readPiece(of region: FileRegion) throws -> ByteBuffer {
        let wanted = min(region.readableBytes, Self.pieceLengthInBytes)
        var piece = ByteBuffer()
        guard wanted > 0 else { return piece }
        try region.fileHandle.withUnsafeFileDescriptor { descriptor in
            while piece.readableBytes < wanted {
                let missing = wanted - piece.readableBytes
                let offset = off_t(region.readerIndex + piece.readableBytes)
                let count = piece.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) {
                    max(0, pread(descriptor, $0.baseAddress, missing, offset))
                }
                // The file was shortened, or cannot be read: the answer must break off.
                guard count > 0 else { throw IOError(errnoCode: EIO, reason: "pread") }
            }
        }
        return piece
    }

    /// Sends what the session has ready; the promise is kept when that has left.
    private func sendPending(context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        let length = session.pendingLengthInBytes
        guard length > 0 || promise != nil else { return }
        var bytes = context.channel.allocator.buffer(capacity: length)
        bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { session.takePending(into: $0) }
        context.write(wrapOutboundOut(.byteBuffer(bytes)), promise: promise)
    }

    private func failWrites(_ error: any Error) {
        isOver = true
        flushed = 0
        while let write = writes.popFirst() { write.promise?.fail(error) }
    }
}
