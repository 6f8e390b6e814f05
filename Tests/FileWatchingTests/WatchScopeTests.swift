import Testing

@testable import FileWatching

struct WatchScopeTests {
    @Test(arguments: [
        ("/app/amplify", true), ("/app/amplify/backend.ts", true), ("/app/amplify2/backend.ts", false),
        ("/app/amplify/node_modules", false), ("/app/amplify/a/node_modules/b.ts", false),
        ("/app/amplify/.git/index", false), ("/app/amplify/out", false), ("/app/amplify/out/x", false),
        ("/app/amplify/output", true), ("/app/.env", true), ("/app/.env.local", false), ("/app/data/x.json", false),
    ])
    func `a path is in scope or not`(path: String, expected: Bool) {
        var scope = WatchScope(root: "/app/amplify", ignored: ["/app/amplify/out", "/app/data"])
        scope.files = ["/app/.env", "/app/data/x.json"]
        #expect(scope.includes(path) == expected)
    }

    @Test func `batches that wait are joined and keep the reason to read again`() async {
        let pending = PendingChanges()
        pending.add(FileChanges(paths: ["/a"], rescan: .queueOverflow))
        pending.add(FileChanges(paths: ["/b"]))
        #expect(await pending.next() == FileChanges(paths: ["/a", "/b"], rescan: .queueOverflow))
    }
}
