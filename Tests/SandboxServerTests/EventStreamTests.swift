import Testing

@testable import SandboxServer

struct EventStreamTests {
    private func texts(_ stream: AsyncStream<SandboxEvent>) async -> [String] {
        var texts: [String] = []
        for await event in stream {
            if case .trouble(let text) = event { texts.append(text) }
        }
        return texts
    }

    @Test func `each listener gets what it wants`() async {
        let events = EventStream()
        let all = events.events()
        let short = events.events { event in
            if case .trouble(let text) = event { text.count < 3 } else { false }
        }
        for text in ["a", "long", "b"] { events.publish(.trouble(text)) }
        events.finish()
        #expect(await texts(all) == ["a", "long", "b"])
        #expect(await texts(short) == ["a", "b"])
    }

    @Test func `a slow listener loses its oldest events, and nobody waits for it`() async {
        let events = EventStream(capacity: 2)
        let stream = events.events()
        for text in ["a", "b", "c"] { events.publish(.trouble(text)) }
        events.finish()
        #expect(await texts(stream) == ["b", "c"])
    }
}
