import ClientOutputs
import FoundationEssentials
import OpenSSL

/// The names that a deployment would invent: ids of the pools, the account, the stack, the buckets.
///
/// They are derived from the app's package name and the sandbox's identifier, so that they outlive restarts and even
/// the loss of the data folder; the region is settled at the first start and kept in `deployment.json`. They have the
/// form of AWS's, with a mark by which they are known for local ones, see ``LocalMark``.
package struct DeployedNames: Sendable, Hashable, Codable {
    package var region: String
    /// The `name` in `package.json`, else the folder's name.
    package var namespace: String
    package var identifier: String

    package init(region: String, namespace: String, identifier: String) {
        self.region = region
        self.namespace = namespace
        self.identifier = identifier
    }

    /// Twelve digits, the first not 0.
    package var accountID: String {
        let digits = hash("account").map { String($0 % 10) }.prefix(11).joined()
        return "7" + digits
    }

    /// `us-east-1_` and nine letters or digits.
    package var userPoolID: String {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "\(region)_" + text(9, of: alphabet, beginning: LocalMark.userPool, from: "user-pool")
    }

    /// 26 lower-case letters or digits.
    package var userPoolClientID: String {
        text(26, of: Self.lowerCase, beginning: LocalMark.client, from: "user-pool-client")
    }

    /// `us-east-1:` and a UUID.
    package var identityPoolID: String {
        var bytes = Array(hash("identity-pool").prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = Hexadecimal.encode(bytes)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(Array(hex)[$0]) }
        return "\(region):" + parts.joined(separator: "-")
    }

    /// `amplify-<namespace>-<identifier>-sandbox-<hash>`, as the backend tool names the root stack.
    package var stackName: String {
        let name = String(identifier.filter(\.isPlain).prefix(50))
        let length = 128 - 7 - "sandbox".count - name.count - 4 - 10 - 1
        let space = String(namespace.filter(\.isPlain).prefix(length))
        let hash = Hexadecimal.encode(digest(.sha512, namespace + identifier))
        return "amplify-\(space)-\(name)-sandbox-\(hash.prefix(10))"
    }

    /// The first label of the hosted pages' domain: a hash that the backend tool makes in the same way.
    package var oauthPrefix: String {
        String(Hexadecimal.encode(digest(.sha512, "sandbox" + namespace + identifier)).prefix(20))
    }

    /// The physical name of a bucket: the form that CloudFormation gives, at most 63 characters.
    package func bucketName(for friendlyName: String) -> String {
        let plain = friendlyName.filter(\.isPlain)
        let hash = Hexadecimal.encode(digest(.md5, "\(friendlyName)/Bucket/Resource"))
        let suffix = friendlyName.hasSuffix("Bucket") ? "" : "Bucket"
        let logicalID = plain + suffix + hash.prefix(8).uppercased()
        let shortID = logicalID.lowercased().prefix(24)
        let nestedStack = "\(stackName)-storage0EC3F24A".lowercased()
        let random = text(12, of: Self.lowerCase, beginning: LocalMark.bucket, from: "bucket/\(logicalID)")
        return "\(nestedStack.prefix(49 - shortID.count))-\(shortID)-\(random)"
    }

    private func hash(_ purpose: String) -> [UInt8] {
        digest(.sha512, "sandbox\n\(namespace)\n\(identifier)\n\(purpose)")
    }

    private static let lowerCase = "0123456789abcdefghijklmnopqrstuvwxyz"

    private func text(_ count: Int, of alphabet: String, beginning mark: String, from purpose: String) -> String {
        let letters = Array(alphabet)
        return mark + hash(purpose).prefix(count - mark.count).map { String(letters[Int($0) % letters.count]) }.joined()
    }

    private func digest(_ algorithm: DigestAlgorithm, _ text: String) -> [UInt8] {
        var digest = Digest(algorithm)
        digest.update(text)
        return digest.finish()
    }
}

extension DeployedNames {
    /// The names of an app's sandbox. A region settled earlier wins over the one asked for.
    package static func load(
        dataFolder: DataFolder, project: String, identifier: String, region: String
    ) -> DeployedNames {
        var names = DeployedNames(region: region, namespace: namespace(of: project), identifier: identifier)
        if let data = FileManager.default.contents(atPath: dataFolder.deploymentFile),
            let settled = try? JSONDecoder().decode(Settled.self, from: data)  // Unreadable: settle it anew.
        {
            names.region = settled.region
        }
        return names
    }

    /// Keeps the region for later starts.
    func settle(in dataFolder: DataFolder) throws {
        let bytes = Array(#"{"region": "\#(region)"}"#.utf8) + [0x0A]
        _ = try AtomicFile(path: dataFolder.deploymentFile).replace(with: bytes)
    }

    private struct Settled: Codable {
        var region: String
    }

    private struct PackageFile: Codable {
        var name: String?
    }

    private static func namespace(of project: String) -> String {
        if let data = FileManager.default.contents(atPath: project + "/package.json"),
            let file = try? JSONDecoder().decode(PackageFile.self, from: data),  // No usable name: the folder's.
            let name = file.name, !name.isEmpty
        {
            return name
        }
        return project.split(separator: "/").last.map(String.init) ?? "app"
    }
}

extension Character {
    /// A letter or digit of ASCII, all that stack and bucket names keep of the author's.
    fileprivate var isPlain: Bool { isASCII && (isLetter || isNumber) }
}
