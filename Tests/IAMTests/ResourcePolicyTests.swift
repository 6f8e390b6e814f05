import Foundation
import IAM
import Testing

struct ResourcePolicyTests {
    private static let ann = PolicyCaller(
        accountID: "111111111111", arns: ["arn:aws:iam::111111111111:user/ann"], canonicalID: "abc")
    private static let bob = PolicyCaller(
        accountID: "222222222222", arns: ["arn:aws:iam::222222222222:user/bob"], canonicalID: "def")

    private func policy(_ statements: String...) throws(ResourcePolicyFault) -> ResourcePolicy {
        try ResourcePolicy(
            json: Data(
                "{\"Version\": \"2012-10-17\", \"Statement\": [\(statements.joined(separator: ","))]}".utf8),
            bucket: "pics", knowsKey: { $0.hasPrefix("aws:") || $0.hasPrefix("s3:") })
    }

    private func statement(
        _ effect: String = "Allow", who: String = "\"Principal\": \"*\"",
        action: String = "\"s3:GetObject\"",
        resource: String = "arn:aws:s3:::pics/*", condition: String? = nil
    ) -> String {
        "{\"Sid\": \"one\", \"Effect\": \"\(effect)\", \(who), \"Action\": \(action), \"Resource\": \"\(resource)\""
            + (condition.map { ", \"Condition\": \($0)" } ?? "") + "}"
    }

    private func answer(
        _ policy: ResourcePolicy, _ caller: PolicyCaller?, _ action: S3Action = .getObject,
        _ resource: String = "arn:aws:s3:::pics/a", _ context: [String: [String]] = [:]
    ) -> ResourcePolicy.Answer {
        policy.answer(
            .init(caller: caller, action: action, resource: resource, context: { context[$0] }))
    }

    struct PrincipalCase: CustomTestStringConvertible {
        var who: String
        var ann: ResourcePolicy.Answer
        var bob: ResourcePolicy.Answer
        var anonymous: ResourcePolicy.Answer
        var testDescription: String { who }
    }

