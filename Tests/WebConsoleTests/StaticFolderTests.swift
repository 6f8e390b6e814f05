import Foundation
import HTTPTypes
import SandboxTesting
import Testing

@testable import WebConsole

struct StaticFolderTests {
    let temporary: TemporaryFolder
    let folder: StaticFolder

    init() throws {
        temporary = try TemporaryFolder()
        try temporary.write("secret", to: "secret.txt")
        try temporary.write("<p>home", to: "web/index.html")
        try temporary.write("<p>help", to: "web/help/index.html")
        try temporary.write("export {}", to: "web/app.js")
        try temporary.write("a+b", to: "web/Grüße a+b.txt")
        try temporary.write("KEY=1", to: "web/.env")
        try temporary.write("{}", to: "web/.well-known/app.json")
        try FileManager.default.createSymbolicLink(
            atPath: temporary.path + "/web/link.txt", withDestinationPath: temporary.path + "/secret.txt")
        try FileManager.default.createSymbolicLink(
            atPath: temporary.path + "/web/up", withDestinationPath: temporary.path)
        folder = try StaticFolder(path: temporary.path + "/web")
    }

    private func ask(_ path: String, _ fields: HTTPFields = [:], method: HTTPRequest.Method = .get) -> StaticAnswer? {
        folder.answer(
            to: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields))
    }

    @Test(arguments: [
        ("/", "<p>home", "text/html; charset=utf-8"),
        ("/index.html?v=1", "<p>home", "text/html; charset=utf-8"),
        ("/app.js", "export {}", "text/javascript; charset=utf-8"),
        ("/help/", "<p>help", "text/html; charset=utf-8"),
        ("//help///index.html", "<p>help", "text/html; charset=utf-8"),
        ("/Gr%C3%BC%c3%9fe%20a+b.txt", "a+b", "text/plain; charset=utf-8"),
        ("/.well-known/app.json", "{}", "application/json"),
    ])
    func `serves a file with its type`(path: String, text: String, type: String) throws {
        let answer = try #require(ask(path))
        #expect(answer.status == .ok)
        #expect(answer.headerFields[.contentType] == type)
        #expect(try content(of: answer) == text)
    }

    @Test(arguments: [
        "/../secret.txt", "/%2e%2e/secret.txt", "/help/../../secret.txt", "/help/..%2f..%2fsecret.txt", "/..",
        "/link.txt", "/up/secret.txt", "/.env", "/app.js%00.html", "/app.js/x", "/%ff", "/%", "/%+1", "secret.txt",
        "/missing.js", "/app.js/", "/%2Fetc%2Fpasswd",
    ])
    func `opens nothing outside the folder and nothing hidden`(path: String) throws {
        #expect(ask(path) == nil)
    }

    @Test(arguments: [("/help", "/help/"), ("//help", "/help/")])
    func `leads to a folder's own address`(path: String, location: String) throws {
        let answer = try #require(ask(path))
        #expect(answer.status == .temporaryRedirect)
        #expect(answer.headerFields[.location] == location)
    }

    @Test func `gives the start page for a route, and only to a browser that goes there`() throws {
        let page = try #require(ask("/photos/7", [.accept: "text/html,*/*;q=0.8"]))
        #expect(try content(of: page) == "<p>home")
        #expect(ask("/photos/7", [.accept: "*/*"]) == nil)
        #expect(ask("/photos/7.png", [.accept: "text/html"]) == nil)
    }

    @Test func `knows what the browser has already`() throws {
        let eTag = try #require(ask("/app.js")?.headerFields[.eTag])
        let known = try #require(ask("/app.js", [.ifNoneMatch: "\"x\", W/\(eTag)"]))
        #expect(known.status == .notModified)
        #expect(ask("/app.js", [.ifNoneMatch: "\"x\""])?.status == .ok)
        try temporary.write("export { }", to: "web/app.js")
        #expect(ask("/app.js", [.ifNoneMatch: eTag])?.status == .ok)
    }

    @Test func `takes only GET and HEAD`() {
        #expect(ask("/app.js", method: .post)?.status == .methodNotAllowed)
        #expect(ask("/app.js", method: .head)?.status == .ok)
    }

    @Test func `says which folder cannot be served`() {
        #expect(throws: StaticFolderError.self) { try StaticFolder(path: temporary.path + "/secret.txt") }
    }

    private func content(of answer: StaticAnswer) throws -> String {
        guard case .file(let file) = answer.body else { return "" }
        let handle = FileHandle(fileDescriptor: file.descriptor, closeOnDealloc: false)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }
}
