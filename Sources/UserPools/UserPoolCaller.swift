/// Who sends a request, as far as a signature told. The caller of the pool has verified it.
package enum UserPoolCaller: Sendable, Hashable {
    /// An unsigned request: what a client needs is in its parameters.
    case anonymous
    /// An administrator of the pool's account.
    case administrator
    /// Somebody else whose signature holds; the ARN is for the error's text.
    case other(arn: String)
}
