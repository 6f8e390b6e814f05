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
            if batch.rescan != nil || names.allSatisfy({ seen.contains(folder.path + "/" + $0) }) { break }
        }
        return seen
    }

    /// Takes batches until the file, read after each that names it, holds a text.
    private func text(of path: String, _ watcher: FileWatcher, becomes text: String) async {
        for await batch in watcher.changes where batch.paths.contains(path) || batch.rescan != nil {
            if (try? String(contentsOfFile: path, encoding: .utf8)) == text { break }
        }
    }

    /// A watcher that has heard of all that happened before the call, the making of the folders above included.
    private func settledWatcher(ignoring: Set<String> = []) async throws -> FileWatcher {
        let watcher = try FileWatcher(root: root, ignoring: ignoring)
        try folder.write("x", to: "amplify/settled.ts")
        await changes(watcher, until: "amplify/settled.ts")
        return watcher
    }

    @Test func `only what was written is reported`() async throws {
        let watcher = try await settledWatcher()
        try folder.write("2", to: "amplify/storage/resource.ts")
        let seen = await changes(watcher, until: "amplify/storage/resource.ts")
        #expect(!seen.contains(root + "/backend.ts"))
    }

    @Test(arguments: SaveStyle.allCases)
    func `no save of any editor is missed`(style: SaveStyle) async throws {
        let watcher = try FileWatcher(root: root)
        let path = root + "/storage/resource.ts"
        for index in 0..<100 {
            try style.save("\(index)", to: path)
            await text(of: path, watcher, becomes: "\(index)")
        }
    }

    @Test func `a switch of branches is heard of to its end`() async throws {
        let watcher = try FileWatcher(root: root)
        for round in 0..<30 {
            for index in 0..<20 {
                let name = "amplify/functions/f\((round * 7 + index) % 30)/resource.ts"
                try SaveStyle.remove(folder.path + "/" + name)
                try folder.write("\(round)", to: name)
            }
            try? FileManager.default.removeItem(atPath: root + "/functions/f\(round % 30)")
            try folder.write("\(round)", to: "amplify/functions/f\(round % 30)/last.ts")
            await text(of: root + "/functions/f\(round % 30)/last.ts", watcher, becomes: "\(round)")
        }
    }

    @Test func `a burst is gathered into few batches`() async throws {
        let watcher = try FileWatcher(root: root)
        for index in 0..<300 { try folder.write("x", to: "amplify/storage/file\(index).ts") }
        var batches = 0
        var seen: Set<String> = []
        for await batch in watcher.changes {
            batches += 1
            seen.formUnion(batch.paths)
            if batch.rescan != nil || seen.contains(root + "/storage/file299.ts") { break }
        }
        #expect(batches < 100)
    }

    @Test func `files of a new folder are reported, however early they came`() async throws {
        let watcher = try FileWatcher(root: root)
        for index in 0..<100 {
            let name = "amplify/new\(index)/deep/er/resource.ts"
            try folder.write("x", to: name)
            await changes(watcher, until: name)
            try folder.write("y", to: name)
            await changes(watcher, until: name)
        }
    }

    @Test func `the watched folder may be removed and made again`() async throws {
        let watcher = try FileWatcher(root: root)
        for round in 0..<100 {
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
        for round in 0..<100 {
            let name = "later\(round)/on/amplify/backend.ts"
            let watcher = try FileWatcher(root: folder.path + "/later\(round)/on/amplify")
            try folder.write("1", to: name)
            await changes(watcher, until: "later\(round)/on/amplify")
            try folder.write("2", to: name)
            await text(of: folder.path + "/" + name, watcher, becomes: "2")
        }
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

    @Test func `a folder far above may be moved away and made again`() async throws {
        let deep = folder.path + "/a/b/amplify"
        try folder.write("1", to: "a/b/amplify/backend.ts")
        let watcher = try FileWatcher(root: deep)
        for round in 0..<20 {
            #expect(rename(folder.path + "/a", folder.path + "/away\(round)") == 0)
            await changes(watcher, until: "a/b/amplify")
            try folder.write("\(round)", to: "a/b/amplify/backend.ts")
            await changes(watcher, until: "a/b/amplify")
            try folder.write("again \(round)", to: "a/b/amplify/backend.ts")
            await text(of: deep + "/backend.ts", watcher, becomes: "again \(round)")
        }
    }

    @Test func `the file at the end of a symbolic link is watched`() async throws {
        try folder.write("1", to: "shared/one.ts")
        try folder.write("1", to: "shared/two.ts")
        let link = root + "/storage/limits.ts"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path + "/shared/one.ts")
        let watcher = try FileWatcher(root: root)
        try folder.write("2", to: "shared/one.ts")
        await changes(watcher, until: "amplify/storage/limits.ts")

        try FileManager.default.createSymbolicLink(
            atPath: root + "/new", withDestinationPath: folder.path + "/shared/two.ts")
        #expect(rename(root + "/new", link) == 0)
        await changes(watcher, until: "amplify/storage/limits.ts")
        try folder.write("3", to: "shared/two.ts")
        await text(of: link, watcher, becomes: "3")
    }

    @Test func `nothing in ignored folders is reported`() async throws {
        let watcher = try await settledWatcher(ignoring: [root + "/generated"])
        try folder.write("x", to: "amplify/node_modules/a/index.js")
        try folder.write("x", to: "amplify/.git/HEAD")
        try folder.write("x", to: "amplify/generated/outputs.json")
        try folder.write("x", to: "amplify/storage/last.ts")
        let seen = await changes(watcher, until: "amplify/storage/last.ts")
        #expect(seen.allSatisfy { !$0.contains("/a/") && !$0.contains("HEAD") && !$0.contains("generated") })
    }

    @Test func `what is ignored stays so when it is imported`() async throws {
        let outputs = folder.path + "/amplify_outputs.json"
        let watcher = try await settledWatcher(ignoring: [outputs, folder.path + "/data"])
        watcher.alsoWatch([outputs, folder.path + "/data/x.json", folder.path + "/package.json"])
        try folder.write("{}", to: "amplify_outputs.json")
        try folder.write("{}", to: "data/x.json")
        try folder.write("{}", to: "package.json")
        let seen = await changes(watcher, until: "package.json")
        #expect(seen.isSubset(of: [folder.path + "/package.json", root + "/settled.ts"]))
    }

    @Test func `the set of single files may change while watching`() async throws {
        let watcher = try await settledWatcher()
        for index in 0..<100 {
            let name = "outside\(index % 7)/file\(index).ts"
            watcher.alsoWatch([folder.path + "/" + name])
            try folder.write("\(index)", to: name)
            await text(of: folder.path + "/" + name, watcher, becomes: "\(index)")
        }
    }

    @Test func `a second watcher of a folder disturbs nobody`() async throws {
        let first = try await settledWatcher()
        let second = try await settledWatcher()
        try folder.write("2", to: "amplify/backend.ts")
        await changes(second, until: "amplify/backend.ts")
        #expect(!(await changes(first, until: "amplify/backend.ts")).contains(root + "/storage/resource.ts"))
        second.stop()
        try folder.write("3", to: "amplify/storage/resource.ts")
        await changes(first, until: "amplify/storage/resource.ts")
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
        await text(of: path, watcher, becomes: "\(saves)")
        try await writing
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
