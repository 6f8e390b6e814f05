/// A Chromium that reaches this sandbox under the real host names, so that an app needs no change at all.
///
/// Only the hosts of the sandbox's own buckets and pools are mapped, and only the sandbox's own key is trusted for
/// them: every other site is what it is. The profile is one of its own, because a browser that runs already would
/// take no new rules.
package struct BrowserCommand: Sendable, Hashable {
    private let context: ClientContext
    private let keyPin: String
    private let profile: String
    private let page: String?

    /// - Parameters:
    ///   - keyPin: base64 of the SHA-256 of the certificate's public key (its SubjectPublicKeyInfo).
    ///   - profile: a folder for the browser's own files.
    ///   - page: where to begin.
    package init(for context: ClientContext, keyPin: String, profile: String, page: String? = nil) {
        self.context = context
        self.keyPin = keyPin
        self.profile = profile
        self.page = page
    }

    /// What the program `chromium` is started with.
    package var arguments: [String] {
        let rules = hosts.map { "MAP \($0) \(address)" }.joined(separator: ",")
        return [
            "--user-data-dir=\(profile)", "--no-first-run", "--host-resolver-rules=\(rules)",
            "--ignore-certificate-errors-spki-list=\(keyPin)",
        ] + (page.map { [$0] } ?? [])
    }

    /// The command line, with comments, for a terminal.
    package var text: String {
        let words = arguments.map(ShellWord.quoted).joined(separator: " \\\n  ")
        return """
            # Chromium with the sandbox behind the real host names, for an app that is not changed at all.
            chromium \(words)

            """
    }

    /// The names by which clients know the sandbox's buckets and pools.
    package var hosts: [String] {
        var hosts: [String] = []
        for bucket in context.buckets where !bucket.contains(".") {
            hosts += ["\(bucket).s3.\(context.region).\(suffix)", "\(bucket).s3.\(suffix)"]
        }
        // A name with a dot fits no wildcard certificate: clients put it into the path.
        if context.buckets.contains(where: { $0.contains(".") }) { hosts.append("s3.\(context.region).\(suffix)") }
        if context.userPoolID != nil { hosts.append("cognito-idp.\(context.region).\(suffix)") }
        if context.identityPoolID != nil { hosts.append("cognito-identity.\(context.region).\(suffix)") }
        return hosts
    }

    private var suffix: String { context.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com" }

    /// The endpoint's host and port, the host as an address where that is known.
    private var address: String {
        let authority = context.endpoint.split(separator: "/").last.map(String.init) ?? context.endpoint
        return authority.hasPrefix("localhost:") ? "127.0.0.1" + authority.dropFirst("localhost".count) : authority
    }
}
