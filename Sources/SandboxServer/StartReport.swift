import AccessRules
import BackendDefinition
import FoundationEssentials
import SourceText
import WebConsole

/// What a sandbox says once it answers: who may do what, where it is, what to try.
struct StartReport {
    let configuration: SandboxConfiguration
    let names: DeployedNames
    let endpoint: String
    /// Absent when the definition has errors.
    let ruleSet: RuleSet?
    let style: TerminalStyle

    func render() -> String {
        var sections = [heading]
        if let ruleSet {
            sections.append(
                ruleSet.buckets.isEmpty
                    ? "no storage is registered in `defineBackend`"
                    : AccessTableText(ruleSet: ruleSet, style: style).render())
        }
        sections.append(addresses)
        if let ruleSet, !ruleSet.buckets.isEmpty { sections.append(thingsToTry(ruleSet)) }
        return sections.joined(separator: "\n\n") + "\n"
    }

    private var heading: String {
        style.bold("sandbox") + " \(names.namespace)" + style.faint(" as \(names.identifier), \(names.region)")
    }

    private var addresses: String {
        var rows = [["endpoint", style.cyan(endpoint)]]
        if let folder = configuration.servedFolder {
            rows.append(["app", style.cyan(endpoint + "/") + style.faint(" from \(SandboxLocation.relative(folder))")])
        }
        if ruleSet != nil {
            for path in configuration.outputs.paths { rows.append(["outputs", SandboxLocation.relative(path)]) }
        }
        if ruleSet != nil {
            rows.append(["in the app", "<script src=\"\(endpoint)/_sandbox/connect.js\"></script>"])
        }
        rows.append(["data", SandboxLocation.relative(configuration.location.data.path)])
        return TextTable(rows).lines.map { "  " + $0 }.joined(separator: "\n")
    }

    private func thingsToTry(_ ruleSet: RuleSet) -> String {
        let tries = [upload(ruleSet), asGuest(ruleSet), edit(ruleSet)].compactMap(\.self)
        let lines = tries.enumerated().map { index, lines in
            lines.enumerated().map { ($0.offset == 0 ? "  \(index + 1). " : "     ") + $0.element }
                .joined(separator: "\n")
        }
        return style.bold("try") + "\n" + lines.joined(separator: "\n")
    }

    private func upload(_ ruleSet: RuleSet) -> [String]? {
        guard let bucket = defaultBucket(ruleSet) else { return nil }
        return [
            style.faint("# store a file as the administrator, whom no rule stops"),
            #"eval "$(\#(credentials) --format env)""#,
            copy(to: folder(in: bucket, for: nil), in: bucket),
        ]
    }

    private func asGuest(_ ruleSet: RuleSet) -> [String]? {
        guard let bucket = defaultBucket(ruleSet), let access = bucket.definition.access, !access.isEmpty else {
            return nil
        }
        let table = ruleSet.accessTable()
        let refused = access.first { path in
            !table.rows.contains { row in
                row.bucket == bucket.name && row.path == path.path && row.subject == .guest
                    && row.grants.contains { $0.action == .write }
            }
        }
        guard let refused else { return nil }
        return [
            style.faint("# be refused as a guest, and be told which line of which file decides"),
            #"eval "$(\#(credentials) --as guest --format env)""#,
            copy(to: folder(in: bucket, for: refused.path), in: bucket),
        ]
    }

    private func edit(_ ruleSet: RuleSet) -> [String]? {
        guard let rule = defaultBucket(ruleSet)?.definition.access?.first?.rules.first else { return nil }
        let place = "\(rule.range.file.name):\(rule.range.start.line)"
        return [
            style.faint("# change a rule and save: the next request is decided by it"),
            "\(place)  \(rule.range.text.split(separator: "\n").first.map(String.init) ?? "")",
        ]
    }

    private func defaultBucket(_ ruleSet: RuleSet) -> BucketRules? {
        ruleSet.buckets.first(where: \.isDefault) ?? ruleSet.buckets.first
    }

    private func copy(to folder: String, in bucket: BucketRules) -> String {
        "echo hello | aws s3 cp - " + ShellWord.quoted("s3://\(bucket.bucketName)/\(folder)hello.txt")
    }

    /// A folder under a declared path, with a made-up identity in the place of the token.
    private func folder(in bucket: BucketRules, for path: String?) -> String {
        guard let path = path ?? bucket.definition.access?.first?.path else { return "" }
        return String(path.dropLast()).replacing("{entity_id}", with: "someone")
    }

    /// The command that prints credentials of this very sandbox, for the shell from which it was started.
    private var credentials: String {
        let location = configuration.location
        var words = [program, "credentials"]
        if FileManager.default.currentDirectoryPath != location.project {
            words += ["--project", SandboxLocation.relative(location.project)]
        }
        if location.dataDirectory != location.project + "/sandbox-data" {
            words += ["--data-dir", SandboxLocation.relative(location.dataDirectory)]
        }
        if location.identifier != SandboxLocation.loginName { words += ["--identifier", location.identifier] }
        return words.map(ShellWord.quoted).joined(separator: " ")
    }

    /// As it was called: a name that is looked up in PATH, or a path.
    private var program: String {
        let name = CommandLine.arguments.first ?? "sandbox"
        guard name.contains("/") else { return name }
        let path = SandboxLocation.relative(SandboxLocation.absolute(name))
        return path.contains("/") ? path : "./" + path
    }
}
