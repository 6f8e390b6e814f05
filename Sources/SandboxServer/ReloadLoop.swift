import FileWatching
import ServiceLifecycle

/// Deploys again whenever the definition's files change.
struct ReloadLoop: Service {
    let watcher: FileWatcher
    let deployment: Deployment
    let events: EventStream
    /// Told after each deployment, with the definition in force.
    let deployed: @Sendable () async -> Void

    func run() async throws {
        watcher.alsoWatch(await deployment.filesElsewhere)
        for await changes in watcher.changes.cancelOnGracefulShutdown() {
            if let reason = changes.rescan { events.publish(.trouble(reason.explanation)) }
            do {
                if try await deployment.deploy() == .deployed { await deployed() }
            } catch {
                events.publish(.trouble("the definition could not be put in force: \(error)"))
            }
            watcher.alsoWatch(await deployment.filesElsewhere)
        }
        watcher.stop()
    }
}

extension FileChanges.RescanReason {
    fileprivate var explanation: String {
        switch self {
        case .queueOverflow:
            "more files changed than the system's event queue holds; everything was read again"
        case .watchLimit:
            "no more folders can be watched (fs.inotify.max_user_watches); looking for changes every second instead"
        }
    }
}
