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
        var elsewhere: Set<String> = []
        await follow(&elsewhere)
        for await changes in watcher.changes.cancelOnGracefulShutdown() {
            if let reason = changes.rescan { events.publish(.trouble(reason.explanation)) }
            await deploy()
            await follow(&elsewhere)
        }
        watcher.stop()
    }

    /// Watches the files outside `amplify/` that the definition depends on now. One that changed after it was read and
    /// before it was watched is found by looking once more; what has not changed costs only the reading.
    private func follow(_ elsewhere: inout Set<String>) async {
        while case let files = await deployment.filesElsewhere, files != elsewhere {
            elsewhere = files
            watcher.alsoWatch(files)
            await deploy()
        }
    }

    private func deploy() async {
        do {
            if try await deployment.deploy() == .deployed { await deployed() }
        } catch {
            events.publish(.trouble("the definition could not be put in force: \(error)"))
        }
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
