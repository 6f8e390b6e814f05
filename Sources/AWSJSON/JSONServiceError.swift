/// An error of a service that speaks AWS's JSON protocol.
package protocol JSONServiceError: Error {
    /// As clients know it: `NotAuthorizedException`.
    var name: String { get }
    var message: String { get }
    /// The HTTP status; 400 for nearly all.
    var status: Int { get }
}

extension JSONServiceError {
    package var status: Int { 400 }
}
