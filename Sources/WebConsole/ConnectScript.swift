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

    /// An object literal.
    private var settings: String {
        let buckets = context.buckets.map(Self.literal).joined(separator: ", ")
        var members = ["\"endpoint\": \(Self.literal(context.endpoint))", "\"buckets\": [\(buckets)]"]
        for (name, value) in [
            ("userPoolID", context.userPoolID), ("clientID", context.clientID),
            ("identityPoolID", context.identityPoolID),
        ] {
            if let value { members.append("\"\(name)\": \(Self.literal(value))") }
        }
        return "{\n" + members.map { "  \($0),\n" }.joined() + "}"
    }

    /// A string literal that ends neither itself nor the script element around it.
    private static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": literal += "\\\(scalar)"
            case _ where scalar.value < 0x20 || ["<", "\u{2028}", "\u{2029}"].contains(scalar):
                let digits = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
