import Synchronization

/// The one stream of everything that happens in a sandbox. Publishing never waits: a listener that falls behind
/// loses its oldest events.
package final class EventStream: Sendable {
    private struct Listener {
        var number: Int
        var isWanted: @Sendable (SandboxEvent) -> Bool
        var continuation: AsyncStream<SandboxEvent>.Continuation
    }

    private struct Listeners {
        var next = 0
        var all: [Listener] = []
    }

    private let listeners = Mutex(Listeners())
    private let capacity: Int

    /// `capacity` is how many events are kept for one slow listener.
    package init(capacity: Int = 4096) {
        self.capacity = capacity
    }

    package func publish(_ event: SandboxEvent) {
        let listeners = listeners.withLock { $0.all }
        for listener in listeners where listener.isWanted(event) { listener.continuation.yield(event) }
    }

    /// The events from now on that are wanted; ends with `finish()` or when the caller stops listening.
    ///
    /// - Parameter isWanted: Asked by the publisher, for each event. To say no there is cheap; to wake a listener for
    ///   something that it drops costs more than answering a small request.
    package func events(
        where isWanted: @escaping @Sendable (SandboxEvent) -> Bool = { _ in true }
    ) -> AsyncStream<SandboxEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: SandboxEvent.self, bufferingPolicy: .bufferingNewest(capacity))
        let number = listeners.withLock { listeners in
            listeners.next += 1
            listeners.all.append(
                Listener(number: listeners.next, isWanted: isWanted, continuation: continuation))
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { listeners in listeners.all.removeAll { $0.number == number } }
        }
        return stream
    }

    /// Ends every listener's stream.
    package func finish() {
        let ended = listeners.withLock { listeners in
            defer { listeners.all = [] }
            return listeners.all
        }
        for listener in ended { listener.continuation.finish() }
    }
}
