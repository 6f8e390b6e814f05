import CInotifyTools
import Glibc

/// One watcher, as the watching thread knows it.
struct Subscription {
    let id: Int
    var scope: WatchScope
    let pending: PendingChanges
    /// What has happened since the last delivery.
    var changes = FileChanges()
}

/// All that the watching thread knows: it takes events and places watches.
struct WatchingState {
    private var table = WatchTable()
    private var subscriptions: [Int: Subscription] = [:]

    var hasChanges: Bool { subscriptions.values.contains { !$0.changes.isEmpty } }
    var isLimited: Bool { table.reachedLimit }

    mutating func add(_ subscription: Subscription) {
        subscriptions[subscription.id] = subscription
        placeWatches(for: subscription.scope)
        // What was there before is not a change.
        subscriptions[subscription.id]?.changes = FileChanges()
    }

    mutating func setFiles(_ files: Set<String>, of id: Int) {
        guard subscriptions[id] != nil, subscriptions[id]?.scope.files != files else { return }
        subscriptions[id]?.scope.files = files
        if let scope = subscriptions[id]?.scope { placeSurroundings(of: scope) }
        dropUnwanted()
    }

    mutating func remove(_ id: Int) {
        subscriptions[id] = nil
        dropUnwanted()
    }

    /// Takes one event of inotify.
    mutating func take(_ event: inotify_event, name: String) {
        let mask = event.mask
        if mask & UInt32(IN_Q_OVERFLOW) != 0 { return rescan(because: .queueOverflow) }
        let folders = table.names(of: event.wd)
        if mask & UInt32(IN_IGNORED) != 0 {
            table.forget(event.wd)
            return
        }
        if name.isEmpty {
            guard mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF) != 0 else { return }
            for folder in folders { lost(folder) }
            return
        }
        for folder in folders { changed(folder == "/" ? "/" + name : folder + "/" + name, mask) }
    }

    /// Hands what was gathered to the listeners.
    mutating func deliver(rescan reason: FileChanges.RescanReason? = nil) {
        if let reason { rescan(because: reason) }
        for (id, subscription) in subscriptions where !subscription.changes.isEmpty {
            subscriptions[id]?.changes = FileChanges()
            subscription.pending.add(subscription.changes)
        }
    }

    /// An entry of a watched folder was written, made, moved or removed.
    private mutating func changed(_ path: String, _ mask: UInt32) {
        report(path)
        if mask & UInt32(IN_MOVED_FROM | IN_DELETE) != 0 {
            table.forget(below: path)
        } else if mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0 {
            // Whatever had this name before, a folder or a link elsewhere, is not what is there now.
            table.forget(below: path)
            for subscription in subscriptions.values { appeared(path, in: subscription.scope) }
        }
        if mask & UInt32(IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_MOVED_TO) != 0 { replaceLostSurroundings(path) }
    }

    /// A watched folder itself was removed or moved, perhaps through a folder above it that nobody watches.
    private mutating func lost(_ folder: String) {
        table.forget(below: folder)
        report(folder)
        for subscription in subscriptions.values where subscription.scope.root == folder || wants(folder, subscription)
        {
            placeWatches(for: subscription.scope)
        }
    }

    private func wants(_ folder: String, _ subscription: Subscription) -> Bool {
        subscription.scope.surroundings.contains(folder)
    }

    /// Watches a new folder and what is in it, and reports files that came before the watch was placed.
    private mutating func appeared(_ path: String, in scope: WatchScope) {
        guard path == scope.root || path.hasPrefix(scope.root + "/") else { return }
        walk(path, in: scope)
    }

    /// When the way to a root or a single file was broken and mended, watches what is there now.
    private mutating func replaceLostSurroundings(_ path: String) {
        for subscription in subscriptions.values {
            let scope = subscription.scope
            let isAbove = scope.surroundings.contains { $0 == path || $0.hasPrefix(path + "/") }
            guard isAbove else { continue }
            placeWatches(for: scope)
            if var mine = subscriptions[subscription.id] {
                mine.changes.paths.insert(scope.root)
                subscriptions[subscription.id] = mine
            }
        }
    }

    private mutating func rescan(because reason: FileChanges.RescanReason) {
        table.clearLimit()
        for (id, subscription) in subscriptions {
            placeWatches(for: subscription.scope)
            subscriptions[id]?.changes.rescan = reason
        }
    }

    private mutating func placeWatches(for scope: WatchScope) {
        placeSurroundings(of: scope)
        walk(scope.root, in: scope)
    }

    /// Watches the folders in which the root and the single files lie, or the nearest that exist above them.
    private mutating func placeSurroundings(of scope: WatchScope) {
        for folder in scope.surroundings {
            var nearest = folder
            while !table.watch(nearest), nearest != "/", !table.reachedLimit { nearest = nearest.parentFolder }
        }
    }

    /// Watches a folder before it is read, so that nothing made meanwhile is missed, then what is in it.
    private mutating func walk(_ start: String, in scope: WatchScope) {
        var waiting = [start]
        var visited: Set<FileIdentity> = []
        while let folder = waiting.popLast() {
            guard !scope.isIgnored(folder), let identity = FileIdentity(ofFolder: folder),
                visited.insert(identity).inserted, table.watch(folder)
            else { continue }
            for name in entries(of: folder) {
                let path = folder + "/" + name
                report(path)
                waiting.append(path)
            }
        }
    }

    private func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private mutating func report(_ path: String) {
        for (id, subscription) in subscriptions where subscription.scope.includes(path) {
            subscriptions[id]?.changes.paths.insert(path)
        }
    }

    /// Takes the watches off folders that no subscription needs any more.
    private mutating func dropUnwanted() {
        let scopes = subscriptions.values.map(\.scope)
        table.keep { folder in
            scopes.contains { scope in
                folder == scope.root || (folder.hasPrefix(scope.root + "/") && !scope.isIgnored(folder))
                    || scope.surroundings.contains { $0 == folder || $0.hasPrefix(folder == "/" ? "/" : folder + "/") }
            }
        }
    }
}

/// What a folder is, under whatever name.
private struct FileIdentity: Hashable {
    var device: UInt
    var inode: UInt

    /// Absent if there is no folder of this name; links are followed.
    init?(ofFolder path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}
