/// The statements attached to one role.
package struct PolicyDocument: Sendable, Hashable {
    package var statements: [PolicyStatement]

    package init(statements: [PolicyStatement] = []) {
        self.statements = statements
    }
}

/// One statement of an identity policy, with the places in the definition that it comes from.
package struct PolicyStatement: Sendable, Hashable {
    package enum Effect: String, Sendable, Hashable {
        case allow = "Allow"
        case deny = "Deny"
    }

    package var effect: Effect
    /// Action names, `*` and `?` being wildcards; letter case does not matter.
    package var actions: [String]
    /// Bucket or object ARNs, `*` and `?` being wildcards; alternatives of each other.
    package var resources: [PolicyPattern]
    /// The values of a `StringLike` condition on `s3:prefix`, alternatives of each other; absent without a condition.
    /// It is the only condition that storage rules make.
    package var prefixes: [PolicyPattern]?

    package init(
        effect: Effect, actions: [String], resources: [PolicyPattern], prefixes: [PolicyPattern]? = nil
    ) {
        self.effect = effect
        self.actions = actions
        self.resources = resources
        self.prefixes = prefixes
    }
}

/// A pattern as a policy holds it, and why the policy holds it.
package struct PolicyPattern: Sendable, Hashable {
    /// `*` any run of characters, `?` one character, `${cognito-identity.amazonaws.com:sub}` the caller's identity id.
    package var text: String
    /// The rules that put it there; empty when nobody wrote it.
    package var origins: [StatementOrigin]

    package init(_ text: String, origins: [StatementOrigin] = []) {
        self.text = text
        self.origins = origins
    }

    /// The policy variable that stands for the caller's identity id.
    package static let identityVariable = "${cognito-identity.amazonaws.com:sub}"
}

/// The place in a definition that a part of a policy comes from.
package struct StatementOrigin: Sendable, Hashable {
    /// As shown to people: `amplify/storage/resource.ts`.
    package var file: String
    /// Both count from 1.
    package var line: Int
    package var column: Int
    /// The source text of the rule: `allow.guest.to(['read'])`.
    package var text: String
    /// The path key under which the rule stands, as written: `photos/{entity_id}/*`.
    package var path: String

    package init(file: String, line: Int, column: Int, text: String, path: String) {
        self.file = file
        self.line = line
        self.column = column
        self.text = text
        self.path = path
    }
}
