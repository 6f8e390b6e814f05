package import OpenSSL

/// SRP-6a as Cognito uses it: the 3,072-bit group, SHA-256, its own padding and its own key derivation.
package enum CognitoSRP {
    package static let group = SRPGroup(modulus: .modp3072, generator: BigNumber(2))

    /// `k = H(pad(N) ‖ pad(g))`, the same for everyone.
    package static let k = BigNumber(bytes: DigestAlgorithm.sha256.hash(pad(group.modulus) + pad(group.generator)))

    /// The bytes of a number as Cognito hashes it: a zero in front if the first bit is set, one zero byte for zero.
    package static func pad(_ number: BigNumber) -> [UInt8] {
        let bytes = number.bytes
        guard let first = bytes.first else { return [0] }
        return first >= 0x80 ? [0] + bytes : bytes
    }

    /// `u = H(pad(A) ‖ pad(B))`.
    package static func u(clientPublic: BigNumber, serverPublic: BigNumber) -> BigNumber {
        BigNumber(bytes: DigestAlgorithm.sha256.hash(pad(clientPublic) + pad(serverPublic)))
    }

    /// `x = H(pad(salt) ‖ H(poolName ‖ userID ‖ ":" ‖ password))`.
    package static func x(salt: BigNumber, poolName: String, userID: String, password: String) -> BigNumber {
        let identity = DigestAlgorithm.sha256.hash("\(poolName)\(userID):\(password)")
        return BigNumber(bytes: DigestAlgorithm.sha256.hash(pad(salt) + identity))
    }

    /// The 16 bytes that sign the proof of the password.
    package static func proofKey(secret: BigNumber, u: BigNumber) -> [UInt8] {
        let extracted = MessageAuthenticationKey(pad(u)).authenticate(pad(secret))
        let expanded = MessageAuthenticationKey(extracted).authenticate(Array("Caldera Derived Key".utf8) + [1])
        return Array(expanded.prefix(16))
    }

    /// `PASSWORD_CLAIM_SIGNATURE` before its base64. The timestamp is taken as it was sent.
    package static func proof(
        key: [UInt8], poolName: String, userID: String, secretBlock: [UInt8], timestamp: String
    ) -> [UInt8] {
        MessageAuthenticationKey(key).authenticate(
            Array(poolName.utf8) + Array(userID.utf8) + secretBlock + Array(timestamp.utf8))
    }
}
