import CInotifyTools
import Glibc
import Synchronization

/// The one thread that talks to libinotifytools, for all watchers of the process.
///
/// It blocks in `inotifytools_next_event`; commands from other threads are queued and the thread is woken by touching a
/// file of its own that it watches as well. The file has no name any more, so nothing is left behind and nobody can remove
/// it.
final class InotifyThread: Sendable {
    typealias Command = @Sendable (inout WatchingState) -> Void

    private let commands = Mutex<[Command]>([])
    private let wakeFile: Int32
    private let wakeDescriptor: Int32

    private static let instance = Mutex<InotifyThread?>(nil)

    /// The thread, if a watcher has started it.
    static var running: InotifyThread? { instance.withLock { $0 } }

    /// The thread, started by the first call.
    static func shared() throws(WatchFailure) -> InotifyThread {
        let result = instance.withLock { instance -> Result<InotifyThread, WatchFailure> in
            if let instance { return .success(instance) }
            guard inotifytools_initialize() != 0 else {
                return .failure(.noInstance(code: Int32(inotifytools_error())))
            }
            guard let (file, path) = makeWakeFile() else { return .failure(.noWakeFile(code: errno)) }
            defer { unlink(path) }
            guard inotifytools_watch_file(path, IN_ATTRIB) != 0 else {
                close(file)
                return .failure(.noInstance(code: Int32(inotifytools_error())))
            }
            let thread = InotifyThread(wakeFile: file, wakeDescriptor: inotifytools_wd_from_filename(path))
            instance = thread
            thread.start()
            return .success(thread)
        }
        return try result.get()
    }

    private init(wakeFile: Int32, wakeDescriptor: Int32) {
        self.wakeFile = wakeFile
        self.wakeDescriptor = wakeDescriptor
    }

    /// Adds a watcher and returns its number, once its folders are under watch.
    func add(_ scope: WatchScope, pending: PendingChanges) -> Int {
        let ready = DispatchFreeSemaphore()
        let id = Self.nextID.add(1, ordering: .relaxed).newValue
        send { state in
            state.add(Subscription(id: id, scope: scope, pending: pending))
            ready.signal()
        }
        ready.wait()
        return id
    }

    func setFiles(_ files: Set<String>, of id: Int) {
        send { $0.setFiles(files, of: id) }
    }

    func remove(_ id: Int) {
        send { $0.remove(id) }
    }

    private static let nextID = Atomic(0)

    /// Has a command carried out on the thread, after those sent before.
    func send(_ command: @escaping Command) {
        commands.withLock { $0.append(command) }
        touchWakeFile()
    }

    private func touchWakeFile() {
        futimens(wakeFile, nil)
    }

    private func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(&thread, nil, inotifyThreadMain, context)
        precondition(code == 0, "no thread for watching files")
        pthread_detach(thread)
    }

    fileprivate func main() {
        var state = WatchingState()
        var lastLook = secondsNow()
        while true {
            if state.hasChanges {
                // A burst goes on for a while; see `WatchingState.deliverWhatIsQuiet`.
                usleep(Self.pauseInMicroseconds)
                drain(&state)
            } else if let event = inotifytools_next_event(state.isLimited ? 1 : -1) {
                state.take(event.pointee, name: nameOfEntry(event))
            }
            runCommands(&state)
            // With the watch limit reached nothing may ever be heard of some folders: look every second.
            if state.isLimited, secondsNow() > lastLook {
                state.compareWithDisk()
                lastLook = secondsNow()
            }
            state.deliverWhatIsQuiet()
        }
    }

    private static let pauseInMicroseconds: UInt32 = 1000

    /// Whole seconds of the clock that never goes back.
    private func secondsNow() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }

    /// Takes the events that wait.
    ///
    /// The library cannot be asked for an event without waiting. The kernel keeps events in order, so a touch of the wake
    /// file marks the end of what waits now; only an overflow could swallow the mark, and ends the round too.
    private func drain(_ state: inout WatchingState) {
        touchWakeFile()
        while let event = inotifytools_next_event(1), event.pointee.wd != wakeDescriptor {
            state.take(event.pointee, name: nameOfEntry(event))
            if event.pointee.mask & UInt32(IN_Q_OVERFLOW) != 0 { break }
        }
    }

    private func runCommands(_ state: inout WatchingState) {
        let waiting = commands.withLock { commands in
            defer { commands = [] }
            return commands
        }
        for command in waiting { command(&state) }
    }

    /// An empty file that exists only to be touched, open, and its name for as long as it has one.
    private static func makeWakeFile() -> (descriptor: Int32, path: String)? {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/sandbox-watch-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // mkstemp keeps it terminated.
        return (descriptor, template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
    }
}

private func inotifyThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<InotifyThread>.fromOpaque(context).takeUnretainedValue().main()
    return nil
}

/// The entry of the folder that an event speaks of; empty when it speaks of the folder itself.
private func nameOfEntry(_ event: UnsafeMutablePointer<inotify_event>) -> String {
    guard event.pointee.len > 0 else { return "" }
    let name = UnsafeRawPointer(event).advanced(by: MemoryLayout<inotify_event>.size)
    return String(cString: name.assumingMemoryBound(to: CChar.self))
}

/// Lets one thread wait for another once.
private final class DispatchFreeSemaphore: Sendable {
    // A pointer, since a semaphore must not move; freed with the object, when nobody can wait any more.
    private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }
    func signal() { sem_post(semaphore) }
    func wait() { while sem_wait(semaphore) != 0 {} }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }
}
