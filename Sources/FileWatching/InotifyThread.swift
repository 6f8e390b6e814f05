import CInotifyTools
import Glibc
import Synchronization

/// The one thread that talks to libinotifytools, for all watchers of the process.
///
/// It blocks in `inotifytools_next_event`; commands from other threads are queued and the thread is woken by touching a
/// file of its own that it watches as well.
final class InotifyThread: Sendable {
    private struct Command: Sendable {
        var run: @Sendable (inout WatchingState) -> Void
    }

    private let commands = Mutex<[Command]>([])
    private let wakePath: String
    private let wakeDescriptor: Int32

    private static let instance = Mutex<InotifyThread?>(nil)

    /// The thread, if a watcher has started it.
    static var running: InotifyThread? { instance.withLock { $0 } }

    /// The thread, started by the first call.
    static func shared() throws(WatchFailure) -> InotifyThread {
        let result = instance.withLock { instance -> Result<InotifyThread, WatchFailure> in
            if let instance { return .success(instance) }
            guard let path = makeWakeFile(), inotifytools_initialize() != 0 else {
                return .failure(.noInstance(code: Int32(inotifytools_error())))
            }
            guard inotifytools_watch_file(path, IN_ATTRIB) != 0 else {
                return .failure(.noInstance(code: Int32(inotifytools_error())))
            }
            let thread = InotifyThread(wakePath: path, wakeDescriptor: inotifytools_wd_from_filename(path))
            instance = thread
            thread.start()
            return .success(thread)
        }
        return try result.get()
    }

    private init(wakePath: String, wakeDescriptor: Int32) {
        self.wakePath = wakePath
        self.wakeDescriptor = wakeDescriptor
    }

    /// Adds a watcher and returns its number, once its folders are under watch.
    func add(_ scope: WatchScope, pending: PendingChanges) -> Int {
        let id = Self.nextID.add(1, ordering: .relaxed).newValue
        sendAndWait { $0.add(Subscription(id: id, scope: scope, pending: pending)) }
        return id
    }

    /// Returns once the files' folders are under watch.
    func setFiles(_ files: Set<String>, of id: Int) {
        sendAndWait { $0.setFiles(files, of: id) }
    }

    func remove(_ id: Int) {
        send { $0.remove(id) }
    }

    private static let nextID = Atomic(0)

    private func sendAndWait(_ command: @escaping @Sendable (inout WatchingState) -> Void) {
        let done = DispatchFreeSemaphore()
        send { state in
            command(&state)
            done.signal()
        }
        done.wait()
    }

    private func send(_ command: @escaping @Sendable (inout WatchingState) -> Void) {
        commands.withLock { $0.append(Command(run: command)) }
        touchWakeFile()
    }

    private func touchWakeFile() {
        utimensat(AT_FDCWD, wakePath, nil, 0)
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
        while true {
            // With the watch limit reached nothing may ever be heard of some folders: look every second.
            let seconds = state.isLimited ? 1 : -1
            guard let event = inotifytools_next_event(seconds) else {
                if inotifytools_error() == 0 { state.deliver(rescan: .watchLimit) }
                runCommands(&state)
                continue
            }
            state.take(event.pointee, name: nameOfEntry(event))
            gather(&state)
            runCommands(&state)
            state.deliver()
        }
    }

    /// Takes what else arrives until there has been quiet for a moment, but not for ever.
    private func gather(_ state: inout WatchingState) {
        let pauseInMicroseconds: UInt32 = 1000
        let quietPauses = 2
        let mostPauses = 100
        var quiet = 0
        for _ in 0..<mostPauses where quiet < quietPauses && state.hasChanges {
            usleep(pauseInMicroseconds)
            quiet = drain(&state) ? 0 : quiet + 1
        }
    }

    /// Takes the events that wait, and returns whether there were any.
    ///
    /// The library cannot be asked for an event without waiting. The kernel keeps events in order, so a touch of the wake
    /// file marks the end of what waits now; only an overflow could swallow the mark, and ends the round too.
    private func drain(_ state: inout WatchingState) -> Bool {
        touchWakeFile()
        var heard = false
        while let event = inotifytools_next_event(1), event.pointee.wd != wakeDescriptor {
            state.take(event.pointee, name: nameOfEntry(event))
            heard = true
            if event.pointee.mask & UInt32(IN_Q_OVERFLOW) != 0 { break }
        }
        return heard
    }

    private func runCommands(_ state: inout WatchingState) {
        let waiting = commands.withLock { commands in
            defer { commands = [] }
            return commands
        }
        for command in waiting { command.run(&state) }
    }

    /// An empty file that exists only to be touched.
    private static func makeWakeFile() -> String? {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/sandbox-watch-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        close(descriptor)
        return template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }  // mkstemp keeps it terminated.
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
