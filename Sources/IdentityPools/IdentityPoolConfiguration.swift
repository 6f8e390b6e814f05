package import IAM

/// The identity pool as the definition asks for it.
package struct IdentityPoolConfiguration: Sendable, Equatable {
    /// `us-east-1:UUID`.
    package var identityPoolID: String
    package var identityPoolName: String
    package var region: String
    /// Twelve digits.
    package var accountID: String
    package var allowsGuests: Bool
    /// The login key of the user pool in AWS's form, `cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf`: under it
    /// identities are kept, whichever form a client uses.
    package var provider: String
    /// Other keys that mean the same: `localhost:20005/us-east-1_AbCdEf`.
    package var providerAliases: [String]
    /// The app client of the user pool.
    package var clientID: String
    package var guestRoleARN: String
    package var authenticatedRoleARN: String
    /// By group name.
    package var groupRoleARNs: [String: String]

    package init(
        identityPoolID: String, identityPoolName: String = "sandbox", region: String, accountID: String,
        allowsGuests: Bool = true, provider: String, providerAliases: [String] = [], clientID: String,
        guestRoleARN: String, authenticatedRoleARN: String, groupRoleARNs: [String: String] = [:]
    ) {
        self.identityPoolID = identityPoolID
        self.identityPoolName = identityPoolName
        self.region = region
        self.accountID = accountID
        self.allowsGuests = allowsGuests
        self.provider = provider
        self.providerAliases = providerAliases
        self.clientID = clientID
        self.guestRoleARN = guestRoleARN
        self.authenticatedRoleARN = authenticatedRoleARN
        self.groupRoleARNs = groupRoleARNs
    }

    /// The role behind an ARN; nil for one that is not of this pool.
    package func role(ofARN arn: String) -> Role? {
        if arn == guestRoleARN { return .guest }
        if arn == authenticatedRoleARN { return .authenticated }
        return groupRoleARNs.first { $0.value == arn }.map { .group($0.key) }
    }

    /// The ARN of a role of this pool.
    package func arn(of role: Role) -> String? {
        switch role {
        case .guest: guestRoleARN
        case .authenticated: authenticatedRoleARN
        case .group(let name): groupRoleARNs[name]
        case .function: nil
        }
    }

    /// `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, or an administrator's user ARN.
    package func arn(of principal: Principal) -> String {
        switch principal {
        case .administrator(let administrator):
            return "arn:aws:iam::\(administrator.accountID):user/\(administrator.name)"
        case .session(let session):
            let roleName: String
            switch session.role {
            case .function(let name): roleName = name
            case let role: roleName = arn(of: role)?.split(separator: "/").last.map(String.init) ?? "unknown"
            }
            return "arn:aws:sts::\(accountID):assumed-role/\(roleName)/CognitoIdentityCredentials"
        }
    }

    func isProvider(_ key: String) -> Bool {
        key == provider || providerAliases.contains(key)
    }
}
