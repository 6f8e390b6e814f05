/// The tools that `sandbox connect <tool>` knows the lines for.
package enum ConnectTool: String, Sendable, CaseIterable {
    case vite, next, webpack, node, playwright, cypress, boto3, awscli, rclone, browser
}

/// The lines that make a tool find this sandbox, ready to be pasted: what their reader must know stands in comments.
package struct ConnectSnippet: Sendable {
    let context: ClientContext
    /// The command that prints the administrator's key, without its form.
    let credentialsCommand: [String]
    let browser: BrowserCommand

    /// - Parameters:
    ///   - program: absolute path of the program itself.
    ///   - selection: the options that find this sandbox: `["--project", "/home/ann/app"]`.
    package init(for context: ClientContext, program: String, selection: [String], browser: BrowserCommand) {
        self.context = context
        credentialsCommand = [program, "credentials"] + selection
        self.browser = browser
    }

    /// The text ends with a line feed.
    package func text(for tool: ConnectTool) -> String {
        switch tool {
        case .vite: vite
        case .next: next
        case .webpack: webpack
        case .node: node
        case .playwright: playwright
        case .cypress: cypress
        case .boto3: boto3
        case .awscli: awscli
        case .rclone: rclone
        case .browser: browser.text
        }
    }

    var scriptAddress: String { "\(context.endpoint)/_sandbox/connect.js" }

    func credentialsCommand(format: String) -> [String] {
        credentialsCommand + ["--format", format]
    }
}
