import Testing

@testable import FileWatching

/// When what was gathered is handed over, counted in rounds of the watching thread.
struct BatchTests {
    private func subscription() -> Subscription {
        Subscription(id: 1, scope: WatchScope(root: "/app/amplify", ignored: []), pending: PendingChanges())
    }

    @Test func `a change waits for two quiet rounds`() {
        var subscription = subscription()
        subscription.note("/app/amplify/a.ts")
        #expect(subscription.takeWhatIsQuiet() == nil)
        #expect(subscription.takeWhatIsQuiet() == nil)
        #expect(subscription.takeWhatIsQuiet() == FileChanges(paths: ["/app/amplify/a.ts"]))
        #expect(subscription.takeWhatIsQuiet() == nil)
    }

    @Test func `further changes start the wait anew`() {
        var subscription = subscription()
        subscription.note("/app/amplify/a.ts")
        _ = subscription.takeWhatIsQuiet()
        _ = subscription.takeWhatIsQuiet()
        subscription.note("/app/amplify/b.ts")
        #expect(subscription.takeWhatIsQuiet() == nil)
        #expect(subscription.takeWhatIsQuiet() == nil)
        #expect(subscription.takeWhatIsQuiet()?.paths == ["/app/amplify/a.ts", "/app/amplify/b.ts"])
    }

    @Test func `what is not in scope delays nothing`() {
        var subscription = subscription()
        subscription.note("/app/amplify/a.ts")
        _ = subscription.takeWhatIsQuiet()
        subscription.note("/app/other.ts")
        _ = subscription.takeWhatIsQuiet()
        subscription.note("/app/amplify/node_modules/b.js")
        #expect(subscription.takeWhatIsQuiet()?.paths == ["/app/amplify/a.ts"])
    }

    @Test func `a burst without end is handed over after a hundred rounds`() {
        var subscription = subscription()
        for round in 1...100 {
            subscription.note("/app/amplify/\(round).ts")
            #expect(subscription.takeWhatIsQuiet() == nil)
        }
        subscription.note("/app/amplify/last.ts")
        #expect(subscription.takeWhatIsQuiet()?.paths.count == 101)
    }
}
