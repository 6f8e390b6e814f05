/// Watches a folder, with everything below it, and single files elsewhere.
///
/// Changes arrive in batches: a burst of saves is one batch, delivered once it has been quiet for a moment. A batch says
/// that something may have changed, not what is there now; whoever reads the files afterwards sees the last save. No save
/// is missed, but files are named that did not change where a folder above them came or went. Folders may come
/// and go, the watched one too; a symbolic link is followed, and noticed when it is pointed elsewhere.
///
/// Not noticed: that a folder above the parent of `root` is a symbolic link and was pointed elsewhere.
///
/// All watchers of a process share one inotify instance and one thread, since libinotifytools keeps one global state.
package final class FileWatcher: Sendable {
    /// One element per batch. Batches that nobody has taken yet are joined into one.
    package let changes: FileChangeSequence
    private let id: Int
    private let pending: PendingChanges

    /// Starts watching. Paths are absolute; `root` need not exist yet.
    ///
    /// Nothing at or below a path in `ignoring`, nor in any `node_modules` or `.git`, is ever reported.
    package init(root: String, ignoring: Set<String> = []) throws(WatchFailure) {
        let pending = PendingChanges()
        let scope = WatchScope(root: root.withoutFinalSlash, ignored: Set(ignoring.map(\.withoutFinalSlash)))
        self.id = try InotifyThread.shared().add(scope, pending: pending)
        self.pending = pending
        self.changes = FileChangeSequence(pending: pending)
    }

    /// Watches these files too, in place of those of an earlier call. Absolute paths; they need not exist. Of one that is
    /// a symbolic link, the file at its end is watched as well; what is in `ignoring` stays ignored.
    ///
    /// Does not wait. Each file that was not in the set before is reported once when it is under watch, since it may have
    /// changed after it was read and before that.
    package func alsoWatch(_ files: Set<String>) {
        InotifyThread.running?.setFiles(files, of: id)
    }

    /// Ends `changes`.
    package func stop() {
        InotifyThread.running?.remove(id)
        pending.finish()
    }

    deinit {
        stop()
    }
}

/// What changed since the last batch.
package struct FileChanges: Sendable, Equatable {
    /// Files and folders that were written, made, moved or removed.
    package var paths: Set<String> = []
    /// Why events may be missing, so that everything should be read again; absent when none are.
    package var rescan: RescanReason?

    package enum RescanReason: String, Sendable {
        /// The kernel's event queue was full (`fs.inotify.max_queued_events`).
        case queueOverflow
        /// No more folders can be watched (`fs.inotify.max_user_watches`). Said once; from then on changes are found by
        /// looking at the files every second, until all folders can be watched again.
        case watchLimit
    }

    package init(paths: Set<String> = [], rescan: RescanReason? = nil) {
        self.paths = paths
        self.rescan = rescan
    }

    var isEmpty: Bool { paths.isEmpty && rescan == nil }

    mutating func join(_ other: FileChanges) {
        paths.formUnion(other.paths)
        rescan = other.rescan ?? rescan
    }
}

/// Why nothing can be watched.
package enum WatchFailure: Error, Sendable, Equatable {
    /// inotify gives no instance: `fs.inotify.max_user_instances` is reached, or there is no inotify.
    case noInstance(code: Int32)
    /// No file can be made in the folder for temporary files, which the watching thread needs for itself.
    case noWakeFile(code: Int32)
}
