/// Something wrong with a request that keeps it from becoming one. The server asks its owner for the answer's form.
package enum HTTPFault: Error, Sendable, Hashable {
    /// Not HTTP/1: a bad request line, header, length or chunk. The text says what in a few words.
    case malformed(String)
    /// The request target is longer than the limit.
    case targetTooLong(limitInBytes: Int)
    /// The header fields are larger than the limit in sum, one by one, or by count.
    case headersTooLarge(limitInBytes: Int)
    /// The client did not finish its request in time.
    case timedOut
    /// The server holds as many connections as it accepts.
    case tooManyConnections

    /// The status that suits the fault.
    package var statusCode: Int {
        switch self {
        case .malformed: 400
        case .targetTooLong: 414
        case .headersTooLarge: 431
        case .timedOut: 408
        case .tooManyConnections: 503
        }
    }
}
