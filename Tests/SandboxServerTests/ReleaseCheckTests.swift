import Foundation
import SandboxTesting
import SourceText
import Testing

@testable import SandboxServer

struct ReleaseCheckTests {
    private static let local = #"{"user_pool_client_id": "sandbox0beknvrbgbzywncdzmf"}"#

    private let app: TemporaryFolder

    init() throws {
        app = try TemporaryFolder()
    }

    private func findings() -> [Diagnostic] { ReleaseCheck(folders: [app.path], project: app.path).run() }

    struct Example: CustomTestStringConvertible {
        var path: String
        var command: String?

        var testDescription: String { path }
    }

    @Test(arguments: [
        Example(path: "amplify_outputs.json", command: "npx ampx generate outputs --app-id <id> --branch <branch>`"),
        Example(path: "src/amplify_outputs.json", command: "--branch <branch> --out-dir src`"),
        Example(path: "lib/amplify_outputs.dart", command: "--branch <branch> --format dart --out-dir lib`"),
        Example(path: "amplifyconfiguration.ts", command: "--branch <branch> --outputs-version 0 --format ts`"),
        Example(path: "src/aws-exports.js", command: "`amplify pull`, or `npx ampx"),
        Example(path: "src/amplify_outputs.resources.json", command: "configure with the deployed backend's"),
        Example(path: "dist/index-1.js", command: "and build again"),
        Example(path: ".next/static/chunks/1.js", command: "and build again"),
        Example(path: ".env.production", command: "and build again"),
        Example(path: "node_modules/app/amplify_outputs.json"), Example(path: ".next/cache/1.json"),
        Example(path: "sandbox-data/ann/x.json"), Example(path: ".git/amplify_outputs.json"),
        Example(path: "picture.png"),
    ])
    func `local names are found where they would be released`(_ example: Example) throws {
        try app.write(Self.local, to: example.path)
        let found = findings()
        #expect(found.count == (example.command == nil ? 0 : 1))
        guard let command = example.command, let finding = found.first else { return }
        #expect(finding.severity == .error && finding.code == "local-outputs")
        #expect(finding.message.hasPrefix("`\(example.path)` is a sandbox's: `sandbox0beknvrbgbzywncdzmf` exists"))
        #expect(finding.help?.contains(command) == true)
        #expect(finding.range?.text == "sandbox0beknvrbgbzywncdzmf")
    }

    @Test func `a sandbox's own data is none of the app's`() throws {
        try app.write(Self.local, to: "data/ann/x.json")
        #expect(findings().count == 1)
        try app.write("", to: "data/ann/metadata.sqlite")
        #expect(findings().isEmpty)
    }

    @Test func `links are not followed`() throws {
        try app.write(Self.local, to: "node_modules/x.json")
        for (link, target) in [("loop", "."), ("linked.json", "node_modules/x.json")] {
            try FileManager.default.createSymbolicLink(
                atPath: app.path + "/" + link, withDestinationPath: target)
        }
        #expect(findings().isEmpty)
    }

    @Test func `the connect script is found as a file and in a page`() throws {
        try app.write("// generated", to: "src/amplify_outputs.connect.js")
        try app.write("<p>\n<script src=http://localhost:1/_sandbox/connect.js>", to: "index.html")
        try app.write("fetch('http://localhost:1/_sandbox/connect.js')", to: "tests/fixtures.js")
        #expect(
            findings().map(\.message) == [
                "`index.html` loads the connect script of a sandbox",
                "`src/amplify_outputs.connect.js` sends clients to a sandbox on the machine that made it",
            ])
        #expect(findings().map(\.range?.start.line) == [2, 1])
    }
}
