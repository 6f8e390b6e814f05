import HTTPTypes
import NIOCore
import Testing

@testable import HTTPServer

struct HeaderTextTests {
    private static let name = HTTPField.Name("x-text")!

    /// A server's view of the `x-text` fields of the requests in these bytes, in quotes; `pieces` are sent one by one.
    private func fields(in pieces: [[UInt8]]) async throws -> [String] {
        let answer = try await withServer { request in
            HTTPServerResponse(
                status: .ok,
                body: .bytes(ByteBuffer(string: "«\(request.head.headerFields[Self.name] ?? "-")»")))
        } _: { port in
            String(buffer: try await exchange(port: port, pieces: pieces.map { ByteBuffer(bytes: $0) }))
        }
        return answer.split(separator: "«").dropFirst().map { String($0.prefix { $0 != "»" }) }
    }

    private func head(
        _ text: [UInt8], _ method: String = "GET", closing: Bool = true, more: String = ""
    ) -> [UInt8] {
        Array("\(method) / HTTP/1.1\r\nHost: h\r\nx-text: ".utf8) + text
            + Array("\r\n\(more)\(closing ? "Connection: close\r\n" : "")\r\n".utf8)
    }

    struct Case: CustomTestStringConvertible {
        var bytes: [UInt8]
        var text: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(bytes: Array("caf".utf8) + [0xE9], text: "café"),
        Case(bytes: Array("café".utf8), text: "café"),
        Case(bytes: [0xFC, 0x62, 0x65, 0x72], text: "über"),
        Case(bytes: [0xFF, 0xA7, 0xC3], text: "ÿ§Ã"),
        Case(bytes: Array("日本".utf8), text: "日本"),
    ])
    func `reads a header that is no UTF-8 as Latin-1`(_ example: Case) async throws {
        #expect(try await fields(in: [head(example.bytes)]) == [example.text])
    }

    @Test func `reads heads that come in pieces`() async throws {
        let whole = head([0x61, 0xE9, 0x62])
        for cut in [20, whole.count - 40, whole.count - 30, whole.count - 3, whole.count - 1] {
            #expect(
                try await fields(in: [Array(whole[..<cut]), Array(whole[cut...])]) == ["aéb"],
                "cut at \(cut)")
        }
    }

    @Test func `leaves bodies alone and reads the heads behind them`() async throws {
        let body: [UInt8] = [0xE9, 0x0D, 0x0A, 0x0D, 0x0A, 0xFF]
        let first = head([0xE9], "PUT", closing: false, more: "Content-Length: \(body.count)\r\n")
        #expect(try await fields(in: [first + body, head([0xEA])]) == ["é", "ê"])
        let answer = try await withServer { request in
            var bytes = ByteBuffer()
            do {
                for try await piece in request.body { bytes.writeImmutableBuffer(piece) }
            } catch {
                bytes.writeString("\(error)")
            }
            return HTTPServerResponse(status: .ok, body: .bytes(bytes))
        } _: { [self] port in
            let request = head([0xE9], "PUT", more: "Content-Length: \(body.count)\r\n") + body
            return try await exchange(port: port, ByteBuffer(bytes: request))
        }
        #expect(answer.readableBytesView.suffix(body.count).elementsEqual(body))
    }

    @Test func `reads each of several heads in one piece`() async throws {
        let requests = head([0xE9], closing: false) + head([0x78], closing: false) + head([0xEA])
        #expect(try await fields(in: [requests]) == ["é", "x", "ê"])
    }

    @Test func `refuses a head beyond ASCII that has no end`() async throws {
        var limits = HTTPLimits()
        limits.headersLengthInBytes = 1024
        limits.targetLengthInBytes = 1024
        let answer = try await withServer(limits: limits) { _ in
            HTTPServerResponse(status: .ok)
        } _: { port in
            let head =
                Array("GET / HTTP/1.1\r\nHost: h\r\nx-text: ".utf8) + [UInt8](repeating: 0xE9, count: 9000)
            return String(buffer: try await exchange(port: port, ByteBuffer(bytes: head)))
        }
        #expect(answer.hasPrefix("HTTP/1.1 431 "))
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab",
    ])
    func `answers a client that has closed its half`(_ request: String) async throws {
        let answer = try await withServer { request in
            HTTPServerResponse(status: .ok, body: .bytes(ByteBuffer(string: "here")))
        } _: { port in
            String(
                buffer: try await exchange(
                    port: port, pieces: [ByteBuffer(string: request)], ending: .halfClose))
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("here"))
    }

    @Test func `tells a client that closed its half too early that its body is not whole`()
        async throws
    {
        let answer = try await withServer { request in
            do {
                for try await _ in request.body {}
                return HTTPServerResponse(status: .ok)
            } catch {
                return HTTPServerResponse(status: .badRequest, body: .bytes(ByteBuffer(string: "\(error)")))
            }
        } _: { port in
            let request = "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nab"
            return String(
                buffer: try await exchange(
                    port: port, pieces: [ByteBuffer(string: request)], ending: .halfClose))
        }
        #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.hasSuffix("truncated"))
    }
}
