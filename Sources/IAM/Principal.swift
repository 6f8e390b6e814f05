/// The identity pool's role that a caller acts with; it alone decides what the access rules allow.
package enum Role: Sendable, Hashable {
    /// Not signed in: the identity pool's unauthenticated role.
    case guest
    /// Signed in and in no group: the identity pool's authenticated role.
    case authenticated
    /// The role of one user pool group.
    case group(String)
    /// The execution role of a function.
    case function(String)
}

/// Who makes a request.
package enum Principal: Sendable, Hashable {
    /// Holder of an administrator key: may do everything in its account.
    case administrator(Administrator)
    /// Holder of temporary credentials.
    case session(RoleSession)

    package struct Administrator: Sendable, Hashable {
        /// The key's name; the first one is `admin`.
        package var name: String
        /// Twelve digits.
        package var accountID: String
        /// 64 hexadecimal digits: the owner id in S3's XML.
        package var canonicalID: String

        package init(name: String, accountID: String, canonicalID: String) {
            self.name = name
            self.accountID = accountID
            self.canonicalID = canonicalID
        }
    }

    package struct RoleSession: Sendable, Hashable {
        package var role: Role
        /// `region:uuid`, the value of `${cognito-identity.amazonaws.com:sub}`; absent for functions.
        package var identityID: String?
        /// The user's name in the pool, for people to read; absent for guests and functions.
        package var userName: String?

        package init(role: Role, identityID: String? = nil, userName: String? = nil) {
            self.role = role
            self.identityID = identityID
            self.userName = userName
        }
    }
}