    @Test(arguments: [
        PrincipalCase(who: #""Principal": "*""#, ann: .allowed, bob: .allowed, anonymous: .allowed),
        PrincipalCase(
            who: #""Principal": {"AWS": "*"}"#, ann: .allowed, bob: .allowed, anonymous: .allowed),
        PrincipalCase(
            who: #""Principal": {"AWS": "111111111111"}"#, ann: .allowedToAccount, bob: .silent,
            anonymous: .silent),
        PrincipalCase(
            who:
                #""Principal": {"AWS": ["arn:aws:iam::222222222222:root", "arn:aws:iam::111111111111:user/ann"]}"#,
            ann: .allowed, bob: .allowedToAccount, anonymous: .silent),
        PrincipalCase(
            who: #""Principal": {"CanonicalUser": "def"}"#, ann: .silent, bob: .allowed,
            anonymous: .silent),
        PrincipalCase(
            who: #""Principal": {"Service": "logging.s3.amazonaws.com"}"#, ann: .silent, bob: .silent,
            anonymous: .silent),
    ])
    func `speaks of its principals only`(_ example: PrincipalCase) throws {
        let policy = try policy(statement(who: example.who))
        #expect(answer(policy, Self.ann) == example.ann)
        #expect(answer(policy, Self.bob) == example.bob)
        #expect(answer(policy, nil) == example.anonymous)
    }

    @Test func `lets a denial win, wherever it stands`() throws {
        let deny = statement("Deny", who: #""NotPrincipal": {"AWS": "111111111111"}"#)
        for policy in [try policy(statement(), deny), try policy(deny, statement())] {
            #expect(answer(policy, Self.ann) == .allowed)
            #expect(answer(policy, Self.bob) == .denied(statement: "one"))
            #expect(answer(policy, nil) == .denied(statement: "one"))
        }
    }

    @Test func `fits actions without letter case and resources with it`() throws {
        let policy = try policy(
            statement(action: #"["S3:get*", "s3:ListBucket"]"#, resource: "arn:aws:s3:::pics/A?"))
        #expect(answer(policy, nil, .getObjectTagging, "arn:aws:s3:::pics/Ab") == .allowed)
        #expect(answer(policy, nil, .getObject, "arn:aws:s3:::pics/ab") == .silent)
        #expect(answer(policy, nil, .putObject, "arn:aws:s3:::pics/Ab") == .silent)
    }

    struct ConditionCase: CustomTestStringConvertible {
        var condition: String
        var fitting: [String]?
        var other: [String]?
        var testDescription: String { condition }

        init(_ condition: String, _ fitting: [String]?, not other: [String]?) {
            self.condition = condition
            self.fitting = fitting
            self.other = other
        }
    }

    @Test(arguments: [
        ConditionCase(#""StringEquals": {"aws:k": ["a", "b"]}"#, ["b"], not: ["B"]),
        ConditionCase(#""StringEquals": {"AWS:K": "a"}"#, ["a"], not: nil),
        ConditionCase(#""StringNotEquals": {"aws:k": ["a", "b"]}"#, ["c"], not: ["b"]),
        ConditionCase(#""StringNotEquals": {"aws:k": "a"}"#, nil, not: ["a"]),
        ConditionCase(#""StringEqualsIgnoreCase": {"aws:k": "a"}"#, ["A"], not: ["b"]),
        ConditionCase(#""StringLike": {"aws:k": "a*z?"}"#, ["abcz1"], not: ["az"]),
        ConditionCase(#""StringLikeIfExists": {"aws:k": "a*"}"#, nil, not: ["b"]),
        ConditionCase(#""StringNotLike": {"aws:k": "a*"}"#, ["b"], not: ["ab"]),
        ConditionCase(#""NumericLessThanEquals": {"aws:k": 10}"#, ["10"], not: ["11"]),
        ConditionCase(#""NumericGreaterThan": {"aws:k": "1.5"}"#, ["2"], not: ["x"]),
        ConditionCase(
            #""DateLessThan": {"aws:k": "2026-01-01T00:00:00Z"}"#, ["2025-12-31T23:59:59Z"],
            not: ["2026-01-02T00:00:00Z"]),
        ConditionCase(
            #""DateGreaterThan": {"aws:k": "2026-01-01"}"#, ["1800000000"], not: ["1000000000"]),
        ConditionCase(#""Bool": {"aws:k": false}"#, ["false"], not: ["true"]),
        ConditionCase(#""IpAddress": {"aws:k": "10.1.0.0/15"}"#, ["10.0.9.9"], not: ["10.2.0.1"]),
        ConditionCase(
            #""IpAddress": {"aws:k": "2001:db8::/32"}"#, ["2001:db8:0:1::9"], not: ["2001:db9::1"]),
        ConditionCase(#""NotIpAddress": {"aws:k": "127.0.0.1"}"#, ["127.0.0.2"], not: ["127.0.0.1"]),
        ConditionCase(
            #""ArnLike": {"aws:k": "arn:aws:iam::*:user/a*"}"#, ["arn:aws:iam::1:user/ann"],
            not: ["arn:aws:iam::1:role/a"]),
        ConditionCase(#""Null": {"aws:k": true}"#, nil, not: ["x"]),
        ConditionCase(#""Null": {"aws:k": "false"}"#, ["x"], not: nil),
        ConditionCase(
            #""ForAllValues:StringEquals": {"aws:k": ["a", "b"]}"#, ["a", "b"], not: ["a", "c"]),
        ConditionCase(#""ForAllValues:StringEquals": {"aws:k": "a"}"#, nil, not: ["c"]),
        ConditionCase(#""ForAnyValue:StringEquals": {"aws:k": "a"}"#, ["c", "a"], not: nil),
    ])
    func `holds to its conditions`(_ example: ConditionCase) throws {
        let policy = try policy(statement(condition: "{\(example.condition)}"))
        let fitting = example.fitting.map { ["aws:k": $0] } ?? [:]
        let other = example.other.map { ["aws:k": $0] } ?? [:]
        #expect(answer(policy, nil, .getObject, "arn:aws:s3:::pics/a", fitting) == .allowed)
        #expect(answer(policy, nil, .getObject, "arn:aws:s3:::pics/a", other) == .silent)
    }

    @Test func `is public when anybody gets in unconditionally`() throws {
        #expect(try policy(statement()).isPublic)
        #expect(try !policy(statement("Deny")).isPublic)
        #expect(try !policy(statement(who: #""Principal": {"AWS": "111111111111"}"#)).isPublic)
        #expect(
            try !policy(statement(condition: #"{"IpAddress": {"aws:SourceIp": "10.0.0.0/24"}}"#)).isPublic
        )
        #expect(
            try policy(statement(condition: #"{"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}"#)).isPublic)
        #expect(
            try policy(statement(condition: #"{"StringLike": {"aws:Referer": "http://x/*"}}"#)).isPublic)
    }

    @Test(arguments: [
        ("[]", ResourcePolicyFault.notJSON), ("{\"Statement\": ", .notJSON),
        ("{}", .missingField("Statement")),
        (
            #"{"Version": "2020-01-01", "Statement": []}"#,
            .invalidValue(field: "Version", value: "2020-01-01")
        ),
        (#"{"Statement": [], "Extra": 1}"#, .unknownField("Extra")),
    ])
    func `refuses what is no policy`(_ text: String, fault: ResourcePolicyFault) {
        #expect(throws: fault) {
            try ResourcePolicy(json: Data(text.utf8), bucket: "pics", knowsKey: { _ in true })
        }
    }

    @Test func `refuses statements that it could not hold to`() {
        let cases: [(String, ResourcePolicyFault)] = [
            (statement("allow"), .invalidValue(field: "Effect", value: "allow")),
            (statement(who: #""NotPrincipal": "*""#), .invalidPrincipal("NotPrincipal with Allow")),
            (statement(who: #""Principal": "ann""#), .invalidPrincipal("ann")),
            (
                statement(who: #""Principal": {"AWS": "arn:aws:iam::1:user/*"}"#),
                .invalidPrincipal("arn:aws:iam::1:user/*")
            ),
            (statement(action: #""ec2:Run""#), .invalidAction("ec2:Run")),
            (statement(resource: "arn:aws:s3:::other/*"), .invalidResource("arn:aws:s3:::other/*")),
            (
                statement(resource: "arn:aws:s3:::pics/${aws:username}/*"),
                .unsupported("The variable of `arn:aws:s3:::pics/${aws:username}/*`")
            ),
            (
                statement(condition: #"{"StringMatches": {"aws:k": "a"}}"#),
                .invalidCondition("StringMatches: aws:k")
            ),
            (
                statement(condition: #"{"StringEquals": {"other:k": "a"}}"#),
                .unsupported("The condition key `other:k`")
            ),
        ]
        for (text, fault) in cases { #expect(throws: fault, "\(text)") { try policy(text) } }
    }
}
