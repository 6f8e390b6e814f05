import Foundation
import SandboxTesting
import Testing

@testable import FileWatching

/// What happens when inotify cannot tell everything.
@Suite(.timeLimit(.minutes(1)))
struct LostEventTests {
    let folder: TemporaryFolder
    var root: String { folder.path + "/amplify" }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("1", to: "amplify/storage/resource.ts")
    }

    @Test func `an overflow of the event queue asks to read again and loses no folder`() async throws {
        let watcher = try FileWatcher(root: root)
        try whileWatchingRests {
            try overflow(folder.path + "/amplify/storage/a", folder.path + "/amplify/storage/b")
            // None of this is in the queue any more.
            try FileManager.default.removeItem(atPath: root + "/storage")
            try folder.write("2", to: "amplify/storage/resource.ts")
        }

        for await batch in watcher.changes where batch.rescan == .queueOverflow { break }
        try folder.write("3", to: "amplify/storage/resource.ts")
        for await batch in watcher.changes where batch.paths.contains(root + "/storage/resource.ts") { break }
    }

    private func whileWatchingRests(_ work: () throws -> Void) throws {
        let (rests, goesOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        try InotifyThread.shared().send { _ in
            rests.signal()
            goesOn.wait()
        }
        rests.wait()
        defer { goesOn.signal() }
        try work()
    }

    /// Makes more events than the queue holds, by turns, since the kernel joins equal ones.
    private func overflow(_ first: String, _ second: String) throws {
        let limit = try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        let most = try #require(Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
        let files = [open(first, O_CREAT | O_WRONLY, 0o644), open(second, O_CREAT | O_WRONLY, 0o644)]
        defer { files.forEach { close($0) } }
        for index in 0...most { futimens(files[index % 2], nil) }
    }

    @Test func `without watches changes are found by looking, and that is said once`() async throws {
        let kernel = LimitedKernel(limit: 0)
        var state = WatchingState(table: WatchTable { _, _ in kernel.place() })
        let pending = PendingChanges()
        state.add(Subscription(id: 1, scope: WatchScope(root: root, ignored: []), pending: pending))
        for _ in 0..<3 { state.deliverWhatIsQuiet() }
        #expect(state.isLimited)
        #expect(await pending.next() == FileChanges(rescan: .watchLimit))

        let path = root + "/storage/resource.ts"
        try folder.write("longer", to: "amplify/storage/resource.ts")
        try folder.write("1", to: "amplify/node_modules/a.js")
        state.compareWithDisk()
        for _ in 0..<3 { state.deliverWhatIsQuiet() }
        #expect(await pending.next() == FileChanges(paths: [path]))

        state.compareWithDisk()
        #expect(!state.hasChanges)

        try folder.write("new", to: "amplify/new/resource.ts")
        try FileManager.default.removeItem(atPath: path)
        kernel.limit = .max
        state.compareWithDisk()
        #expect(!state.isLimited)
        for _ in 0..<3 { state.deliverWhatIsQuiet() }
        #expect(await pending.next() == FileChanges(paths: [path, root + "/new/resource.ts"]))
    }

    @Test func `single files are looked at too where they cannot be watched`() async throws {
        let kernel = LimitedKernel(limit: 0)
        var state = WatchingState(table: WatchTable { _, _ in kernel.place() })
        let pending = PendingChanges()
        state.add(Subscription(id: 1, scope: WatchScope(root: root, ignored: []), pending: pending))
        state.setFiles([folder.path + "/.env"], of: 1)
        for _ in 0..<3 { state.deliverWhatIsQuiet() }
        #expect(await pending.next()?.rescan == .watchLimit)
        state.compareWithDisk()
        try folder.write("A=1", to: ".env")
        state.compareWithDisk()
        for _ in 0..<3 { state.deliverWhatIsQuiet() }
        #expect(await pending.next() == FileChanges(paths: [folder.path + "/.env"]))
    }
}

/// Gives out so many watches and no more.
private final class LimitedKernel {
    var limit: Int
    private var given = 0

    init(limit: Int) {
        self.limit = limit
    }

    func place() -> WatchTable.Placement {
        guard given < limit else { return .limitReached }
        given += 1
        return .placed(Int32(given))
    }
}
