import CInotifyTools
import Glibc

/// One watcher, as the watching thread knows it.
struct Subscription {
    let id: Int
    var scope: WatchScope
    let pending: PendingChanges
    /// What has happened since the last delivery.
    private(set) var changes = FileChanges()
    /// Rounds of the watching thread since something was noted first, and last.
    private var age = 0
    private var quiet = 0
    /// The files at the ends of symbolic links, with the names of the links.
    var linkTargets: [String: Set<String>] = [:]
    /// Present while not all folders can be watched.
    var snapshot: FileSnapshot?

    init(id: Int, scope: WatchScope, pending: PendingChanges) {
        self.id = id
        self.scope = scope
        self.pending = pending
    }

    /// Folders to watch without what is below them.
    var surroundings: Set<String> {
        scope.surroundings.union(linkTargets.keys.map(\.parentFolder))
    }

    /// Notes that something happened to a path, if it is of interest, under the names by which it is.
    mutating func note(_ path: String) {
        if scope.includes(path) {
            changes.paths.insert(path)
            quiet = 0
        }
        if let links = linkTargets[path] {
            changes.paths.formUnion(links)
            quiet = 0
        }
    }

    /// Notes that everything should be read again.
    mutating func note(_ reason: FileChanges.RescanReason) {
        changes.rescan = reason
        quiet = 0
    }

    /// Counts one round, and hands over what was gathered once nothing came for two rounds, or after a hundred.
    mutating func takeWhatIsQuiet() -> FileChanges? {
        guard !changes.isEmpty else { return nil }
        age += 1
        quiet += 1
        // The round in which something was noted is the first.
        guard quiet > 2 || age > 100 else { return nil }
        defer { (changes, age, quiet) = (FileChanges(), 0, 0) }
        return changes
    }

    /// Remembers where a symbolic link to a file leads.
    mutating func noteLink(_ path: String) {
        for (target, links) in linkTargets where links.contains(path) {
            linkTargets[target] = links.count == 1 ? nil : links.subtracting([path])
        }
        guard scope.includes(path), let target = FolderReading.target(ofLink: path) else { return }
        linkTargets[target, default: []].insert(path)
    }
}

/// All that the watching thread knows: it takes events and places watches.
struct WatchingState {
    private var table: WatchTable
    private var subscriptions: [Int: Subscription] = [:]

    init(table: WatchTable = WatchTable()) {
        self.table = table
    }

    var hasChanges: Bool { subscriptions.values.contains { !$0.changes.isEmpty } }
    /// Not all folders can be watched, so that somebody must call `compareWithDisk` now and then.
    var isLimited: Bool { table.reachedLimit }

    // MARK: - Commands

    mutating func add(_ subscription: Subscription) {
        subscriptions[subscription.id] = subscription
        placeWatches(for: subscription.id)
        noticeLimit()
    }

    mutating func setFiles(_ files: Set<String>, of id: Int) {
        guard let known = subscriptions[id]?.scope.files else { return }
        subscriptions[id]?.scope.files = files
        guard let files = subscriptions[id]?.scope.files else { return }
        for file in files { subscriptions[id]?.noteLink(file) }
        placeSurroundings(of: id)
        // Whoever read a file before it was watched may have missed its last save.
        for file in files.subtracting(known) { subscriptions[id]?.note(file) }
        dropUnwanted()
        noticeLimit()
    }

    mutating func remove(_ id: Int) {
        subscriptions[id] = nil
        dropUnwanted()
    }

    /// Ends a round: hands to each listener what was gathered for it, if its own files have been quiet for two rounds or
    /// have gone on for a hundred. What happens to other watchers' files delays nobody.
    mutating func deliverWhatIsQuiet() {
        noticeLimit()
        for (id, subscription) in subscriptions {
            if let changes = subscriptions[id]?.takeWhatIsQuiet() { subscription.pending.add(changes) }
        }
    }

    // MARK: - Events

