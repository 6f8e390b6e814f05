import Synchronization

/// The one stream of everything that happens in a sandbox. Publishing never waits: a listener that falls behind
/// loses its oldest events.
package final class EventStream: Sendable {
    private struct Listeners {
        var next = 0
        var continuations: [Int: AsyncStream<SandboxEvent>.Continuation] = [:]
    }

    private let listeners = Mutex(Listeners())
    private let capacity: Int

    /// `capacity` is how many events are kept for one slow listener.
    package init(capacity: Int = 4096) {
        self.capacity = capacity
    }

    package func publish(_ event: SandboxEvent) {
        let continuations = listeners.withLock { Array($0.continuations.values) }
        for continuation in continuations { continuation.yield(event) }
    }

    /// Whether anybody listens; lets a publisher leave out costly descriptions.
    package var hasListeners: Bool {
        listeners.withLock { !$0.continuations.isEmpty }
    }

    /// All events from now on; ends with `finish()` or when the caller stops listening.
    package func events() -> AsyncStream<SandboxEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: SandboxEvent.self, bufferingPolicy: .bufferingNewest(capacity))
        let id = listeners.withLock { listeners in
            listeners.next += 1
            listeners.continuations[listeners.next] = continuation
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.continuations.removeValue(forKey: id) }
        }
        return stream
    }

    /// Ends every listener's stream.
    package func finish() {
        let continuations = listeners.withLock { listeners in
            defer { listeners.continuations = [:] }
            return Array(listeners.continuations.values)
        }
        for continuation in continuations { continuation.finish() }
    }
}
