import AccessRules
import BackendDefinition
import IAM
import OrderedCollections
import SourceText

/// Writes definitions for tests: values whose ranges lie in a text that looks like a storage module.
struct Definition {
    enum Rule: Hashable {
        case guest([String])
        case authenticated([String])
        case owner([String])
        case groups([String], [String])
        case function(String, [String])
    }

    var access: [(path: String, rules: [Rule])]?
    /// Nil: without auth.
    var groups: [String]? = []
    var name = "files"
    var isDefault = false

    init(
        _ access: KeyValuePairs<String, [Rule]>?, groups: [String]? = [], name: String = "files",
        isDefault: Bool = false
    ) {
        self.access = access.map { $0.map { ($0.key, $0.value) } }
        self.groups = groups
        self.name = name
        self.isDefault = isDefault
    }

    init(access: [(path: String, rules: [Rule])], groups: [String]) {
        self.access = access
        self.groups = groups
    }

    /// A backend of several of these as buckets; auth is the first one's.
    static func backend(_ definitions: [Definition]) -> Backend {
        var backend = Backend()
        let file = SourceFile(name: "amplify/auth/resource.ts", text: "defineAuth")
        let range = SourceRange(file: file, offsets: 0..<10)
        if let groups = definitions.first?.groups {
            var auth = AuthDefinition(
                kind: .defineAuth, properties: .object(["loginWith": .object(["email": .boolean(true)])]), range: range)
            auth.groups = groups.enumerated().map {
                AuthDefinition.Group(name: $0.element, precedence: $0.offset, range: range)
            }
            backend.auth = auth
        }
        for (ordinal, definition) in definitions.enumerated() {
            var bucket = definition.bucket
            bucket.ordinal = ordinal
            backend.buckets.append(bucket)
        }
        return backend
    }

    var backend: Backend { Self.backend([self]) }

    func compile(generation: Int = 1) -> RuleCompilation {
        compileRules(of: backend, names: Self.names, generation: generation)
    }

    static let names: DeploymentNames = {
        var names = DeploymentNames.placeholders
        names.bucketName = { "b-\($0)" }
        return names
    }()

    /// One path a line, one rule a line below it, beginning with line 2.
    private var bucket: BucketDefinition {
        var text = "defineStorage\n"
        var marks: [(path: Range<Int>, rules: [Range<Int>])] = []
        for (path, rules) in access ?? [] {
            let pathRange = append("'\(path)'", to: &text)
            marks.append((pathRange, rules.map { append("  \($0.text)", to: &text, indentation: 2) }))
        }
        let file = SourceFile(name: "amplify/storage/resource.ts", text: text)
        let paths = zip(access ?? [], marks).map { access, marks in
            AccessPath(
                path: access.path,
                rules: zip(access.rules, marks.rules).map { rule, range in
                    AccessRule(
                        subject: rule.subject, actions: rule.actions, range: SourceRange(file: file, offsets: range))
                },
                range: SourceRange(file: file, offsets: marks.path))
        }
        return BucketDefinition(
            name: name, backendKey: "storage", isDefault: isDefault, versioned: false,
            access: access == nil ? nil : paths, range: SourceRange(file: file, offsets: 0..<13))
    }

    private func append(_ line: String, to text: inout String, indentation: Int = 0) -> Range<Int> {
        let start = text.utf8.count + indentation
        text += line + "\n"
        return start..<(text.utf8.count - 1)
    }
}

extension Definition.Rule {
    var actions: [String] {
        switch self {
        case .guest(let actions), .authenticated(let actions), .owner(let actions), .groups(_, let actions),
            .function(_, let actions):
            actions
        }
    }

    var subject: AccessRule.Subject {
        switch self {
        case .guest: .guest
        case .authenticated: .authenticated
        case .owner: .entity("identity")
        case .groups(let names, _): .groups(names)
        case .function(let name, _): .resource(name)
        }
    }

    var text: String {
        let words = "[\(actions.map { "'\($0)'" }.joined(separator: ", "))]"
        return switch self {
        case .guest: "allow.guest.to(\(words))"
        case .authenticated: "allow.authenticated.to(\(words))"
        case .owner: "allow.entity('identity').to(\(words))"
        case .groups(let names, _): "allow.groups([\(names.map { "'\($0)'" }.joined(separator: ", "))]).to(\(words))"
        case .function(let name, _): "allow.resource(\(name)).to(\(words))"
        }
    }
}

extension RuleSet {
    /// A role's policy in the short form `+ get a/* b/*`, `-` being Deny and `SUB` the identity, in the order emitted.
    func summary(of role: Role) -> [String] {
        (policies[role]?.statements ?? []).map { statement in
            let sign = statement.effect == .allow ? "+" : "-"
            let word = S3Action(rawValue: statement.actions[0]).flatMap { StorageAction($0) }?.rawValue ?? "?"
            let patterns =
                statement.prefixes.map { $0.map(\.text).filter { $0.hasSuffix("*") } }
                ?? statement.resources.map { String($0.text.drop { $0 != "/" }.dropFirst()) }
            let paths = patterns.map { $0.replacing(PolicyPattern.identityVariable, with: "SUB") }
            return "\(sign) \(word) \(paths.joined(separator: " "))"
        }
    }
}
