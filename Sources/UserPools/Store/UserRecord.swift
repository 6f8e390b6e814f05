import FoundationEssentials
import GRDB
import OpenSSL
import SecureRemotePassword

/// One user of the pool.
struct UserRecord: Sendable, Codable, FetchableRecord, PersistableRecord {
    enum Status: String, Sendable, Codable {
        case unconfirmed = "UNCONFIRMED"
        case confirmed = "CONFIRMED"
        case mustChangePassword = "FORCE_CHANGE_PASSWORD"
        case resetRequired = "RESET_REQUIRED"
    }

    /// The second factors, as the user set them.
    struct Factors: Sendable, Codable, Equatable {
        var enabled: Set<SecondFactor> = []
        var preferred: SecondFactor?
        /// The authenticator's secret, sealed, once a code has proved that the user has it.
        var authenticatorSecret: [UInt8]?
        /// The same before that.
        var pendingAuthenticatorSecret: [UInt8]?
        /// The step of the last code taken: each serves once.
        var lastAuthenticatorStep: Int?
    }

    static let databaseTableName = "poolUsers"

    var sub: String
    /// The internal name: the `sub` where users sign in with an address, else what was chosen.
    var userName: String
    var foldedName: String
    /// Copies of the attributes for look-ups, the address in lower case.
    var email: String?
    var phoneNumber: String?
    var status: Status
    var isEnabled: Bool
    /// Hexadecimal digits; absent for users without a password.
    var salt: String?
    var verifier: String?
    var passwordSetAt: Double?
    /// Without `sub`.
    var attributes: [String: String] {
        didSet { copyAddresses() }
    }
    var factors: Factors
    var createdAt: Double
    var modifiedAt: Double

    init(sub: String, userName: String, status: Status, attributes: [String: String], at now: Double) {
        self.sub = sub
        self.userName = userName
        foldedName = Self.fold(userName)
        self.status = status
        isEnabled = true
        self.attributes = attributes
        factors = Factors()
        createdAt = now
        modifiedAt = now
        copyAddresses()
    }

    var password: PasswordVerifier? {
        guard let salt = salt.flatMap(BigNumber.init(hexadecimal:)),
            let verifier = verifier.flatMap(BigNumber.init(hexadecimal:))
        else { return nil }
        return PasswordVerifier(salt: salt, verifier: verifier)
    }

    mutating func setPassword(_ password: PasswordVerifier?, at now: Double) {
        salt = password?.salt.hexadecimal
        verifier = password?.verifier.hexadecimal
        passwordSetAt = now
        modifiedAt = now
    }

    /// The value of an attribute, `sub` among them.
    func value(of attribute: String) -> String? {
        attribute == "sub" ? sub : attributes[attribute]
    }

    func isVerified(_ attribute: SignInAttribute) -> Bool {
        attributes[attribute.rawValue] != nil && attributes[attribute.verifiedFlag] == "true"
    }

    /// Names and addresses count without regard to case.
    static func fold(_ name: String) -> String {
        name.lowercased()
    }

    private mutating func copyAddresses() {
        email = attributes["email"].map(Self.fold)
        phoneNumber = attributes["phone_number"]
    }
}

// Look-ups.
extension UserRecord {
    /// The user whom somebody means by a name, an address or a `sub`.
    static func find(
        _ name: String, signInAttributes: [SignInAttribute], in db: Connection
    ) throws -> UserRecord? {
        let folded = fold(name)
        if let user = try fetchOne(
            db, sql: "SELECT * FROM poolUsers WHERE foldedName = ? OR sub = ?", arguments: [folded, folded])
        {
            return user
        }
        for attribute in signInAttributes {
            if let user = try find(attribute, folded, in: db) { return user }
        }
        return nil
    }

    /// The user who has this address.
    static func find(_ attribute: SignInAttribute, _ value: String, in db: Connection) throws -> UserRecord? {
        let column = attribute == .email ? "email" : "phoneNumber"
        return try fetchOne(
            db, sql: "SELECT * FROM poolUsers WHERE \(column) = ? ORDER BY createdAt LIMIT 1", arguments: [fold(value)])
    }

    /// Throws if another user has one of the addresses with which users sign in.
    func checkAddresses(_ signInAttributes: [SignInAttribute], in db: Connection) throws {
        for attribute in signInAttributes {
            guard let value = attributes[attribute.rawValue] else { continue }
            if let other = try Self.find(attribute, value, in: db), other.sub != sub {
                throw UserPoolFault.attributeTaken(attribute)
            }
        }
    }

    /// Removes the user and all that hangs on it.
    func remove(in db: Connection) throws {
        for table in ["poolGroupMembers", "poolCodes", "poolSessions", "poolUsers"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE sub = ?", arguments: [sub])
        }
    }
}
