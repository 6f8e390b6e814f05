package import OpenSSL

/// A prime, its generator, and the arithmetic of SRP-6a over them. How `k`, `u` and `x` are hashed is not its business.
///
/// Reference: RFC 5054, sections 2.5 and 2.6.
package struct SRPGroup: Sendable {
    package let modulus: BigNumber
    package let generator: BigNumber

    package init(modulus: BigNumber, generator: BigNumber) {
        self.modulus = modulus
        self.generator = generator
    }

    /// `v = g^x`: what a server keeps in the place of a password.
    package func verifier(x: BigNumber) -> BigNumber {
        generator.raised(to: x, modulo: modulus)
    }

    /// `A = g^a`.
    package func clientPublic(a: BigNumber) -> BigNumber {
        generator.raised(to: a, modulo: modulus)
    }

    /// `B = k·v + g^b`.
    package func serverPublic(b: BigNumber, k: BigNumber, verifier: BigNumber) -> BigNumber {
        (k * verifier + generator.raised(to: b, modulo: modulus)) % modulus
    }

    /// `S = (A·v^u)^b`. Refuse a client's public value with `isAcceptable` first.
    package func serverSecret(
        clientPublic: BigNumber, verifier: BigNumber, u: BigNumber, b: BigNumber
    ) -> BigNumber {
        clientPublic.multiplied(by: verifier.raised(to: u, modulo: modulus), modulo: modulus)
            .raised(to: b, modulo: modulus)
    }

    /// `S = (B − k·g^x)^(a + u·x)`.
    package func clientSecret(
        serverPublic: BigNumber, k: BigNumber, x: BigNumber, a: BigNumber, u: BigNumber
    ) -> BigNumber {
        serverPublic.subtracting(k * generator.raised(to: x, modulo: modulus), modulo: modulus)
            .raised(to: a + u * x, modulo: modulus)
    }

    /// Whether a public value of the other side is not a multiple of the modulus, which would make the secret known.
    package func isAcceptable(_ publicValue: BigNumber) -> Bool {
        !(publicValue % modulus).isZero
    }
}
