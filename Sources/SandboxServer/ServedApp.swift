import AccessRules
import HTTPServer
import HTTPTypes
import NIOCore
import WebConsole

/// An app's static files on the port of the services: `--serve <folder>`.
///
/// It takes what could be nothing else of any use: a GET or HEAD for the sandbox's plain name, unsigned, outside the
/// buckets. S3 would refuse such a request, since it knows no anonymous reader here.
struct ServedApp: Sendable {
    private let folder: StaticFolder

    init(path: String) throws(StartFailure) {
        do {
            folder = try StaticFolder(path: path)
        } catch {
            throw .servedFolder("\(error)")
        }
    }

    /// Nil for requests that are S3's.
    func answer(to request: HTTPServerRequest, ruleSet: RuleSet?) -> HTTPServerResponse? {
        guard request.head.method == .get || request.head.method == .head,
            LocalHosts.isPlain(request.head.authority ?? ""),
            request.head.headerFields[.authorization] == nil,
            !Self.isPresigned(request.rawQuery ?? ""),
            !Self.namesBucket(request.rawPath, ruleSet)
        else { return nil }
        return folder.answer(to: request.head).map(HTTPServerResponse.init) ?? Self.nothing
    }

    private static func isPresigned(_ query: Substring) -> Bool {
        query.split(separator: "&").contains { field in
            ["X-Amz-Algorithm", "X-Amz-Signature", "Signature", "AWSAccessKeyId"]
                .contains { field.hasPrefix("\($0)=") }
        }
    }

    private static func namesBucket(_ path: Substring, _ ruleSet: RuleSet?) -> Bool {
        guard let first = path.split(separator: "/").first else { return false }
        return ruleSet?.bucket(named: String(first)) != nil
    }

    private static let nothing = HTTPServerResponse(
        status: .notFound, headerFields: [.contentType: "text/plain; charset=utf-8"],
        body: .bytes(ByteBuffer(string: "there is no such file in the folder that is served\n")))
}
