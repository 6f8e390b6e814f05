import Foundation
import HTTPTypes
import Testing

@testable import WebConsole

struct ConsoleAssetsTests {
    private let assets = ConsoleAssets()
    private let context = ClientContext(
        endpoint: "http://localhost:20005", region: "us-east-1", buckets: ["photos-1", "docs.2"],
        userPoolID: "us-east-1_Abc123456", clientID: "client", identityPoolID: "us-east-1:uuid")

    private func request(_ path: String, _ fields: HTTPFields = [:]) -> HTTPRequest {
        HTTPRequest(method: .get, scheme: "http", authority: "localhost:20005", path: path, headerFields: fields)
    }

    @Test func `fills the sandbox's names into the connect script`() throws {
        let answer = try #require(assets.answer(to: request("/_sandbox/connect.js?v=2"), for: context))
        guard case .bytes(let bytes) = answer.body else { return #expect(Bool(false), "no bytes") }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text == ConnectScript(for: context).text)
        #expect(!text.contains("__SANDBOX_"))
        for name in ["http://localhost:20005", "photos-1", "docs.2", "us-east-1_Abc123456", "us-east-1:uuid"] {
            #expect(text.contains("\"\(name)\""))
        }
        #expect(answer.headerFields[.contentType] == "text/javascript; charset=utf-8")
        #expect(answer.headerFields[.cacheControl] == "no-store")
        #expect(answer.headerFields[.accessControlAllowOrigin] == "*")
    }

    @Test func `leaves no way out of the script for a strange name`() {
        let strange = ClientContext(endpoint: "http://x</script>\u{2028}\"", region: "r", buckets: [])
        let text = ConnectScript(for: strange).text
        #expect(!text.contains("</script>\u{2028}"))
        #expect(text.contains(#"http://x\u003c/script>\u2028\""#))
    }

    @Test func `answers 304 to the same text and 200 after a change`() throws {
        let eTag = try #require(assets.answer(to: request("/_sandbox/connect.js"), for: context)?.headerFields[.eTag])
        let again = request("/_sandbox/connect.js", [.ifNoneMatch: eTag])
        #expect(assets.answer(to: again, for: context)?.status == .notModified)
        var changed = context
        changed.buckets.append("third")
        #expect(assets.answer(to: again, for: changed)?.status == .ok)
    }

    @Test(arguments: [
        "/_sandbox/", "/_sandbox/nothing.js", "/connect.js", "/_sandbox/../connect.js", "/_sandbox/api/x",
    ])
    func `leaves other paths to others`(path: String) {
        #expect(assets.answer(to: request(path), for: context) == nil)
    }

    @Test func `embeds every file of the resources`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")
        let folder = sources.appending(path: "WebResources/Resources").standardizedFileURL
        let files = try #require(FileManager.default.enumerator(atPath: folder.path))
        var expected: Set<String> = []
        for case let path as String in files where path.contains(".") { expected.insert(path) }
        #expect(Set(ConsoleAssets.paths) == expected)
    }

    @Test func `serves every embedded file with a type of its own`() throws {
        for path in ConsoleAssets.paths {
            let asset = try #require(assets.asset(at: "/_sandbox/\(path)", for: context))
            #expect(asset.mediaType != "application/octet-stream", "\(path)")
            #expect(!asset.bytes.isEmpty)
        }
    }
}
