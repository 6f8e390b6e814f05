/// Takes attributes away from the signed-in user.
enum DeleteUserAttributes: UserPoolOperation {
    struct Input: Decodable {
        var accessToken: String?
        var userAttributeNames: [String]?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        let names = try pool.required(input.userAttributeNames, "userAttributeNames")
        let user = try await pool.signedInUser(accessToken: input.accessToken).user
        try await pool.removeAttributes(names, of: user, writer: .user)
        return Nothing()
    }
}

/// The same by an administrator.
enum AdminDeleteUserAttributes: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var username: String?
        var userAttributeNames: [String]?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        let names = try pool.required(input.userAttributeNames, "userAttributeNames")
        let user = try await pool.user(inPool: input.userPoolID, named: input.username)
        try await pool.removeAttributes(names, of: user, writer: .administrator)
        return Nothing()
    }
}

extension PoolContext {
    fileprivate func removeAttributes(
        _ names: [String], of user: UserRecord, writer: AttributeRules.Writer
    ) async throws {
        let rules = AttributeRules(configuration)
        try rules.check(Dictionary(names.map { ($0, "") }) { $1 }, writer: writer, of: user)
        for name in names where rules.schema(of: name)?.isRequired == true {
            throw UserPoolFault.attributeFault("Cannot delete required attribute: \(name)")
        }
        try await change(user.sub) { user, _ in
            for name in names {
                user.attributes[name] = nil
                if let attribute = SignInAttribute(rawValue: name) { user.attributes[attribute.verifiedFlag] = nil }
            }
        }
    }
}
