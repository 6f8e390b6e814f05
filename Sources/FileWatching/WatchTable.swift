import CInotifyTools
import Glibc

/// The folders under watch and their watch descriptors. Used on the watching thread only.
///
/// libinotifytools finds a descriptor by the folder's name, one name each, and never forgets the name of a folder that was
/// deleted. So each watch is placed under a spelling of its own (see `spelling(of:)`), and the plain names are kept here.
struct WatchTable {
    private var descriptors: [String: Int32] = [:]
    private var folders: [Int32: Set<String>] = [:]
    private var placed: UInt32 = 0
    /// Whether the kernel has refused a watch (`ENOSPC`) since the table was last whole.
    private(set) var reachedLimit = false

    private static let events =
        IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
        | IN_MOVE_SELF | IN_EXCL_UNLINK_FLAG | IN_ONLYDIR_FLAG
    /// Flags beyond the range of the imported integer constants.
    private static let IN_ONLYDIR_FLAG: Int32 = 0x0100_0000
    private static let IN_EXCL_UNLINK_FLAG: Int32 = 0x0400_0000

    var isEmpty: Bool { descriptors.isEmpty }

    func isWatched(_ folder: String) -> Bool { descriptors[folder] != nil }

    /// Puts a watch on one folder. False if it is gone or the limit is reached.
    @discardableResult
    mutating func watch(_ folder: String) -> Bool {
        guard descriptors[folder] == nil else { return true }
        let name = spelling(of: folder)
        guard inotifytools_watch_file(name, Self.events) != 0 else {
            if inotifytools_error() == ENOSPC { reachedLimit = true }
            return false
        }
        // The library adds a slash to a folder's name.
        let descriptor = inotifytools_wd_from_filename(name + "/")
        guard descriptor > 0 else { return false }
        descriptors[folder] = descriptor
        folders[descriptor, default: []].insert(folder)
        return true
    }

    /// Forgets a folder and those below it, which were removed or moved away.
    ///
    /// Their watches are left to the kernel, which drops those of deleted folders by itself: the library complains aloud
    /// when it is told to remove one that is gone.
    mutating func forget(below folder: String) {
        for name in descriptors.keys where name == folder || name.hasPrefix(folder + "/") { forget(name) }
    }

    /// Takes the watches off all folders that `isWanted` turns down.
    mutating func keep(where isWanted: (String) -> Bool) {
        for name in descriptors.keys where !isWanted(name) {
            guard let descriptor = forget(name), folders[descriptor] == nil, access(name, F_OK) == 0 else { continue }
            inotifytools_remove_watch_by_wd(descriptor)
        }
    }

    /// The names of the folder an event came from.
    func names(of descriptor: Int32) -> Set<String> { folders[descriptor] ?? [] }

    /// Forgets a descriptor that the kernel has taken back (`IN_IGNORED`).
    mutating func forget(_ descriptor: Int32) {
        for name in folders.removeValue(forKey: descriptor) ?? [] where descriptors[name] == descriptor {
            descriptors[name] = nil
        }
    }

    /// Starts a new count of refusals, before all folders are gone through again.
    mutating func clearLimit() { reachedLimit = false }

    /// Forgets one name, and returns the descriptor that it stood for.
    @discardableResult
    private mutating func forget(_ folder: String) -> Int32? {
        guard let descriptor = descriptors.removeValue(forKey: folder) else { return nil }
        folders[descriptor]?.remove(folder)
        if folders[descriptor]?.isEmpty == true { folders[descriptor] = nil }
        return descriptor
    }

    /// The folder's name with a tail that means the folder itself and was not used before: a number whose binary digits
    /// are `/.` and `//.`.
    private mutating func spelling(of folder: String) -> String {
        placed += 1
        let tail = String(placed, radix: 2).map { $0 == "0" ? "/." : "//." }.joined()
        return (folder == "/" ? "" : folder) + tail
    }
}
