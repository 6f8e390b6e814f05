import CInotifyTools
import Glibc

/// The folders under watch and their watch descriptors. Used on the watching thread only.
///
/// libinotifytools finds a descriptor by the folder's name, one name each, and never forgets the name of a folder that was
/// deleted. So each watch is placed under a spelling of its own (see `spelling(of:)`), and the plain names are kept here.
struct WatchTable {
    /// What is heard of a folder.
    enum Coverage: Int32, Comparable {
        /// Only that it was removed or moved itself.
        case itself
        /// Also what happens to its entries.
        case entries

        static func < (left: Coverage, right: Coverage) -> Bool { left.rawValue < right.rawValue }

        fileprivate var events: Int32 {
            let itself = IN_DELETE_SELF | IN_MOVE_SELF | WatchTable.onlyFolders | WatchTable.addToMask
            switch self {
            case .itself: return itself
            case .entries:
                return itself | IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM
                    | IN_MOVED_TO | WatchTable.notUnlinked
            }
        }
    }

    /// What came of placing a watch.
    enum Placement: Equatable {
        case placed(Int32)
        /// There is no such folder, or it may not be read.
        case refused
        /// `fs.inotify.max_user_watches` is reached.
        case limitReached
    }

    private var descriptors: [String: (descriptor: Int32, coverage: Coverage)] = [:]
    private var folders: [Int32: Set<String>] = [:]
    private var placed: UInt32 = 0
    private let place: (_ spelling: String, Coverage) -> Placement
    /// Whether the kernel has refused a watch since the table was last whole.
    private(set) var reachedLimit = false

    // Flags whose C constants are unsigned and not imported as `Int32`.
    private static let onlyFolders: Int32 = 0x0100_0000
    private static let notUnlinked: Int32 = 0x0400_0000
    /// A folder may have two names, and the second watch must not take from the first.
    private static let addToMask: Int32 = 0x2000_0000

    init(place: @escaping (_ spelling: String, Coverage) -> Placement = Self.placeByInotify) {
        self.place = place
    }

    /// The default way to place a watch: libinotifytools.
    static func placeByInotify(_ spelling: String, _ coverage: Coverage) -> Placement {
        guard inotifytools_watch_file(spelling, coverage.events) != 0 else {
            return inotifytools_error() == ENOSPC ? .limitReached : .refused
        }
        // The library adds a slash to a folder's name.
        let descriptor = inotifytools_wd_from_filename(spelling + "/")
        return descriptor > 0 ? .placed(descriptor) : .refused
    }

    /// Puts a watch on one folder. False if it is gone or the limit is reached.
    @discardableResult
    mutating func watch(_ folder: String, _ coverage: Coverage = .entries) -> Bool {
        if let known = descriptors[folder], known.coverage >= coverage { return true }
        switch place(spelling(of: folder), coverage) {
        case .limitReached:
            reachedLimit = true
            return false
        case .refused:
            return false
        case .placed(let descriptor):
            forget(folder)
            descriptors[folder] = (descriptor, coverage)
            folders[descriptor, default: []].insert(folder)
            return true
        }
    }

    /// Forgets a folder and those below it, which were removed or moved away.
    ///
    /// Their watches are left to the kernel, which drops those of deleted folders by itself: the library complains aloud
    /// when it is told to remove one that is gone.
    mutating func forget(below folder: String) {
        for name in descriptors.keys where name.isAtOrBelow(folder) { forget(name) }
    }

    /// Forgets all, so that each folder is watched anew: after events were lost nobody knows which watches still stand.
    /// One that stands keeps its descriptor.
    mutating func forgetAll() {
        descriptors = [:]
        folders = [:]
        reachedLimit = false
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
        for name in folders.removeValue(forKey: descriptor) ?? [] where descriptors[name]?.descriptor == descriptor {
            descriptors[name] = nil
        }
    }

    /// Starts a new count of refusals, before all folders are gone through again.
    mutating func clearLimit() { reachedLimit = false }

    /// Forgets one name, and returns the descriptor that it stood for.
    @discardableResult
    private mutating func forget(_ folder: String) -> Int32? {
        guard let descriptor = descriptors.removeValue(forKey: folder)?.descriptor else { return nil }
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
