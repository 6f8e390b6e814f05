import FoundationEssentials
import WebResources

/// The script that makes Amplify's client speak to this sandbox, with this sandbox's names filled in.
///
/// The same text is served as `/_sandbox/connect.js` and written beside the outputs by `--connect-file`.
package struct ConnectScript: Sendable, Hashable {
    /// Its name as a file beside `amplify_outputs.json`.
    package static let fileName = "amplify_outputs.connect.js"

    package let context: ClientContext

    package init(for context: ClientContext) {
        self.context = context
    }

    package var text: String {
        guard let template = WebResource.named("connect.js") else { fatalError("connect.js is not embedded") }
        return template.text.replacing(Self.placeholder, with: settings)
    }

    private static let placeholder = "__SANDBOX_SETTINGS__"

    /// JSON that is also JavaScript, in any page.
    private var settings: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let settings = Settings(
            endpoint: context.endpoint, buckets: context.buckets, userPoolID: context.userPoolID,
            clientID: context.clientID, identityPoolID: context.identityPoolID)
        guard let json = try? encoder.encode(settings) else { fatalError("strings that cannot be encoded as JSON") }
        return String(decoding: json, as: UTF8.self)
            .replacing("<", with: "\\u003c")
            .replacing("\u{2028}", with: "\\u2028")
            .replacing("\u{2029}", with: "\\u2029")
    }

    private struct Settings: Encodable {
        var endpoint: String
        var buckets: [String]
        var userPoolID: String?
        var clientID: String?
        var identityPoolID: String?
    }
}
