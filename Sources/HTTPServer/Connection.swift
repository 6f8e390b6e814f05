import HTTPTypes
import NIOCore
import ServiceLifecycle

/// One client's connection: takes its requests one after the other and answers each before the next.
struct Connection: Sendable {
    let channel: any Channel
    let limits: HTTPLimits
    let handler: HTTPServer.Handler
    let refusal: @Sendable (HTTPFault) -> HTTPServerResponse

    /// Returns when the connection is closed. Whatever goes wrong concerns this client alone.
    func run(_ asyncChannel: HTTPListener.Connection, place: ConnectionPlaces.Place) async {
        let channel = channel
        await withTaskCancellationHandler {
            do {
                try await asyncChannel.executeThenClose { inbound, outbound in
                    let reader = InboundReader(inbound, outbound: outbound)
                    let writer = ResponseWriter(channel: channel, outbound: outbound)
                    switch place {
                    case .granted: try await serve(reader, writer)
                    case .none: try await writer.write(refusal(.tooManyConnections), to: nil, persistence: .close)
                    }
                }
            } catch {
                // The client has gone, or stopped reading: there is nobody to tell.
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func serve(_ reader: InboundReader, _ writer: ResponseWriter) async throws {
        let address = channel.remoteAddress?.ipAddress ?? ""
        while let part = try await reader.next() {
            switch part {
            case .whole(let head, let bytes):
                let request = HTTPServerRequest(
                    head: head.request, body: HTTPRequestBody(bytes), remoteAddress: address)
                guard try await answer(request, head, reader, writer) == .keepAlive else { return }
            case .head(let head):
                reader.beginBody(expectation: head.expectation)
                let length: Int? = if case .known(let length) = head.bodyLength { length } else { nil }
                let request = HTTPServerRequest(
                    head: head.request, body: HTTPRequestBody(streaming: reader, lengthInBytes: length),
                    remoteAddress: address)
                let persistence = try await answer(request, head, reader, writer)
                guard try await reader.finishBody(upTo: limits.drainLengthInBytes), persistence == .keepAlive else {
                    return await reader.linger(closing: channel, upTo: limits.drainLengthInBytes)
                }
            case .fault(let fault):
                try await writer.write(refusal(fault), to: nil, persistence: .close)
                return await reader.linger(closing: channel, upTo: limits.drainLengthInBytes)
            case .body, .end:
                break  // Left over from a body that nobody read.
            }
        }
    }

    private func answer(
        _ request: HTTPServerRequest, _ head: RequestHead, _ reader: InboundReader, _ writer: ResponseWriter
    ) async throws -> RequestHead.Persistence {
        let response = await handler(request)
        let closes =
            response.closesConnection || head.connection == .close || reader.awaitsContinue
            || Task.isShuttingDownGracefully
        let persistence: RequestHead.Persistence = closes ? .close : .keepAlive
        try await writer.write(response, to: head, persistence: persistence)
        return persistence
    }
}
