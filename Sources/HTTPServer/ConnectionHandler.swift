import NIOCore
import NIOExtras
import NIOHTTP1
import TLSChannel

/// Sits between the HTTP parser and a connection's task: gathers small bodies, turns parser errors into faults, sends
/// file regions, watches the clock, and ends the connection in a graceful stop.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = InboundPart
    typealias OutboundIn = OutboundPart
    typealias OutboundOut = IOData

    /// Bodies up to this size are delivered with their head.
    private static let gatheredLengthInBytes = 64 * 1024

    private enum Phase {
        case awaitingHead
        case gathering(RequestHead, ByteBuffer)
        case streaming
        /// After a fault: whatever still arrives is dropped.
        case over
    }

    private let limits: HTTPLimits
    private var phase = Phase.awaitingHead
    /// Requests handed on whose answer has not been written to its end.
    private var answersDue = 0
    /// Of the body that is coming in; not told for chunked ones.
    private(set) var bodyBytesLeft: Int?
    private var writesPending = 0
    /// Done when all that was sent so far has left.
    private var lastWrite: EventLoopFuture<Void>?
    private var isReading = false
    private var isQuiescing = false
    private var scheme = "http"
    private var lastProgress = NIODeadline.now()
    private var timer: Scheduled<Void>?

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// Whether the next byte that comes belongs to a head.
    var awaitsHead: Bool {
        if case .awaitingHead = phase { return true }
        return false
    }

    // MARK: - Inbound

    func channelActive(context: ChannelHandlerContext) {
        watchClock(context: context)
        context.fireChannelActive()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { watchClock(context: context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastProgress = .now()
        switch unwrapInboundIn(data) {
        case .head(let head): receive(head, context: context)
        case .body(let bytes): receive(bytes, context: context)
        case .end: receiveEnd(context: context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if !isReading {
            isReading = true
            // Time during which we did not ask is not the client's.
            if case .awaitingHead = phase {} else { lastProgress = .now() }
        }
        context.read()
    }

    private func receive(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        guard case .awaitingHead = phase else { return }
        do {
            let head = try RequestHead(head, scheme: scheme, limits: limits)
            answersDue += 1
            bodyBytesLeft = if case .known(let length) = head.bodyLength { length } else { nil }
            switch head.bodyLength {
            case .known(let length) where length <= Self.gatheredLengthInBytes && head.expectation == .none:
                phase = .gathering(head, ByteBuffer())
            case .known, .chunked:
                phase = .streaming
                context.fireChannelRead(wrapInboundOut(.head(head)))
            }
        } catch {
            fail(error, context: context)
        }
    }

    private func receive(_ bytes: ByteBuffer, context: ChannelHandlerContext) {
        bodyBytesLeft? -= bytes.readableBytes
        switch phase {
        case .gathering(let head, var gathered):
            phase = .awaitingHead  // lets go of the buffer, so that appending to it copies nothing
            if gathered.readableBytes == 0 { gathered = bytes } else { gathered.writeImmutableBuffer(bytes) }
            phase = .gathering(head, gathered)
        case .streaming:
            context.fireChannelRead(wrapInboundOut(.body(bytes)))
        case .awaitingHead, .over:
            break
        }
    }

    private func receiveEnd(context: ChannelHandlerContext) {
        switch phase {
        case .gathering(let head, let gathered):
            phase = .awaitingHead
            context.fireChannelRead(wrapInboundOut(.whole(head, gathered)))
        case .streaming:
            phase = .awaitingHead
            context.fireChannelRead(wrapInboundOut(.end))
        case .awaitingHead, .over:
            break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.invalidEOFState:
            break  // The client left in the middle; the closing channel says so.
        case ByteToMessageDecoderError.dataReceivedInErrorState:
            break  // What comes behind a fault is dropped; closing now would drop the answer, too.
        case let error as HTTPParserError:
            fail(HTTPFault(error, limits: limits), context: context)
        default:
            // The connection is broken. Only its own task needs to know, by the channel's end.
            phase = .over
            context.close(promise: nil)
        }
    }

    private func fail(_ fault: HTTPFault, context: ChannelHandlerContext) {
        if case .over = phase { return }
        phase = .over
        answersDue += 1
        context.fireChannelRead(wrapInboundOut(.fault(fault)))
        context.fireChannelReadComplete()
    }

    // MARK: - Outbound

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .bytes(let bytes):
            send(bytes, context: context)
        case .file(let region, let done):
            send(region, context: context).cascade(to: done)
        case .last(let bytes, let done):
            answersDue -= 1
            if bytes.readableBytes > 0 { send(bytes, context: context) }
            answerEnded(done, context: context)
        case .lastFile(let region, let done):
            answersDue -= 1
            send(region, context: context)
            answerEnded(done, context: context)
        }
        promise?.succeed()
    }

    private func answerEnded(_ done: EventLoopPromise<Void>?, context: ChannelHandlerContext) {
        if let done { (lastWrite ?? context.eventLoop.makeSucceededVoidFuture()).cascade(to: done) }
        closeIfDone(context: context)
    }

    @discardableResult
    private func send(_ bytes: ByteBuffer, context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        send(.byteBuffer(bytes), context: context) {}
    }

    @discardableResult
    private func send(_ region: HTTPFileRegion, context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: region.descriptor)
        let slice = FileRegion(
            fileHandle: handle, readerIndex: region.range.lowerBound, endIndex: region.range.upperBound)
        return send(.fileRegion(slice), context: context) {
            // The descriptor was only lent: without this the handle would count as leaked.
            _ = try? handle.takeDescriptorOwnership()
            withExtendedLifetime(region.owner) {}
        }
    }

    /// - Parameter afterwards: done when the data has left, or never will.
    private func send(
        _ data: IOData, context: ChannelHandlerContext, _ afterwards: @escaping () -> Void
    ) -> EventLoopFuture<Void> {
        let left = context.eventLoop.makePromise(of: Void.self)
        writesPending += 1
        lastWrite = left.futureResult
        left.futureResult.assumeIsolated().whenComplete { [self] _ in
            writesPending -= 1
            lastProgress = .now()
            afterwards()
            closeIfDone(context: context)
        }
        context.write(wrapOutboundOut(data), promise: left)
        return left.futureResult
    }

    // MARK: - Ending

    /// In a graceful stop a connection goes when it owes nothing.
    private func closeIfDone(context: ChannelHandlerContext) {
        if isQuiescing, answersDue == 0, writesPending == 0 { context.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is TLSServerHandler.Began:
            scheme = "https"
        case is ChannelShouldQuiesceEvent:
            isQuiescing = true
            closeIfDone(context: context)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    private func watchClock(context: ChannelHandlerContext) {
        guard timer == nil else { return }
        lastProgress = .now()
        schedule(at: lastProgress + TimeAmount(limits.headTimeout), context: context)
    }

    /// One timer a connection, set again when it fires too early: progress costs only a look at the clock.
    private func schedule(at deadline: NIODeadline, context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) {
            let (handler, context) = bound.value
            handler.timerFired(context: context)
        }
    }

    private func timerFired(context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let now = NIODeadline.now()
        let stalled = lastProgress + TimeAmount(limits.stallTimeout) <= now
        switch phase {
        case .over where stalled:
            return context.close(promise: nil)
        case .awaitingHead where answersDue == 0 && lastProgress + TimeAmount(limits.headTimeout) <= now:
            return context.close(promise: nil)
        case _ where writesPending > 0 && stalled:
            return context.close(promise: nil)
        case .gathering where stalled, .streaming where isReading && stalled:
            fail(.timedOut, context: context)
        default:
            break
        }
        let step = min(limits.stallTimeout, limits.headTimeout)
        schedule(at: max(lastProgress + TimeAmount(step), now + TimeAmount(step / 4)), context: context)
    }
}
