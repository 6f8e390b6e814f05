import Foundation
import SandboxTesting
import Testing

@testable import FileWatching

@Suite(.timeLimit(.minutes(1)))
struct FileWatcherTests {
    let folder: TemporaryFolder
    var root: String { folder.path + "/amplify" }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("1", to: "amplify/backend.ts")
        try folder.write("1", to: "amplify/storage/resource.ts")
    }

    /// Takes batches until they have named all of these, and returns everything named so far.
    @discardableResult
    private func changes(_ watcher: FileWatcher, until names: String...) async -> Set<String> {
        var seen: Set<String> = []
        for await batch in watcher.changes {
            seen.formUnion(batch.paths)
            if names.allSatisfy({ seen.contains(folder.path + "/" + $0) }) { break }
        }
        return seen
    }

    @Test func `a plain write is reported`() async throws {
        let watcher = try FileWatcher(root: root)
        try folder.write("2", to: "amplify/storage/resource.ts")
        let seen = await changes(watcher, until: "amplify/storage/resource.ts")
        #expect(!seen.contains(root + "/backend.ts"))
    }

    @Test func `a write to a temporary file and a rename is reported`() async throws {
        let watcher = try FileWatcher(root: root)
        try folder.write("2", to: "amplify/storage/.resource.ts.swp")
        #expect(rename(root + "/storage/.resource.ts.swp", root + "/storage/resource.ts") == 0)
        await changes(watcher, until: "amplify/storage/resource.ts")
    }

    @Test func `a burst is gathered into few batches`() async throws {
        let watcher = try FileWatcher(root: root)
        for index in 0..<300 { try folder.write("x", to: "amplify/storage/file\(index).ts") }
        var batches = 0
        var seen: Set<String> = []
        for await batch in watcher.changes {
            batches += 1
            seen.formUnion(batch.paths)
            if seen.contains(root + "/storage/file299.ts") { break }
        }
        #expect(seen.count >= 300)
        #expect(batches < 100)
    }

    @Test func `files of a new folder are reported, however early they came`() async throws {
        let watcher = try FileWatcher(root: root)
        for index in 0..<30 {
            let name = "amplify/new\(index)/deep/er/resource.ts"
            try folder.write("x", to: name)
            await changes(watcher, until: name)
            try folder.write("y", to: name)
            await changes(watcher, until: name)
        }
    }

    @Test func `the watched folder may be removed and made again`() async throws {
        let watcher = try FileWatcher(root: root)
        for round in 0..<20 {
            try FileManager.default.removeItem(atPath: root)
            try folder.write("\(round)", to: "amplify/storage/resource.ts")
            await changes(watcher, until: "amplify/storage/resource.ts")
            try folder.write("again \(round)", to: "amplify/storage/resource.ts")
            await changes(watcher, until: "amplify/storage/resource.ts")
        }
    }

    @Test func `the watched folder may be moved away and another moved in`() async throws {
        let watcher = try FileWatcher(root: root)
        try folder.write("other", to: "branch/storage/resource.ts")
        #expect(rename(root, folder.path + "/old") == 0)
        #expect(rename(folder.path + "/branch", root) == 0)
        await changes(watcher, until: "amplify/storage/resource.ts")
        try folder.write("changed", to: "amplify/storage/resource.ts")
        await changes(watcher, until: "amplify/storage/resource.ts")
        try folder.write("unseen", to: "old/storage/resource.ts")
        try folder.write("seen", to: "amplify/backend.ts")
        let seen = await changes(watcher, until: "amplify/backend.ts")
        #expect(!seen.contains(folder.path + "/old/storage/resource.ts"))
    }

    @Test func `a root that does not exist yet is found when it is made`() async throws {
        let watcher = try FileWatcher(root: folder.path + "/later/amplify")
        try folder.write("1", to: "later/amplify/backend.ts")
        await changes(watcher, until: "later/amplify/backend.ts")
        try folder.write("2", to: "later/amplify/backend.ts")
        await changes(watcher, until: "later/amplify/backend.ts")
    }

    @Test func `a symbolic link is followed and may be pointed elsewhere`() async throws {
        try folder.write("1", to: "one/resource.ts")
        try folder.write("1", to: "two/resource.ts")
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path + "/one")
        let watcher = try FileWatcher(root: link)
        try folder.write("2", to: "one/resource.ts")
        await changes(watcher, until: "link/resource.ts")

        try FileManager.default.createSymbolicLink(atPath: link + "2", withDestinationPath: folder.path + "/two")
        #expect(rename(link + "2", link) == 0)
        await changes(watcher, until: "link")
        try folder.write("2", to: "two/resource.ts")
        await changes(watcher, until: "link/resource.ts")
    }

    @Test func `a link to a folder above does not go round for ever`() async throws {
        try FileManager.default.createSymbolicLink(atPath: root + "/storage/up", withDestinationPath: root)
        let watcher = try FileWatcher(root: root)
        try folder.write("2", to: "amplify/backend.ts")
        await changes(watcher, until: "amplify/backend.ts")
    }

    @Test func `nothing in ignored folders is reported`() async throws {
        let watcher = try FileWatcher(root: root, ignoring: [root + "/generated"])
        try folder.write("x", to: "amplify/node_modules/a/index.js")
        try folder.write("x", to: "amplify/.git/HEAD")
        try folder.write("x", to: "amplify/generated/outputs.json")
        try folder.write("x", to: "amplify/storage/last.ts")
        let seen = await changes(watcher, until: "amplify/storage/last.ts")
        #expect(seen.allSatisfy { !$0.contains("/a/") && !$0.contains("HEAD") && !$0.contains("generated") })
    }

    @Test func `single files elsewhere are watched on request`() async throws {
        try folder.write("1", to: "shared/limits.ts")
        let watcher = try FileWatcher(root: root)
        watcher.alsoWatch([folder.path + "/shared/limits.ts", folder.path + "/.env"])
        try folder.write("2", to: "shared/limits.ts")
        try folder.write("2", to: "shared/other.ts")
        try folder.write("A=1", to: ".env")
        let seen = await changes(watcher, until: "shared/limits.ts", ".env")
        #expect(!seen.contains(folder.path + "/shared/other.ts"))
    }

    @Test func `the last of many saves is never lost`() async throws {
        let watcher = try FileWatcher(root: root)
        let path = root + "/storage/resource.ts"
        let saves = 500
        async let writing: Void = {
            for index in 1...saves {
                try "\(index)".write(toFile: path + ".tmp", atomically: false, encoding: .utf8)
                rename(path + ".tmp", path)
            }
        }()
        var last = ""
        for await batch in watcher.changes where batch.paths.contains(path) {
            last = (try? String(contentsOfFile: path, encoding: .utf8)) ?? last
            if last == "\(saves)" { break }
        }
        try await writing
        #expect(last == "\(saves)")
    }

    @Test func `watchers side by side hear of their own folders only`() async throws {
        let other = try TemporaryFolder()
        try other.write("1", to: "amplify/backend.ts")
        let first = try FileWatcher(root: root)
        let second = try FileWatcher(root: other.path + "/amplify")
        try folder.write("2", to: "amplify/backend.ts")
        try other.write("2", to: "amplify/backend.ts")
        #expect(await changes(first, until: "amplify/backend.ts").allSatisfy { $0.hasPrefix(folder.path) })
        for await batch in second.changes {
            #expect(batch.paths.allSatisfy { $0.hasPrefix(other.path) })
            break
        }
    }

    @Test func `a stopped watcher ends its sequence`() async throws {
        let watcher = try FileWatcher(root: root)
        watcher.stop()
        for await batch in watcher.changes { Issue.record("unexpected \(batch)") }
    }
}
