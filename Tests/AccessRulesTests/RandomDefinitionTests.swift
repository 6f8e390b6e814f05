import AccessRules
import Foundation
import IAM
import SandboxTesting
import Testing

/// Random definitions, principals, actions and keys: the rules in force decide as plain IAM evaluation of their statements.
/// `RULE_SETS=10000` makes it that many definitions.
struct RandomDefinitionTests {
    @Test func indexAgreesWithPlainEvaluation() {
        let count = ProcessInfo.processInfo.environment["RULE_SETS"].flatMap(Int.init) ?? 600
        var random = SeededGenerator(seed: 20_005)
        var compiled = 0
        while compiled < count {
            let definition = random.definition()
            guard definition.compile().ruleSet != nil else { continue }
            compiled += 1
            let requests = (0..<25).map { _ in random.request() }
            guard let request = disagreement(on: requests, definition) else { continue }
            let least = shrink(definition) { disagreement(on: [request], $0) != nil }
            Issue.record("\(request) is decided differently by \(least.access ?? [])")
            return
        }
    }

    private func disagreement(
        on requests: [AuthorizationRequest], _ definition: Definition
    ) -> AuthorizationRequest? {
        guard let rules = definition.compile().ruleSet else { return nil }
        let plain = PlainAuthorizer(accountID: rules.accountID, generation: 1, policies: rules.policies)
        return requests.first { request in
            let (left, right) = (plain.decide(request), rules.decide(request))
            return left.outcome != right.outcome || (left.match == nil) != (right.match == nil)
        }
    }

    /// Drops paths, rules and actions as long as the fault stays.
    private func shrink(_ definition: Definition, while fails: (Definition) -> Bool) -> Definition {
        for smaller in definition.smaller where fails(smaller) { return shrink(smaller, while: fails) }
        return definition
    }
}

extension Definition {
    fileprivate var smaller: [Definition] {
        var candidates: [Definition] = []
        for path in (access ?? []).indices {
            var copy = self
            copy.access?.remove(at: path)
            candidates.append(copy)
            for rule in (access ?? [])[path].rules.indices {
                var copy = self
                copy.access?[path].rules.remove(at: rule)
                candidates.append(copy)
            }
        }
        return candidates
    }
}

extension SeededGenerator {
    fileprivate mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    fileprivate mutating func definition() -> Definition {
        let paths = Set((0...Int.random(in: 0...5, using: &self)).map { _ in path() })
        let access = paths.sorted().map { path in (path: path, rules: rules()) }
        return Definition(access: access, groups: ["g", "h"])
    }

    private mutating func path() -> String {
        var segments = (0...Int.random(in: 0...2, using: &self)).map { _ in pick(["a", "b", "a?", "ab"]) }
        if Int.random(in: 0..<3, using: &self) == 0 { segments.append("{entity_id}") }
        return segments.joined(separator: "/") + "/*"
    }

    private mutating func rules() -> [Definition.Rule] {
        var rules: [Definition.Rule] = []
        if Bool.random(using: &self) { rules.append(.guest(actions())) }
        if Bool.random(using: &self) { rules.append(.authenticated(actions())) }
        if Bool.random(using: &self) { rules.append(.owner(actions())) }
        if Bool.random(using: &self) { rules.append(.groups(pick([["g"], ["h"], ["g", "h"]]), actions())) }
        if Bool.random(using: &self) { rules.append(.function("f", actions())) }
        return rules.shuffled(using: &self)
    }

    private mutating func actions() -> [String] {
        let words = ["read", "get", "list", "write", "delete"].filter { _ in Bool.random(using: &self) }
        return words.isEmpty ? [pick(["read", "write"])] : words.shuffled(using: &self)
    }

    fileprivate mutating func request() -> AuthorizationRequest {
        let role: Role = pick([.guest, .authenticated, .group("g"), .group("h"), .function("f")])
        let identity: String? = if case .function = role { nil } else { pick(["me", "a", "b"]) }
        let session = Principal.RoleSession(role: role, identityID: identity)
        let action: S3Action = pick([.getObject, .listBucket, .putObject, .deleteObject, .getObjectAcl])
        let segments = (0...Int.random(in: 0...3, using: &self)).map { _ in pick(["a", "b", "ab", "ax", "me", ""]) }
        let text = segments.joined(separator: "/")
        let resource: AuthorizationRequest.Resource =
            action == .listBucket
            ? .bucket("b-files", prefix: Int.random(in: 0..<9, using: &self) == 0 ? nil : text)
            : .object(bucket: "b-files", key: text)
        return AuthorizationRequest(principal: .session(session), action: action, resource: resource)
    }
}