    /// Takes one event of inotify.
    mutating func take(_ event: inotify_event, name: String) {
        let mask = event.mask
        if mask & UInt32(IN_Q_OVERFLOW) != 0 { return rescanAll() }
        let folders = table.names(of: event.wd)
        if mask & UInt32(IN_IGNORED) != 0 {
            table.forget(event.wd)
            return
        }
        if name.isEmpty {
            guard mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT) != 0 else { return }
            for folder in folders { lost(folder) }
            return
        }
        for folder in folders { changed(folder.appending(entry: name), mask) }
    }

    /// An entry of a watched folder was written, made, moved or removed.
    private mutating func changed(_ path: String, _ mask: UInt32) {
        note(path)
        guard mask & UInt32(IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_MOVED_TO) != 0 else { return }
        // Whatever had this name before, a folder or a link elsewhere, is not what is there now.
        table.forget(below: path)
        for (id, subscription) in subscriptions {
            if path.isAtOrBelow(subscription.scope.root) {
                walk(path, in: id) { subscription, path in
                    subscription.note(path)
                    subscription.noteLink(path)
                }
            } else {
                reconnect(id, through: path)
            }
            subscriptions[id]?.noteLink(path)
            placeSurroundings(of: id)
        }
    }

    /// A watched folder itself was removed or moved, perhaps through a folder above it that nobody watches.
    private mutating func lost(_ folder: String) {
        table.forget(below: folder)
        note(folder)
        for id in subscriptions.keys { reconnect(id, through: folder) }
    }

    /// The way to a root or to single files was broken or mended at a folder: watches what is there now, and reports what
    /// may have changed unheard.
    private mutating func reconnect(_ id: Int, through folder: String) {
        guard let subscription = subscriptions[id] else { return }
        let scope = subscription.scope
        if scope.root.isAtOrBelow(folder) {
            placeWatches(for: id)
            subscriptions[id]?.note(scope.root)
            walk(scope.root, in: id) { $0.note($1) }
        } else {
            placeSurroundings(of: id)
        }
        for file in scope.files where file.isBelow(folder) { subscriptions[id]?.note(file) }
        for target in subscription.linkTargets.keys where target.isBelow(folder) { subscriptions[id]?.note(target) }
    }

    private mutating func note(_ path: String) {
        for id in subscriptions.keys { subscriptions[id]?.note(path) }
    }

    // MARK: - Looking at the disk

    /// After events were lost: nothing is known for sure, so all watches are placed anew.
    private mutating func rescanAll() {
        table.forgetAll()
        for id in subscriptions.keys {
            placeWatches(for: id)
            subscriptions[id]?.note(.queueOverflow)
        }
    }

    /// Finds changes by looking at all files, and tries again to watch all folders.
    mutating func compareWithDisk() {
        table.clearLimit()
        for (id, subscription) in subscriptions {
            placeWatches(for: id)
            let snapshot = FileSnapshot(of: subscription.scope)
            for path in subscription.snapshot?.paths(differingFrom: snapshot) ?? [] { subscriptions[id]?.note(path) }
            subscriptions[id]?.snapshot = snapshot
        }
        if !table.reachedLimit { for id in subscriptions.keys { subscriptions[id]?.snapshot = nil } }
    }

    /// Says it once when the limit of watches is reached, and keeps in mind how the files look then.
    private mutating func noticeLimit() {
        guard table.reachedLimit else { return }
        for (id, subscription) in subscriptions where subscription.snapshot == nil {
            subscriptions[id]?.snapshot = FileSnapshot(of: subscription.scope)
            subscriptions[id]?.note(.watchLimit)
        }
    }

    // MARK: - Watches

    private mutating func placeWatches(for id: Int) {
        guard let subscription = subscriptions[id] else { return }
        subscriptions[id]?.linkTargets = [:]
        for file in subscription.scope.files { subscriptions[id]?.noteLink(file) }
        // First where the root would appear, so that it cannot appear unseen between the two.
        placeSurroundings(of: id)
        walk(subscription.scope.root, in: id) { $0.noteLink($1) }
        placeSurroundings(of: id)
    }

    /// Watches the folders in which the root and the single files lie, or the nearest that exist above them; of those
    /// further up only whether they stay where they are.
    private mutating func placeSurroundings(of id: Int) {
        for folder in subscriptions[id]?.surroundings ?? [] {
            let way = [folder] + folder.foldersAbove
            guard var nearest = way.firstIndex(where: { table.watch($0) }) else { continue }
            // A folder may have been made before the one above it was under watch.
            while nearest > 0, table.watch(way[nearest - 1]) { nearest -= 1 }
            for above in way[(nearest + 1)...] { table.watch(above, .itself) }
        }
    }

    /// Watches a folder before it is read, so that nothing made meanwhile is missed, then what is in it.
    ///
    /// - Parameter visit: told each entry.
    private mutating func walk(_ start: String, in id: Int, visit: (inout Subscription, String) -> Void) {
        guard let scope = subscriptions[id]?.scope else { return }
        var waiting = [start]
        var visited: Set<FileIdentity> = []
        while let folder = waiting.popLast() {
            guard !scope.isIgnored(folder), let identity = FileIdentity(ofFolder: folder),
                visited.insert(identity).inserted, table.watch(folder)
            else { continue }
            for name in FolderReading.entries(of: folder) {
                let path = folder.appending(entry: name)
                visit(&subscriptions[id]!, path)  // Nothing in here removes a subscription.
                waiting.append(path)
            }
        }
    }

    /// Takes the watches off folders that no subscription needs any more.
    private mutating func dropUnwanted() {
        let wanted = subscriptions.values.map { ($0.scope, $0.surroundings) }
        table.keep { folder in
            wanted.contains { scope, surroundings in
                folder == scope.root || (folder.isBelow(scope.root) && !scope.isIgnored(folder))
                    || surroundings.contains { $0.isAtOrBelow(folder) }
            }
        }
    }
}
