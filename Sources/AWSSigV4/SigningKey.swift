import OpenSSL
import Synchronization

/// The key that signs for one secret and one scope.
package struct SigningKey: Sendable {
    private let key: MessageAuthenticationKey

    package init(secretAccessKey: String, scope: CredentialScope) {
        var key = Array("AWS4".utf8) + Array(secretAccessKey.utf8)
        for part in [scope.day, scope.region, scope.service, "aws4_request"] {
            key = MessageAuthenticationKey(key).authenticate(part)
        }
        self.key = MessageAuthenticationKey(key)
    }

    /// 64 lower-case hexadecimal digits.
    package func sign(_ text: String) -> String {
        Hexadecimal.encode(key.authenticate(text))
    }

    func sign(_ text: StringToSign) -> String {
        Hexadecimal.encode(key.authenticate(text.bytes))
    }
}

/// Signing keys that were used lately, since deriving one costs five HMACs.
package final class SigningKeyCache: Sendable {
    private struct Entry: Hashable {
        var secretAccessKey: String
        var scope: CredentialScope
    }

    /// Enough for all principals that a development machine sees in a day.
    private static let capacity = 256

    private let keys = Mutex<[Entry: SigningKey]>([:])

    package init() {}

    package func key(secretAccessKey: String, scope: CredentialScope) -> SigningKey {
        let entry = Entry(secretAccessKey: secretAccessKey, scope: scope)
        if let key = keys.withLock({ $0[entry] }) { return key }
        let key = SigningKey(secretAccessKey: secretAccessKey, scope: scope)
        keys.withLock { keys in
            if keys.count >= Self.capacity { keys.removeAll(keepingCapacity: true) }
            keys[entry] = key
        }
        return key
    }
}
