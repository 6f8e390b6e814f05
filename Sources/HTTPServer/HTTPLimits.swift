/// The bounds of one server.
package struct HTTPLimits: Sendable {
    package var connections = 2048
    package var targetLengthInBytes = 16 * 1024
    /// Names and values of one request's fields together.
    package var headersLengthInBytes = 64 * 1024
    package var headerCount = 256
    /// How long a connection may take to bring the next complete request head, idle time included: this bounds both
    /// forgotten connections and heads sent a byte at a time.
    package var headTimeout: Duration = .seconds(75)
    /// How long a connection with a request in flight may go without a byte in either direction that was waited for.
    package var stallTimeout: Duration = .seconds(60)
    /// An unread request body up to this size is read and dropped to keep the connection; beyond, it is closed.
    package var drainLengthInBytes = 64 * 1024 * 1024
    /// How long a graceful stop waits for requests in flight.
    package var shutdownGrace: Duration = .seconds(20)

    package init() {}
}
