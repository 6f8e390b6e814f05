import Foundation
import OpenSSL
import SandboxTesting
import Testing

@testable import SandboxServer

struct TrustStoreTests {
    private let temporary: TemporaryFolder
    private let store: SystemTrustStore

    /// A store whose gathering program counts how often it ran.
    init() throws {
        temporary = try TemporaryFolder()
        try temporary.write("#!/bin/sh\necho updated >> '\(temporary.path)/log'\n", to: "update")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: temporary.path + "/update")
        try FileManager.default.createDirectory(
            at: temporary.url.appending(path: "anchors"), withIntermediateDirectories: true)
        try temporary.write("another", to: "anchors/other.crt")
        store = SystemTrustStore(
            folder: temporary.path + "/anchors", program: temporary.path + "/update", name: "amplify-sandbox-1")
    }

    private func authority() throws -> Certificate {
        try CertificateAuthority.create(
            name: "Test", key: .generate(), domains: ["localhost"], validity: 1_800_000_000...1_900_000_000
        ).certificate
    }

    private var log: String? { try? String(contentsOfFile: temporary.path + "/log", encoding: .utf8) }
    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: temporary.path + "/anchors").sorted() }
    }

    @Test func `installs an authority and takes it away without a trace`() throws {
        let authority = try authority()
        #expect(store.state(of: authority) == .absent)
        try store.install(authority, from: "")
        #expect(store.state(of: authority) == .installed)
        #expect(try files == ["amplify-sandbox-1.crt", "other.crt"])
        #expect(log == "updated\n")
        try store.remove()
        #expect(store.state(of: authority) == .absent)
        #expect(try files == ["other.crt"])
        #expect(log == "updated\nupdated\n")
    }

    @Test func `knows a certificate from before the renewal`() throws {
        try store.install(try authority(), from: "")
        #expect(store.state(of: try authority()) == .outdated)
    }

    @Test func `says what failed`() throws {
        try temporary.write("#!/bin/sh\nexit 3\n", to: "update")
        #expect(throws: TrustFailure.self) { try store.install(try authority(), from: "") }
    }

    @Test func `is gathered by the system's own program`() throws {
        // Debian's, told to keep off the machine's own folders.
        let program = "/usr/sbin/update-ca-certificates"
        try #require(FileManager.default.isExecutableFile(atPath: program), "install ca-certificates")
        for folder in ["system", "bundle", "hooks"] {
            try FileManager.default.createDirectory(
                at: temporary.url.appending(path: folder), withIntermediateDirectories: true)
        }
        try temporary.write("# none of the distribution's\n", to: "list")
        let store = SystemTrustStore(
            folder: temporary.path + "/system", program: program,
            arguments: [
                "--certsconf", temporary.path + "/list", "--localcertsdir", temporary.path + "/system",
                "--etccertsdir", temporary.path + "/bundle", "--hooksdir", temporary.path + "/hooks", "--certsdir",
                temporary.path + "/system",
            ], name: "amplify-sandbox-1")
        let bundle = temporary.path + "/bundle"
        func gathered() throws -> String {
            try String(contentsOfFile: bundle + "/ca-certificates.crt", encoding: .utf8)
        }
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: bundle).sorted() }
        let other = try authority()
        try temporary.write(other.pem, to: "system/other.crt")
        #expect(SystemCommand.run(program, store.arguments, output: .dropped) == 0)
        let before = try names()
        let authority = try authority()
        try store.install(authority, from: "")
        #expect(try gathered().contains(authority.pem) && gathered().contains(other.pem))
        try store.remove()
        #expect(try gathered() == other.pem)
        #expect(try names() == before)
    }
}
