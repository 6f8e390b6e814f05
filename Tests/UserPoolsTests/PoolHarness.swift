import AWSJSON
import Database
import Foundation
import JSONWebToken
import KeyStore
import OpenSSL
import SandboxTesting
import SecureRemotePassword
import Synchronization
@testable import UserPools

/// A user pool on a database and a clock of its own, and a client of it.
final class PoolHarness: Sendable {
    /// One for all tests: making a key takes longer than most tests.
    private static let tokenKey: [UInt8] = Array(try! RSAPrivateKey.generate().pem.utf8)

    let folder: TemporaryFolder
    let clock = ManualClock()
    private let pool: Mutex<UserPoolService>
    private let database: Mutex<MetadataDatabase>
    private let delivered = SharedMessages()
    private let errors = SharedErrors()
    private let fixedCode: String?

    init(
        fixedCode: String? = nil, _ change: (inout UserPoolConfiguration) -> Void = { _ in }
    ) async throws {
        folder = try TemporaryFolder()
        self.fixedCode = fixedCode
        var configuration = Self.configuration
        change(&configuration)
        let keys = try KeyFolder(path: folder.path + "/keys")
        try keys.store(Self.tokenKey, as: "user-pool-signing.pem")
        let database = try MetadataDatabase.open(inFolder: folder.path, durability: .relaxed)
        pool = Mutex(
            try Self.makePool(
                configuration, database: database, keys: keys, clock: clock, delivered: delivered, errors: errors,
                fixedCode: fixedCode))
        self.database = Mutex(database)
        try await service.update(configuration)
    }

    static var configuration: UserPoolConfiguration {
        UserPoolConfiguration(
            userPoolID: "us-east-1_TestPool1", clientID: "client1", region: "us-east-1", accountID: "123456789012",
            issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_TestPool1")
    }

    var service: UserPoolService { pool.withLock { $0 } }
    var outbox: [OutboxMessage] { delivered.all }
    /// What the pool reported beside its answers.
    var reportedErrors: Int { errors.count }
    /// The code of the last message.
    var lastCode: String { outbox.last?.code ?? "" }

    /// Closes the database and opens everything again, as after a restart.
    func restart() async throws {
        try await database.withLock { $0 }.close()
        let reopened = try MetadataDatabase.open(inFolder: folder.path, durability: .relaxed)
        let service = try Self.makePool(
            service.configuration, database: reopened, keys: KeyFolder(path: folder.path + "/keys"), clock: clock,
            delivered: delivered, errors: errors, fixedCode: fixedCode)
        database.withLock { $0 = reopened }
        pool.withLock { $0 = service }
    }

    private static func makePool(
        _ configuration: UserPoolConfiguration, database: MetadataDatabase, keys: KeyFolder, clock: ManualClock,
        delivered: SharedMessages, errors: SharedErrors, fixedCode: String?
    ) throws -> UserPoolService {
        try UserPoolService(
            configuration: configuration, database: database, keys: keys,
            options: UserPoolService.Options(fixedCode: fixedCode), clock: { clock.now },
            deliver: { delivered.append($0) }, reportError: { _ in errors.add() })
    }
}

final class SharedMessages: Sendable {
    private let messages = Mutex<[OutboxMessage]>([])
    var all: [OutboxMessage] { messages.withLock { $0 } }
    func append(_ message: OutboxMessage) { messages.withLock { $0.append(message) } }
}

final class SharedErrors: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
}

/// An answer of the pool as a client sees it.
struct Answer {
    var status: Int
    var members: [String: Any]
    /// The error's name; nil for a success.
    var error: String? { members["__type"] as? String }
    var message: String? { members["message"] as? String }

    subscript(_ name: String) -> Any? { members[name] }

    /// A member within members: `AuthenticationResult.AccessToken`.
    func text(_ path: String) -> String? {
        var value: Any? = members
        for name in path.split(separator: ".") { value = (value as? [String: Any])?[String(name)] }
        return value as? String
    }

