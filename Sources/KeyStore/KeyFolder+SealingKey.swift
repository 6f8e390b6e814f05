package import OpenSSL

extension KeyFolder {
    /// The sealing key of this name, which is made if there is none.
    package func sealingKey(named name: String) throws -> SealingKey {
        SealingKey(try symmetricKey(named: name))
    }

    /// 32 random bytes of this name, which are made if there are none.
    package func symmetricKey(named name: String) throws -> [UInt8] {
        let key = try secret(named: name) { Randomness.bytes(SealingKey.lengthInBytes) }
        guard key.count == SealingKey.lengthInBytes else {
            throw DamagedKey(path: path + "/" + name, expectedLength: SealingKey.lengthInBytes, length: key.count)
        }
        return key
    }
}

/// A key file of another length than its key has.
package struct DamagedKey: Error, Hashable, Sendable, CustomStringConvertible {
    package var path: String
    package var expectedLength: Int
    package var length: Int

    package var description: String {
        "key file `\(path)` is damaged: it has \(length) bytes, expected \(expectedLength)"
    }
}
