import AccessRules
import BackendDefinition
import IAM
import SourceText
import TypeScriptEvaluator

/// Definitions: lexer, parser, evaluator, rule compiler and decision.
///
/// An input is a project in one text: the line `//--- amplify/storage/resource.ts` begins a module of that name; what
/// stands before the first such line is `amplify/backend.ts`.
struct LanguageTarget: FuzzTarget {
    static let name = "language"

    let seeds: [[UInt8]]
    let dictionary = DefinitionGrammar.words

    init(repository: String) throws {
        seeds = DefinitionSeeds.all(repository: repository)
    }

    func generate(_ random: inout RandomSource) -> [UInt8]? {
        var writer = DefinitionGrammar.Writer(random: random)
        let text = writer.project()
        random = writer.random
        return Array(text.utf8)
    }

    func run(_ input: [UInt8]) async throws -> String {
        let project = DefinitionProject(input)
        let first = await Compilation(project)
        try first.check()
        // Half as dear and nearly as good as looking each time.
        if input.count.isMultiple(of: 8) {
            let second = await Compilation(project)
            guard first.summary == second.summary else {
                throw BrokenProperty("two evaluations differ: \(first.summary) and \(second.summary)")
            }
        }
        return first.summary.outcome
    }
}

/// What one evaluation and compilation came to.
private struct Compilation {
    struct Summary: Equatable {
        var outcome: String
        var messages: [String]
        var statements: Int
    }

    let evaluation: BackendEvaluation
    let rules: RuleCompilation?

    init(_ project: DefinitionProject) async {
        var limits = EvaluationLimits()
        // A tenth of the usual: the bound itself has tests of its own, and the time is better spent on other inputs.
        limits.steps /= 10
        let host = EvaluationHost(
            variables: ["AWS_BRANCH": "main"], projectFolder: "/app", now: { 1_700_000_000_000 }, limits: limits)
        evaluation = await evaluateBackend(entry: ModuleID("amplify/backend.ts"), loader: project, host: host)
        rules = evaluation.backend.map { compileRules(of: $0, names: .placeholders, generation: 1) }
    }

    private var diagnostics: [Diagnostic] {
        evaluation.errors.map(\.diagnostic) + evaluation.diagnostics + (rules?.warnings ?? [])
            + (rules?.errors.map(\.diagnostic) ?? [])
    }

    private var isRefused: Bool { evaluation.hasErrors || rules?.errors.isEmpty != true }

    var summary: Summary {
        let error = diagnostics.first { $0.severity == .error }
        return Summary(
            outcome: isRefused ? "refused: \(error?.code.prefix(40) ?? "no reason")" : "accepted",
            messages: diagnostics.map { "\($0.code) \($0.message)" },
            statements: rules?.ruleSet?.policies.values.reduce(0) { $0 + $1.statements.count } ?? 0)
    }

    func check() throws {
        for diagnostic in diagnostics { try check(diagnostic) }
        if isRefused {
            guard diagnostics.contains(where: { $0.severity == .error }) else {
                throw BrokenProperty("refused without an error")
            }
        } else {
            guard let ruleSet = rules?.ruleSet else { throw BrokenProperty("accepted without rules") }
            try ruleSet.agreesWithPlainEvaluation()
        }
    }

    private func check(_ diagnostic: Diagnostic) throws {
        if diagnostic.message.isEmpty { throw BrokenProperty("a diagnostic without words: \(diagnostic.code)") }
        if let range = diagnostic.range {
            let offsets = range.offsets
            guard offsets.lowerBound >= 0, offsets.upperBound <= range.file.text.count else {
                throw BrokenProperty("a place outside of the file: \(diagnostic.code) \(offsets)")
            }
        }
        if diagnostic.codeFrame(.coloured).utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x1B }) {
            throw BrokenProperty("a code frame with control characters: \(diagnostic.code)")
        }
    }
}

extension RuleSet {
    /// Asks both forms of the rules about what the policies speak of and about their neighbours.
    fileprivate func agreesWithPlainEvaluation() throws {
        let plain = PlainAuthorizer(accountID: accountID, generation: generation, policies: policies)
        let identity = "us-east-1:0b4f3c6e-8d0f-4a57-9f0e-3a1b2c4d5e6f"
        for (role, document) in policies {
            let principal = Principal.session(.init(role: role, identityID: identity))
            for statement in document.statements.prefix(20) {
                for request in statement.requests(by: principal, identity: identity) {
                    let (found, expected) = (decide(request).outcome, plain.decide(request).outcome)
                    guard found == expected else {
                        throw BrokenProperty("the index decides otherwise: \(found), not \(expected), on \(request)")
                    }
                }
            }
        }
    }
}

extension PolicyStatement {
    fileprivate func requests(by principal: Principal, identity: String) -> [AuthorizationRequest] {
        let texts = (resources + (prefixes ?? [])).prefix(8).map { $0.text }
        return texts.flatMap { text in
            let path = text.split(separator: "/", maxSplits: 1).last.map(String.init) ?? text
            let bucket = String(text.prefix { $0 != "/" }.dropFirst("arn:aws:s3:::".count))
            return ["", "x", "a/b"].flatMap { filling -> [AuthorizationRequest] in
                let key = Self.filled(path, star: filling, identity: identity)
                return [
                    AuthorizationRequest(principal: principal, action: .getObject, bucket: bucket, key: key),
                    AuthorizationRequest(principal: principal, action: .putObject, bucket: bucket, key: key),
                    AuthorizationRequest(principal: principal, action: .listBucket, bucket: bucket, prefix: key),
                ]
            }
        }
    }

    private static func filled(_ pattern: String, star: String, identity: String) -> String {
        var text = ""
        var rest = pattern[...]
        while let first = rest.first {
            if rest.hasPrefix(PolicyPattern.identityVariable) {
                text += identity
                rest = rest.dropFirst(PolicyPattern.identityVariable.count)
            } else {
                text += first == "*" ? star : String(first)
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
