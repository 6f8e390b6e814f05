import FoundationEssentials
import GRDB
import OpenSSL

/// A new user, who must confirm an address with the code that is sent to it.
enum SignUp: UserPoolOperation {
    struct Input: Decodable {
        var clientID: String?
        var secretHash: String?
        var username: String?
        var password: String?
        var userAttributes: [AttributePair]?
    }

    struct Output: Encodable {
        var userConfirmed: Bool
        var userSub: String
        var codeDeliveryDetails: CodeDelivery?
        var session: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkClient(input.clientID, secretHash: input.secretHash)
        let name = try pool.required(input.username, "username")
        let configuration = pool.configuration
        guard configuration.allowsSelfSignUp else { throw UserPoolFault.signUpNotAllowed }
        if let password = input.password {
            try pool.checkPassword(password)
        } else {
            // Only a pool that can do without passwords takes users without.
            guard !configuration.firstFactors.isEmpty else { throw UserPoolFault.missing("password") }
        }
        var user = try pool.newUser(
            name: name, attributes: AttributePair.dictionary(input.userAttributes), writer: .user, status: .unconfirmed)
        try AttributeRules(configuration).checkRequired(user.attributes)
        user.setPassword(input.password.map { pool.makeVerifier($0, userName: user.userName) }, at: pool.now)
        let created = user
        let destination = pool.destination(of: created, among: configuration.autoVerifiedAttributes.reversed())
        let code = pool.newCode()
        let message = destination.map { pool.message(.signUp, to: $0.value, $0.attribute, of: created, code: code) }
        let now = pool.now
        try await pool.send { db in
            try created.checkIsNew(configuration.signInAttributes, in: db)
            try created.insert(db)
            guard let destination, let message else { return [] }
            try CodeRecord.replace(
                code, for: .signUp, of: created, pendingValue: destination.attribute.rawValue, at: now, in: db)
            return [message]
        }
        return Output(
            userConfirmed: false, userSub: created.sub,
            codeDeliveryDetails: destination.map { CodeDelivery(to: $0.value, $0.attribute) },
            session: configuration.authFlows.contains(.user)
                ? try pool.sealSession(pool.makeState(.signedUp, name: name, user: created)) : nil)
    }
}

extension PoolContext {
    /// A user that is not stored yet. The name is an address where users sign in with one.
    func newUser(
        name: String, attributes: [String: String], writer: AttributeRules.Writer, status: UserRecord.Status
    ) throws -> UserRecord {
        guard (1...128).contains(name.count), name.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace }) else {
            throw UserPoolFault.invalidValue(
                name, member: "username",
                constraint: "Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+")
        }
        var attributes = attributes
        let sub = Randomness.uuid()
        var userName = name
        if !configuration.signInAttributes.isEmpty {
            guard let attribute = signInAttribute(of: name) else {
                throw UserPoolFault.nameIsNoSignInAttribute(configuration.signInAttributes)
            }
            try AttributeRules.check(name, for: attribute)
            attributes[attribute.rawValue] = name
            userName = sub
        }
        try AttributeRules(configuration).check(attributes, writer: writer)
        return UserRecord(
            sub: sub, userName: userName, status: status, attributes: attributes.filter { !$0.value.isEmpty }, at: now)
    }

    /// Which attribute of those for sign-in a name looks like.
    private func signInAttribute(of name: String) -> SignInAttribute? {
        configuration.signInAttributes.first {
            name.hasPrefix("+") == ($0 == .phoneNumber) && ($0 != .email || name.contains("@"))
        }
    }

    /// The first of some attributes that the user has.
    func destination(
        of user: UserRecord, among attributes: some Sequence<SignInAttribute>
    ) -> (attribute: SignInAttribute, value: String)? {
        for attribute in attributes {
            if let value = user.attributes[attribute.rawValue] { return (attribute, value) }
        }
        return nil
    }
}

extension UserRecord {
    /// Throws if another user has the name or one of the addresses with which users sign in.
    func checkIsNew(_ signInAttributes: [SignInAttribute], in db: Connection) throws {
        for attribute in signInAttributes {
            if let value = attributes[attribute.rawValue], try Self.find(attribute, value, in: db) != nil {
                throw UserPoolFault.userExists(attribute)
            }
        }
        if try Self.find(userName, signInAttributes: [], in: db) != nil { throw UserPoolFault.userExists(nil) }
    }
}
