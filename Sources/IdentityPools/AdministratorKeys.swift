import FoundationEssentials
package import IAM
package import KeyStore
import OpenSSL
import Synchronization

/// A key that may do everything in its account and does not end.
package struct AdministratorKey: Sendable, Hashable, Codable {
    /// `admin` for the first; unique in its folder.
    package var name: String
    /// `AKIA…`
    package var accessKeyID: String
    package var secretAccessKey: String
    /// Twelve digits.
    package var accountID: String
    /// 64 hexadecimal digits.
    package var canonicalID: String

    package var principal: Principal {
        .administrator(Principal.Administrator(name: name, accountID: accountID, canonicalID: canonicalID))
    }
}

/// The administrators' keys: one file each in the key folder, so that another process can add one to a running
/// sandbox.
package final class AdministratorKeys: Sendable {
    package static let accessKeyIDPrefix = "AKIA"
    package static let firstName = "admin"

    private let folder: KeyFolder
    /// By access key id. A key that is missing here may still lie in the folder.
    private let known: Mutex<[String: AdministratorKey]>

    package init(folder: KeyFolder) throws {
        self.folder = folder
        var keys: [String: AdministratorKey] = [:]
        for name in try folder.names() where name.hasPrefix(Self.filePrefix) {
            guard let key = try Self.read(name, in: folder) else { continue }
            keys[key.accessKeyID] = key
        }
        known = Mutex(keys)
    }

    /// The first administrator's key, which is made if there is none.
    ///
    /// - Parameter accountID: the account that owns the sandbox's buckets.
    package func first(accountID: String) throws -> AdministratorKey {
        if let key = key(named: Self.firstName) { return key }
        return try make(name: Self.firstName, accountID: accountID)
    }

    /// A key for a further administrator, of an account of its own. Throws ``AdministratorKeyFault``.
    package func add(name: String) throws -> AdministratorKey {
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }) else {
            throw AdministratorKeyFault.invalidName(name)
        }
        guard key(named: name) == nil else { throw AdministratorKeyFault.nameTaken(name) }
        let digits = Randomness.bytes(12).map { String($0 % 10) }.joined()
        return try make(name: name, accountID: digits)
    }

    package func key(named name: String) -> AdministratorKey? {
        known.withLock { $0.values.first { $0.name == name } }
    }

    /// In the order of their names.
    package var all: [AdministratorKey] {
        known.withLock { Array($0.values) }.sorted { $0.name < $1.name }
    }

    func resolve(accessKeyID: String) throws(CredentialFault) -> ResolvedCredentials {
        guard let key = known.withLock({ $0[accessKeyID] }) ?? readLate(accessKeyID) else {
            throw .unknownAccessKeyID
        }
        return ResolvedCredentials(
            secretAccessKey: key.secretAccessKey, principal: key.principal, expiration: nil)
    }

    private static let filePrefix = "administrator-"

    private func make(name: String, accountID: String) throws -> AdministratorKey {
        let key = AdministratorKey(
            name: name, accessKeyID: Self.accessKeyIDPrefix + AccessKeyID.randomSuffix(),
            secretAccessKey: Data(Randomness.bytes(30)).base64EncodedString(), accountID: accountID,
            canonicalID: Randomness.hexadecimal(byteCount: 32))
        try folder.store([UInt8](try JSONEncoder().encode(key)), as: Self.filePrefix + key.accessKeyID)
        known.withLock { $0[key.accessKeyID] = key }
        return key
    }

    /// A key that another process has added since the start.
    private func readLate(_ accessKeyID: String) -> AdministratorKey? {
        guard AccessKeyID.isWellFormed(accessKeyID) else { return nil }
        // A file that cannot be read is no credential; the client is told that the key is unknown.
        guard let key = try? Self.read(Self.filePrefix + accessKeyID, in: folder), key.accessKeyID == accessKeyID
        else { return nil }
        known.withLock { $0[accessKeyID] = key }
        return key
    }

    private static func read(_ name: String, in folder: KeyFolder) throws -> AdministratorKey? {
        guard let bytes = try folder.secret(named: name) else { return nil }
        return try JSONDecoder().decode(AdministratorKey.self, from: Data(bytes))
    }
}

/// Why an administrator's key cannot be made.
package enum AdministratorKeyFault: Error, Hashable, Sendable, CustomStringConvertible {
    case invalidName(String)
    case nameTaken(String)

    package var description: String {
        switch self {
        case .invalidName(let name): "`\(name)` is no name for a key: 1 to 64 printable ASCII characters without `/`"
        case .nameTaken(let name): "there is already a key named `\(name)`"
        }
    }
}
