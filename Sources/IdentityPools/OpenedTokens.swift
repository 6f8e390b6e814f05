import IAM
import OpenSSL
import Synchronization

/// The session tokens that were used lately, opened: a client sends the same one with each of its requests.
final class OpenedTokens: Sendable {
    private struct Entry {
        var sessionToken: String
        var credentials: ResolvedCredentials
    }

    /// Enough for all sessions that a development machine sees at once.
    private static let capacity = 512

    /// By access key id.
    private let entries = Mutex<[String: Entry]>([:])

    /// The credentials if this very token was opened for this key. Whether they have ended is for the caller to see.
    func credentials(accessKeyID: String, sessionToken: String) -> ResolvedCredentials? {
        guard let entry = entries.withLock({ $0[accessKeyID] }),
            ConstantTime.equal(entry.sessionToken, sessionToken)
        else { return nil }
        return entry.credentials
    }

    func keep(_ credentials: ResolvedCredentials, accessKeyID: String, sessionToken: String) {
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            entries[accessKeyID] = Entry(sessionToken: sessionToken, credentials: credentials)
        }
    }
}
