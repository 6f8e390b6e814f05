import FoundationEssentials
import KeyStore
package import OpenSSL
import Synchronization

/// The sandbox's certificate authority, and a certificate for the names that it answers to.
///
/// The authority and both keys are kept in `keys/`; they are made when TLS is first asked for. The certificate itself is
/// made anew by each process, and again before it ends. Its key stays the same, and so does what browsers pin.
package final class TLSCertificates: Sendable {
    private let keys: KeyFolder
    private let region: String
    private let now: @Sendable () -> Date
    private let current = Mutex<(context: TLSContext, until: Int)?>(nil)

    init(keys: KeyFolder, region: String, now: @escaping @Sendable () -> Date) {
        self.keys = keys
        self.region = region
        self.now = now
    }

    /// The certificates of a sandbox, running or not. Makes what is missing.
    package convenience init(location: SandboxLocation) throws(StartFailure) {
        try location.data.create()
        let names = DeployedNames.load(
            dataFolder: location.data, project: location.project, identifier: location.identifier,
            region: SandboxRegion.fromEnvironment)
        do {
            self.init(keys: try KeyFolder(path: location.data.keys), region: names.region, now: { Date() })
        } catch {
            throw .keys(path: location.data.keys, reason: "\(error)")
        }
    }

    /// What a new connection is served with; the same as before while that is good for another while.
    func context() throws -> TLSContext {
        try current.withLock { current in
            let now = Int(now().timeIntervalSince1970)
            if let current, now < current.until { return current.context }
            let leaf = try certificate()
            let context = try TLSContext(chain: [leaf], key: serverKey())
            current = (context, leaf.validity.upperBound - Self.renewalInSeconds)
            return context
        }
    }

    /// The authority's certificate, renewed if it is about to end.
    package func authority() throws -> CertificateAuthority {
        let now = Int(now().timeIntervalSince1970)
        let key = try CertificateKey(pem: text(File.authorityKey) { try CertificateKey.generate().pem })
        if let pem = try keys.secret(named: File.authority) {
            let certificate = try Certificate(pem: String(decoding: pem, as: UTF8.self))
            if now + Self.leafLifetimeInSeconds < certificate.validity.upperBound {
                return try CertificateAuthority(certificate: certificate, key: key)
            }
            try keys.remove(File.authority)
        }
        let pem = try text(File.authority) { try makeAuthority(key, at: now).certificate.pem }
        return try CertificateAuthority(certificate: Certificate(pem: pem), key: key)
    }

    /// What browsers know the server by: base64 of the digest of its public key.
    package func keyPin() throws -> String { try certificate().publicKeyPin }

    /// A certificate made now.
    func certificate() throws -> Certificate {
        let now = Int(now().timeIntervalSince1970)
        return try authority().issue(
            names: Self.names(region: region), addresses: ["127.0.0.1", "::1"], key: serverKey(),
            validity: now - Self.day...now + Self.leafLifetimeInSeconds)
    }

    /// Absolute path of the authority's certificate, once it has been made.
    package var authorityPath: String { "\(keys.path)/\(File.authority)" }

    // MARK: - Making

    private enum File {
        static let authority = "certificate-authority.pem"
        static let authorityKey = "certificate-authority-key.pem"
        static let serverKey = "server-key.pem"
    }

    private static let day = 86_400
    private static let leafLifetimeInSeconds = 90 * day
    private static let renewalInSeconds = 30 * day
    private static let authorityLifetimeInSeconds = 5 * 365 * day

    private func serverKey() throws -> CertificateKey {
        try CertificateKey(pem: text(File.serverKey) { try CertificateKey.generate().pem })
    }

    private func makeAuthority(_ key: CertificateKey, at now: Int) throws -> CertificateAuthority {
        try .create(
            name: "Amplify sandbox on this machine", key: key,
            domains: ["amazonaws.com", "amazonaws.com.cn", "localhost"],
            validity: now - Self.day...now + Self.authorityLifetimeInSeconds)
    }

    private func text(_ name: String, _ make: () throws -> String) throws -> String {
        String(decoding: try keys.secret(named: name) { Array(try make().utf8) }, as: UTF8.self)
    }

    /// The hosts under which clients look for S3, Cognito and STS, and the sandbox's own names.
    private static func names(region: String) -> [String] {
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let services = ["s3", "*.s3", "*.s3.dualstack", "cognito-idp", "cognito-identity", "sts"]
        return ["localhost", "*.localhost", "*.s3.localhost"] + services.map { "\($0).\(region).\(domain)" }
            + ["s3.\(domain)", "*.s3.\(domain)", "*.s3-accelerate.\(domain)", "sts.\(domain)"]
    }
}
