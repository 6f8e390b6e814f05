import Testing

@testable import WebConsole

struct ConnectSnippetTests {
    private let context = ClientContext(
        endpoint: "http://localhost:20005", region: "us-east-1", buckets: ["photos-1", "docs.2"],
        userPoolID: "us-east-1_Abc123456", clientID: "client", identityPoolID: "us-east-1:uuid")

    private func snippet(project: String = "/home/ann/app") -> ConnectSnippet {
        ConnectSnippet(
            for: context, program: "/usr/bin/sandbox", selection: ["--project", project],
            browser: BrowserCommand(for: context, keyPin: "cGlu", profile: "/tmp/profile"))
    }

    @Test(arguments: ConnectTool.allCases)
    func `names this sandbox to every tool`(tool: ConnectTool) {
        let text = snippet().text(for: tool)
        switch tool {
        case .webpack: #expect(text.contains("./amplify_outputs.connect.js"))
        case .browser: #expect(text.contains("127.0.0.1:20005"))
        default: #expect(text.contains("http://localhost:20005"))
        }
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    }

    @Test func `quotes a path for the language it stands in`() {
        let snippet = snippet(project: #"/home/ann/Ann's "app""#)
        #expect(snippet.boto3.contains(#""--project", "/home/ann/Ann's \"app\"""#))
        #expect(snippet.rclone.contains(#"credentials --project '/home/ann/Ann'\''s "app"' --format env"#))
        #expect(
            snippet.awscli.contains(
                #"credential_process '/usr/bin/sandbox credentials --project '\''/home/ann/Ann'\''\'\'''\''s "app"'\'' "#
            ))
    }

    @Test(arguments: [
        ("plain-1.2/x:y", "plain-1.2/x:y"), ("", "''"), ("two words", "'two words'"), ("$(x)", "'$(x)'"),
        ("it's", #"'it'\''s'"#), ("ü", "'ü'"), ("a;b", "'a;b'"), ("~", "'~'"),
    ])
    func `quotes words of the shell`(text: String, expected: String) {
        #expect(ShellWord.quoted(text) == expected)
    }

    @Test func `maps the sandbox's own hosts and no others in the browser`() {
        let command = BrowserCommand(for: context, keyPin: "cGlu", profile: "/tmp/p", page: "http://localhost:5173")
        #expect(
            command.hosts == [
                "photos-1.s3.us-east-1.amazonaws.com", "photos-1.s3.amazonaws.com", "s3.us-east-1.amazonaws.com",
                "cognito-idp.us-east-1.amazonaws.com", "cognito-identity.us-east-1.amazonaws.com",
            ])
        #expect(
            command.arguments.contains {
                $0.hasPrefix("--host-resolver-rules=MAP photos-1.s3.us-east-1.amazonaws.com 127.0.0.1:20005,MAP ")
            })
        #expect(command.arguments.last == "http://localhost:5173")
    }
}
