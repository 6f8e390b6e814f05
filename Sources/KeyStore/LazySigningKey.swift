package import OpenSSL

/// An RSA key that is made when it is first asked for, and kept.
///
/// Making it takes tenths of a second, which a sandbox that nobody signs in to need not spend.
package actor LazySigningKey {
    private let folder: KeyFolder
    private let name: String
    private var key: RSAPrivateKey?

    package init(folder: KeyFolder, name: String) {
        self.folder = folder
        self.name = name
    }

    /// The key, read or made. Concurrent callers wait for the first.
    package func value() throws -> RSAPrivateKey {
        if let key { return key }
        let pem = try folder.secret(named: name) { Array(try RSAPrivateKey.generate().pem.utf8) }
        let key = try RSAPrivateKey(pem: String(decoding: pem, as: UTF8.self))
        self.key = key
        return key
    }
}
