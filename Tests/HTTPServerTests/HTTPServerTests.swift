import Foundation
import HTTPTypes
import NIOCore
import SandboxTesting
import Testing

@testable import HTTPServer

struct HTTPServerTests {
    @Test func `gives the handler the target as it was sent`() async throws {
        let answer = try await withServer { request in
            HTTPServerResponse(
                status: .ok,
                body: .bytes(
                    ByteBuffer(string: "\(request.rawPath)|\(request.rawQuery ?? "-")|\(request.remoteAddress)")))
        } _: { port in
            try await exchange(
                port: port, "GET /a/../%2Fb+c//d?x=%2f&y HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("Connection: close\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n/a/../%2Fb+c//d|x=%2f&y|127.0.0.1"))
    }

    @Test func `reads the path of an absolute target`() async throws {
        let answer = try await withServer { request in
            HTTPServerResponse(status: .ok, body: .bytes(ByteBuffer(string: "\(request.rawPath)")))
        } _: { port in
            try await exchange(port: port, "GET http://h:1/k?q HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        }
        #expect(answer.hasSuffix("\r\n\r\n/k"))
    }

    @Test func `answers pipelined requests in order on one connection`() async throws {
        let answer = try await withServer { request in
            HTTPServerResponse(status: .ok, body: .bytes(ByteBuffer(string: "[\(request.rawPath)]")))
        } _: { port in
            try await exchange(
                port: port,
                "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPUT /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        }
        let order = ["[/1]", "[/2]", "[/3]"].compactMap { answer.range(of: $0)?.lowerBound }
        #expect(order.count == 3 && order == order.sorted())
    }

    @Test func `keeps the fields and drops the body of an answer to HEAD`() async throws {
        let answer = try await withServer { _ in
            HTTPServerResponse(status: .ok, body: .bytes(ByteBuffer(string: "twelve bytes")))
        } _: { port in
            try await exchange(port: port, "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        }
        #expect(answer.contains("Content-Length: 12\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
    }

    @Test func `streams a chunked body in and a chunked body out`() async throws {
        let answer = try await withServer { request in
            HTTPServerResponse(
                status: .ok,
                body: .stream(lengthInBytes: nil) { writer in
                    for try await bytes in request.body { try await writer.write(bytes) }
                })
        } _: { port in
            try await exchange(
                port: port,
                "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")
        }
        #expect(answer.contains("Transfer-Encoding: chunked\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"))
    }

    @Test func `says continue when the body is first asked for`() async throws {
        let answer = try await withServer { request in
            let body = try? await request.body.collect(upTo: 10)
            return HTTPServerResponse(status: .ok, body: .bytes(body ?? ByteBuffer()))
        } _: { port in
            try await exchange(
                port: port,
                "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\nok")
        }
        #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nok"))
    }

    @Test func `refuses without saying continue and closes`() async throws {
        let answer = try await withServer { _ in
            HTTPServerResponse(status: .forbidden)
        } _: { port in
            try await exchange(
                port: port, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n")
        }
        #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
        #expect(answer.contains("Connection: close\r\n"))
    }

    @Test func `keeps the connection after a body that nobody read`() async throws {
        let answer = try await withServer { _ in
            HTTPServerResponse(status: .forbidden)
        } _: { port in
            try await exchange(
                port: port,
                "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n" + String(repeating: "x", count: 300_000)
                    + "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        }
        #expect(answer.components(separatedBy: "HTTP/1.1 403").count == 3)
    }

    @Test func `sends bytes and file regions one after the other`() async throws {
        let folder = try TemporaryFolder()
        let content = String(repeating: "0123456789", count: 500_000)
        try folder.write(content, to: "blob")
        let path = folder.url.appending(path: "blob").path
        let answer = try await withServer { _ in
            let file = FileHandle(forReadingAtPath: path)!
            return HTTPServerResponse(
                status: .ok,
                body: .segments([
                    .file(HTTPFileRegion(descriptor: file.fileDescriptor, range: 5..<4_999_999, owner: file)),
                    .bytes(ByteBuffer(string: "-")),
                    .file(HTTPFileRegion(descriptor: file.fileDescriptor, range: 0..<3, owner: file)),
                ]))
        } _: { port in
            try await exchange(port: port, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        }
        let body = answer.components(separatedBy: "\r\n\r\n")[1]
        #expect(answer.contains("Content-Length: 4999998\r\n"))
        #expect(body == content.dropFirst(5).dropLast(1) + "-012")
    }

    @Test(arguments: [
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
        "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA b: c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nBad: \u{0}\r\n\r\n",
        "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: h\r\n\r\n",
    ])
    func `refuses what is not HTTP and closes`(request: String) async throws {
        let answer = try await withServer { _ in
            HTTPServerResponse(status: .ok)
        } _: { port in
            try await exchange(port: port, request)
        }
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    }

    @Test func `bounds heads`() async throws {
        var limits = HTTPLimits()
        limits.headersLengthInBytes = 1000
        limits.targetLengthInBytes = 100
        let long = String(repeating: "a", count: 2000)
        let answers = try await withServer(limits: limits) { _ in
            HTTPServerResponse(status: .ok)
        } _: { port in
            [
                try await exchange(port: port, "GET / HTTP/1.1\r\nHost: h\r\nA: \(long)\r\n\r\n"),
                try await exchange(port: port, "GET /\(long.prefix(200)) HTTP/1.1\r\nHost: h\r\n\r\n"),
            ]
        }
        #expect(answers[0].hasPrefix("HTTP/1.1 431 "))
        #expect(answers[1].hasPrefix("HTTP/1.1 414 "))
    }

    @Test func `closes a connection that brings no request in time`() async throws {
        var limits = HTTPLimits()
        // Long enough for a busy machine to bring the heads below in time.
        limits.headTimeout = .milliseconds(500)
        limits.stallTimeout = .milliseconds(500)
        let answers = try await withServer(limits: limits) { request in
            let complete = (try? await request.body.collect(upTo: 1_000_000)) != nil
            return HTTPServerResponse(status: complete ? .ok : .badRequest)
        } _: { port in
            async let head = exchange(port: port, "GET / HT")
            async let gathered = exchange(port: port, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf")
            async let streamed = exchange(
                port: port, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999\r\n\r\nhalf")
            return try await [head, gathered, streamed]
        }
        #expect(answers[0] == "")
        #expect(answers[1].hasPrefix("HTTP/1.1 408 "))
        #expect(answers[2].hasPrefix("HTTP/1.1 400 "))
    }

    @Test func `cuts a stream that is shorter than announced`() async throws {
        let answer = try await withServer { _ in
            HTTPServerResponse(
                status: .ok, body: .stream(lengthInBytes: 10) { try await $0.write(ByteBuffer(string: "short")) })
        } _: { port in
            try await exchange(port: port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        }
        #expect(answer.contains("Content-Length: 10\r\n"))
        #expect(answer.hasSuffix("short"))
    }

    @Test func `binds the same free port on both loopback addresses`() async throws {
        let listener = try await HTTPListener.bind(port: 0)
        #expect(listener.port > 0)
        #expect(listener.hosts.first == "127.0.0.1")
        await #expect(throws: HTTPListenerError.self) {
            try await HTTPListener.bind(hosts: ["127.0.0.1"], port: listener.port)
        }
        try await listener.close()
    }
}
