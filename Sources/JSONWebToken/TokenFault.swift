/// Why a token is not accepted.
package enum TokenFault: Error, Hashable, Sendable {
    /// Not three parts, not base64url, not JSON, too long, or claims of another shape.
    case malformed
    /// An `alg` other than RS256; `none` among them.
    case unsupportedAlgorithm(String)
    /// A `kid` that none of the keys has.
    case unknownKey(String?)
    case badSignature
}
