/// A policy that is attached to a bucket. Where a role's policy says what its holder may do, this one says who may.
///
/// Reference: IAM User Guide, "IAM JSON policy element reference" and "Policy evaluation logic".
package struct ResourcePolicy: Sendable, Hashable {
    package var statements: [Statement]

    package struct Statement: Sendable, Hashable {
        package var id: String?
        package var effect: PolicyStatement.Effect
        package var principals: Principals
        package var actions: Selection
        package var resources: Selection
        /// All have to hold.
        package var conditions: [PolicyCondition]
    }

    /// Patterns that a statement speaks of, or of everything but them.
    package struct Selection: Sendable, Hashable {
        package var patterns: [String]
        package var isInverted: Bool
    }

    package struct Principals: Sendable, Hashable {
        package var members: [Member]
        /// `NotPrincipal`: everybody but the members.
        package var isInverted: Bool

        package enum Member: Sendable, Hashable {
            /// `*`, the unsigned too.
            case everybody
            /// An account's number or its root: all that the account itself lets in.
            case account(String)
            /// A user, a role or a role's session.
            case arn(String)
            case canonicalUser(String)
            /// Services and federations, which never call here.
            case nobodyHere(String)
        }
    }

    /// What a policy says of a request.
    package enum Answer: Sendable, Hashable {
        /// The statement's `Sid`, if it has one.
        case denied(statement: String?)
        case allowed
        /// Only to the caller's account, which in turn must have allowed it to the caller.
        case allowedToAccount
        case silent
    }

    /// A question to the policy: as an `AuthorizationRequest`, for callers who may have no principal.
    package struct Question {
        /// Nil for a request that is not signed.
        package var caller: PolicyCaller?
        package var action: S3Action
        /// As IAM writes it: `arn:aws:s3:::bucket/key`.
        package var resource: String
        /// The values of a condition key, whose name is in lower case; nil when the request has none.
        package var context: (String) -> [String]?

        package init(
            caller: PolicyCaller?, action: S3Action, resource: String, context: @escaping (String) -> [String]?
        ) {
            self.caller = caller
            self.action = action
            self.resource = resource
            self.context = context
        }
    }

    /// A statement that denies wins over all that allow.
    package func answer(_ question: Question) -> Answer {
        var answer = Answer.silent
        for statement in statements {
            let fit = statement.principals.fit(question.caller)
            guard fit != .none, statement.speaks(of: question) else { continue }
            switch (statement.effect, fit) {
            case (.deny, _): return .denied(statement: statement.id)
            case (.allow, .account): if answer == .silent { answer = .allowedToAccount }
            case (.allow, _): answer = .allowed
            }
        }
        return answer
    }

    /// Whether it lets in anybody at all, by S3's understanding of it.
    ///
    /// Reference: S3 User Guide, "The meaning of public".
    package var isPublic: Bool {
        statements.contains { statement in
            statement.effect == .allow && statement.principals.members.contains(.everybody)
                && !statement.conditions.contains(where: \.fixesCaller)
        }
    }

    /// Whether a condition asks for a key that begins so.
    package func mentions(conditionPrefix prefix: String) -> Bool {
        statements.contains { $0.conditions.contains { $0.key.hasPrefix(prefix) } }
    }
}

/// Who asks, in the words of policies.
package struct PolicyCaller: Sendable, Hashable {
    package var accountID: String
    /// The caller's own and, for sessions, the role's.
    package var arns: [String]
    package var canonicalID: String?

    package init(accountID: String, arns: [String], canonicalID: String?) {
        self.accountID = accountID
        self.arns = arns
        self.canonicalID = canonicalID
    }
}

extension ResourcePolicy.Statement {
    fileprivate func speaks(of question: ResourcePolicy.Question) -> Bool {
        actions.contains(question.action.rawValue.lowercased(), ignoringCase: true)
            && resources.contains(question.resource, ignoringCase: false)
            && conditions.allSatisfy { $0.holds(question.context($0.key)) }
    }
}

extension ResourcePolicy.Selection {
    func contains(_ text: String, ignoringCase: Bool) -> Bool {
        patterns.contains {
            WildcardPattern(ignoringCase ? $0.lowercased() : $0).matches(text, identity: nil)
        } != isInverted
    }
}

extension ResourcePolicy.Principals {
    enum Fit {
        case none, account, exact
    }

    func fit(_ caller: PolicyCaller?) -> Fit {
        var fit = Fit.none
        for member in members {
            switch member {
            case .everybody: fit = .exact
            case .account(let id): if fit == .none, caller?.accountID == id { fit = .account }
            case .arn(let arn): if caller?.arns.contains(arn) == true { fit = .exact }
            case .canonicalUser(let id): if let caller, caller.canonicalID == id { fit = .exact }
            case .nobodyHere: break
            }
        }
        guard isInverted else { return fit }
        return fit == .none ? .exact : .none
    }
}
