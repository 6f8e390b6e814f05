package import HTTPTypes
import OpenSSL
import WebResources

/// The files below `/_sandbox/` that are part of the program: the client helpers and the console.
package struct ConsoleAssets: Sendable {
    package init() {}

    /// What stands at a request path such as `/_sandbox/connect.js`, without query; nil if no file has that path.
    package func asset(at path: String, for context: ClientContext) -> ConsoleAsset? {
        guard path.hasPrefix(Self.root) else { return nil }
        let name = String(path.dropFirst(Self.root.count))
        guard name != "connect.js" else { return ConsoleAsset(script: ConnectScript(for: context)) }
        return WebResource.named(name).map { ConsoleAsset($0, name: name) }
    }

    /// The answer to a request for a file: the file, 304, or 405; nil if no file has that path, so that the request is
    /// somebody else's.
    package func answer(to request: HTTPRequest, for context: ClientContext) -> StaticAnswer? {
        let path = String((request.path ?? "/").prefix { $0 != "?" })
        guard let asset = asset(at: path, for: context) else { return nil }
        return StaticAnswer(to: request, eTag: asset.eTag, headerFields: asset.headerFields, body: .bytes(asset.bytes))
    }

    /// The paths of all files, without `/_sandbox/`.
    static var paths: [String] { Array(WebResource.paths) }

    private static let root = "/_sandbox/"
}

/// One file of the console.
package struct ConsoleAsset: Sendable {
    package var mediaType: String
    /// Quoted, as it stands in `ETag`.
    package var eTag: String
    package var bytes: [UInt8]
    /// Whether its text depends on the sandbox's definition.
    package var isDynamic: Bool

    init(_ resource: WebResource, name: String) {
        bytes = Array(resource.buffer)
        mediaType = MediaType.of(fileName: name)
        eTag = Self.tag(of: bytes)
        isDynamic = false
    }

    init(script: ConnectScript) {
        bytes = Array(script.text.utf8)
        mediaType = MediaType.of(fileName: "connect.js")
        eTag = Self.tag(of: bytes)
        isDynamic = true
    }

    /// Any page may load a helper: an app's own server is another origin than the sandbox's. The files hold nothing
    /// that a deployed app's bundle does not show to everyone.
    package var headerFields: HTTPFields {
        [
            .contentType: mediaType,
            .cacheControl: isDynamic ? "no-store" : "no-cache",
            .accessControlAllowOrigin: "*",
            .crossOriginResourcePolicy: "cross-origin",
            .xContentTypeOptions: "nosniff",
        ]
    }

    private static func tag(of bytes: [UInt8]) -> String {
        var digest = Digest(.sha256)
        digest.update(bytes)
        return "\"\(Hexadecimal.encode(Array(digest.finish().prefix(16))))\""
    }
}
