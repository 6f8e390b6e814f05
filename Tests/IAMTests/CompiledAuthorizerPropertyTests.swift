import IAM
import SandboxTesting
import Testing

/// Random policies and requests over a tiny alphabet, so that they meet: the compiled form decides as the plain one.
struct CompiledAuthorizerPropertyTests {
    @Test(arguments: 0..<20)
    func agreesWithPlainEvaluation(_ round: UInt64) {
        var random = SeededGenerator(seed: round)
        for _ in 0..<40 {
            let statements = (0...Int.random(in: 0...6, using: &random)).map { _ in random.statement() }
            let requests = (0..<20).map { _ in random.request() }
            guard let request = disagreement(on: requests, statements) else { continue }
            let least = shrink(statements) { disagreement(on: [request], $0) != nil }
            Issue.record("seed \(round): \(request) is decided differently by \(least)")
            return
        }
    }

    /// The first request that the two forms of the same policy decide differently.
    private func disagreement(
        on requests: [AuthorizationRequest], _ statements: [PolicyStatement]
    ) -> AuthorizationRequest? {
        let policies = [Role.authenticated: PolicyDocument(statements: statements)]
        let plain = PlainAuthorizer(accountID: "1", generation: 1, policies: policies)
        let compiled = CompiledAuthorizer(accountID: "1", generation: 1, policies: policies)
        return requests.first { request in
            let (left, right) = (plain.decide(request), compiled.decide(request))
            return left.outcome != right.outcome || (left.match == nil) != (right.match == nil)
        }
    }

    /// Drops statements, then resources and prefixes, as long as the fault stays.
    private func shrink(
        _ statements: [PolicyStatement], while fails: ([PolicyStatement]) -> Bool
    ) -> [PolicyStatement] {
        for index in statements.indices {
            var fewer = statements
            fewer.remove(at: index)
            if fails(fewer) { return shrink(fewer, while: fails) }
        }
        for index in statements.indices {
            for smaller in statements[index].smaller {
                var changed = statements
                changed[index] = smaller
                if fails(changed) { return shrink(changed, while: fails) }
            }
        }
        return statements
    }
}

extension PolicyStatement {
    fileprivate var smaller: [PolicyStatement] {
        let fewerResources = resources.indices.dropFirst().map { index in
            var copy = self
            copy.resources.remove(at: index)
            return copy
        }
        let fewerPrefixes = (prefixes ?? []).indices.dropFirst().map { index in
            var copy = self
            copy.prefixes?.remove(at: index)
            return copy
        }
        return fewerResources + fewerPrefixes
    }
}

extension SeededGenerator {
    fileprivate mutating func statement() -> PolicyStatement {
        let actions = [["s3:GetObject"], ["s3:ListBucket"], ["s3:Get*"], ["s3:*"], ["s3:putobject", "s3:ListBucket"]]
        let resources = (0...Int.random(in: 0...2, using: &self)).map { _ in
            let bucket = ["b", "b", "b", "c", "*", "?"].randomElement(using: &self)!
            return PolicyPattern("arn:aws:s3:::\(bucket)" + (Bool.random(using: &self) ? "/\(pattern())" : ""))
        }
        let prefixes = (0...Int.random(in: 0...2, using: &self)).map { _ in PolicyPattern(pattern()) }
        return PolicyStatement(
            effect: Int.random(in: 0..<3, using: &self) == 0 ? .deny : .allow,
            actions: actions.randomElement(using: &self)!, resources: resources,
            prefixes: Bool.random(using: &self) ? prefixes : nil)
    }

    private mutating func pattern() -> String {
        let parts = ["a", "a", "b", "/", "/", "é", "*", "?", PolicyPattern.identityVariable, "${aws:x}", "${*}"]
        let text = (0..<Int.random(in: 0...5, using: &self)).map { _ in
            parts[Int.random(in: 0..<(Int.random(in: 0..<4, using: &self) == 0 ? parts.count : 6), using: &self)]
        }.joined()
        return Bool.random(using: &self) ? text + "*" : text
    }

    private mutating func text() -> String {
        (0..<Int.random(in: 0...5, using: &self)).map { _ in
            ["a", "b", "/", "é", "ab", "*"].randomElement(using: &self)!
        }.joined()
    }

    fileprivate mutating func request() -> AuthorizationRequest {
        let identity = ["ab", "a", "b/", "", nil].randomElement(using: &self)!
        let resource: AuthorizationRequest.Resource
        switch Int.random(in: 0..<5, using: &self) {
        case 0, 1: resource = .object(bucket: "b", key: text())
        case 2, 3: resource = .bucket("b", prefix: Bool.random(using: &self) ? text() : nil)
        default: resource = .service
        }
        return AuthorizationRequest(
            principal: .session(Principal.RoleSession(role: .authenticated, identityID: identity)),
            action: [.getObject, .listBucket, .putObject, .getBucketAcl].randomElement(using: &self)!,
            resource: resource)
    }
}
