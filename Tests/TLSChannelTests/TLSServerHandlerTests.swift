import Foundation
import NIOCore
import NIOPosix
import OpenSSL
import SandboxTesting
import Testing

@testable import TLSChannel

/// An echo server behind the detector, asked by the system's own `openssl s_client`.
struct TLSServerHandlerTests {
    private let authority: CertificateAuthority
    private let tls: TLSContext
    private let folder: TemporaryFolder

    init() throws {
        let now = Int(Date().timeIntervalSince1970)
        authority = try .create(
            name: "Test", key: .generate(), domains: ["localhost"], validity: now - 60...now + 3600)
        let key = try CertificateKey.generate()
        let leaf = try authority.issue(
            names: ["localhost"], addresses: ["127.0.0.1"], key: key, validity: now - 60...now + 3600)
        tls = try TLSContext(chain: [leaf], key: key)
        folder = try TemporaryFolder()
        try folder.write(authority.certificate.pem, to: "ca.pem")
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `echoes what a verifying client sends`(version: String) async throws {
        try await withEchoServer { port in
            let answer = try openSSL(
                port: port, input: "over TLS\n", [version, "-verify_return_error", "-CAfile", folder.path + "/ca.pem"])
            #expect(answer == "over TLS\n")
        }
    }

    @Test func `sends a file larger than its buffers, whole`() async throws {
        let content = Data((0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try content.write(to: folder.url.appending(path: "large"))
        try await withEchoServer(file: folder.path + "/large") { port in
            let answer = try openSSLBytes(port: port, input: "send\n", ["-CAfile", folder.path + "/ca.pem"])
            #expect(answer == content)
        }
    }

    @Test func `leaves a plain connection plain`() async throws {
        try await withEchoServer { port in
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "GET"))
                for try await bytes in inbound {
                    #expect(String(buffer: bytes) == "GET")
                    break
                }
            }
        }
    }

    @Test func `refuses a client that offers too old a version`() async throws {
        try await withEchoServer { port in
            #expect(throws: (any Error).self) {
                try openSSL(port: port, input: "x\n", ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
            }
        }
    }

    // MARK: -

    private func withEchoServer(file: String? = nil, _ body: (Int) async throws -> Void) async throws {
        let tls = tls
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([TLSDetector { tls }, Echo(file: file)])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        do {
            try await body(port)
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    private func openSSL(port: Int, input: String, _ options: [String]) throws -> String {
        String(decoding: try openSSLBytes(port: port, input: input, options), as: UTF8.self)
    }

    private func openSSLBytes(port: Int, input: String, _ options: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments =
            ["s_client", "-quiet", "-servername", "localhost", "-connect", "127.0.0.1:\(port)"] + options
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        let answer = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
        return answer
    }

    private struct Failed: Error {
        var status: Int32
    }
}

/// Answers once, with what it got or with a file, and ends the connection.
private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = IOData

    private let file: String?

    init(file: String?) {
        self.file = file
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        let answer: IOData
        var handle: NIOFileHandle?
        if let file {
            guard let opened = try? NIOFileHandle(_deprecatedPath: file),
                let region = try? FileRegion(fileHandle: opened)
            else { return context.value.close(promise: nil) }
            handle = opened
            answer = .fileRegion(region)
        } else {
            answer = .byteBuffer(unwrapInboundIn(data))
        }
        let opened = NIOLoopBound(handle, eventLoop: context.value.eventLoop)
        context.value.writeAndFlush(wrapOutboundOut(answer)).whenComplete { _ in
            try? opened.value?.close()  // Only read from: nothing can be lost.
            context.value.close(promise: nil)
        }
    }
}
