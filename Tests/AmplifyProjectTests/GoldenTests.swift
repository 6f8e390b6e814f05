import AccessRules
import BackendDefinition
import ClientOutputs
import IAM
import OrderedCollections
import Testing

@testable import AmplifyProject

/// The definition compiles to what Amplify's own compiler makes of it, or is refused with its error.
struct GoldenTests {
    private func compile(_ golden: GoldenCase) async throws -> CompiledProject {
        guard case .object(let variables)? = try golden.expected["environment"]?["variables"] else {
            throw GoldenFault.noEnvironment
        }
        return await ProjectCompiler(folder: golden.folder).compile(
            environment: Dictionary(uniqueKeysWithValues: variables.map { ($0, $1.text ?? "") }),
            names: .placeholders, generation: 1)
    }

    private enum GoldenFault: Error { case noEnvironment }

    @Test(arguments: GoldenCase.all)
    func compilesAsAmplifyDoes(_ golden: GoldenCase) async throws {
        let expected = try golden.expected
        let report = try await compile(golden).checkReport
        for field in ["format", "error", "auth", "functions"] {
            #expect(report[field] == expected[field], "\(field)")
        }
        let buckets = (report["buckets"]?.elements ?? [], expected["buckets"]?.elements ?? [])
        #expect(buckets.0.map { $0["name"] } == buckets.1.map { $0["name"] })
        for (found, wanted) in zip(buckets.0, buckets.1) {
            for field in ["isDefault", "versioned", "triggers"] {
                #expect(found[field] == wanted[field], "\(field)")
            }
            #expect(Policies(found["policies"]) == Policies(wanted["policies"]))
        }
        #expect(report["outputs"]?.withSortedKeys == expected["outputs"]?.withSortedKeys)
        #expect(report["outputs"]?.indentedText == expected["outputs"]?.indentedText)
    }

    @Test(arguments: GoldenCase.all)
    func decidesAsIAMDoes(_ golden: GoldenCase) async throws {
        let rows = try golden.rows()
        guard !rows.isEmpty else { return }
        let rules = try #require(try await compile(golden).ruleSet)
        let plain = PlainAuthorizer(accountID: rules.accountID, generation: 1, policies: rules.policies)
        for row in rows {
            #expect(rules.decide(row.request).outcome == row.outcome, "compiled: \(row)")
            #expect(plain.decide(row.request).outcome == row.outcome, "plain: \(row)")
        }
    }

    @Test func casesAreThere() {
        #expect(GoldenCase.all.count >= 49)
    }
}

/// Statements by role, compared as sets of statements whose values are sets.
private struct Policies: Equatable {
    struct Statement: Hashable {
        var effect: String?
        var actions: Set<String>
        var resources: Set<String>
        var prefixes: Set<String>?
        var otherKeys: Set<String>
    }

    var statements: [String: Set<Statement>] = [:]
    /// A statement that occurs twice would vanish in the set.
    var counts: [String: Int] = [:]

    init(_ json: JSONValue?) {
        for name in ["guest", "authenticated"] { add(json?[name], to: name) }
        for kind in ["groups", "functions"] {
            guard case .object(let roles)? = json?[kind] else { continue }
            for (name, list) in roles { add(list, to: "\(kind).\(name)") }
        }
    }

    private mutating func add(_ list: JSONValue?, to role: String) {
        let elements = list?.elements ?? []
        counts[role] = elements.count
        statements[role] = Set(
            elements.map { statement in
                guard case .object(var members) = statement else {
                    return Statement(actions: [], resources: [], otherKeys: ["no object"])
                }
                let known = ["Effect", "Action", "Resource", "Condition"]
                members.removeAll { known.contains($0.key) }
                return Statement(
                    effect: statement["Effect"]?.text, actions: Set(statement["Action"]?.texts ?? []),
                    resources: Set(statement["Resource"]?.texts ?? []),
                    prefixes: statement["Condition"].map { Set($0["StringLike"]?["s3:prefix"]?.texts ?? []) },
                    otherKeys: Set(members.keys))
            })
    }
}

extension JSONValue {
    /// The same value with the keys of all objects in alphabetical order.
    fileprivate var withSortedKeys: JSONValue {
        switch self {
        case .object(let members):
            var sorted = members.mapValues(\.withSortedKeys)
            sorted.sort { $0.key < $1.key }
            return .object(sorted)
        case .array(let elements): return .array(elements.map(\.withSortedKeys))
        case .null, .boolean, .number, .string: return self
        }
    }
}