    var challenge: String? { text("ChallengeName") }
    var session: String? { text("Session") }
    var accessToken: String? { text("AuthenticationResult.AccessToken") }
    var idToken: String? { text("AuthenticationResult.IdToken") }
    var refreshToken: String? { text("AuthenticationResult.RefreshToken") }
}

// What a client does.
extension PoolHarness {
    @discardableResult
    func call(
        _ operation: String, _ members: [String: Any], caller: UserPoolCaller = .anonymous
    ) async throws -> Answer {
        let body = try JSONSerialization.data(withJSONObject: members)
        let reply = await service.handle(operation: operation, body: [UInt8](body), caller: caller)
        let object = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
        return Answer(status: reply.status, members: object ?? [:])
    }

    @discardableResult
    func administer(_ operation: String, _ members: [String: Any] = [:]) async throws -> Answer {
        var members = members
        members["UserPoolId"] = "us-east-1_TestPool1"
        return try await call(operation, members, caller: .administrator)
    }

    @discardableResult
    func signUp(
        _ name: String, password: String = "Passw0rd!", attributes: [String: String] = [:]
    ) async throws -> Answer {
        try await call(
            "SignUp",
            [
                "ClientId": "client1", "Username": name, "Password": password,
                "UserAttributes": attributes.map { ["Name": $0.key, "Value": $0.value] },
            ])
    }

    /// A user who can sign in.
    func makeUser(_ name: String, password: String = "Passw0rd!") async throws {
        try await signUp(name, password: password)
        try await call(
            "ConfirmSignUp", ["ClientId": "client1", "Username": name, "ConfirmationCode": lastCode])
    }

    func initiate(_ flow: String, _ parameters: [String: String], session: String? = nil) async throws -> Answer {
        var members: [String: Any] = ["ClientId": "client1", "AuthFlow": flow, "AuthParameters": parameters]
        members["Session"] = session
        return try await call("InitiateAuth", members)
    }

    func respond(
        _ challenge: String, _ responses: [String: String], session: String? = nil
    ) async throws -> Answer {
        var members: [String: Any] = [
            "ClientId": "client1", "ChallengeName": challenge, "ChallengeResponses": responses,
        ]
        members["Session"] = session
        return try await call("RespondToAuthChallenge", members)
    }

    /// Both steps of SRP.
    func signIn(_ name: String, password: String = "Passw0rd!") async throws -> Answer {
        let client = ClientExchange()
        let first = try await initiate(
            "USER_SRP_AUTH", ["USERNAME": name, "SRP_A": client.clientPublic.hexadecimal])
        guard first.challenge == "PASSWORD_VERIFIER" else { return first }
        return try await respond("PASSWORD_VERIFIER", prove(password, client, first))
    }

    /// The answer to a PASSWORD_VERIFIER challenge.
    func prove(_ password: String, _ client: ClientExchange, _ challenge: Answer) -> [String: String] {
        let parameter = { challenge.text("ChallengeParameters." + $0) ?? "" }
        let block = Data(base64Encoded: parameter("SECRET_BLOCK")) ?? Data()
        let timestamp = "Sat Nov 7 05:20:59 UTC 2026"
        let proof = client.proof(
            password: password, salt: BigNumber(hexadecimal: parameter("SALT")) ?? BigNumber(0),
            serverPublic: BigNumber(hexadecimal: parameter("SRP_B")) ?? BigNumber(0), poolName: "TestPool1",
            userID: parameter("USER_ID_FOR_SRP"), secretBlock: [UInt8](block), timestamp: timestamp)
        return [
            "USERNAME": parameter("USER_ID_FOR_SRP"), "PASSWORD_CLAIM_SECRET_BLOCK": parameter("SECRET_BLOCK"),
            "TIMESTAMP": timestamp, "PASSWORD_CLAIM_SIGNATURE": Data(proof).base64EncodedString(),
        ]
    }

    /// The claims of a token, its signature unchecked.
    func claims(_ token: String?) throws -> [String: ClaimValue] {
        let payload = token?.split(separator: ".").dropFirst().first.flatMap { Base64URL.decode($0) } ?? []
        return try JSONDecoder().decode([String: ClaimValue].self, from: Data(payload))
    }
}
