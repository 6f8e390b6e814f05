import Glibc

/// What a folder or a file is, under whatever name.
struct FileIdentity: Hashable {
    private let device: UInt
    private let inode: UInt

    /// Absent if there is no folder of this name; links are followed.
    init?(ofFolder path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}

/// Looks at the disk, without watching it.
enum FolderReading {
    /// The names in a folder, without `.` and `..`; none if it cannot be read.
    static func entries(of folder: String) -> [String] {
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

    /// The file at the end of a symbolic link; absent if the path is no link or does not lead to a file.
    static func target(ofLink path: String) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, stat(path, &status) == 0,
            status.st_mode & S_IFMT == S_IFREG, let resolved = realpath(path, nil)
        else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// How the files of a scope looked at one moment, for finding changes where no watch can be placed.
struct FileSnapshot: Equatable {
    private struct Stamp: Equatable {
        var inode: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    private var stamps: [String: Stamp] = [:]

    init(of scope: WatchScope) {
        var waiting = [scope.root]
        var visited: Set<FileIdentity> = []
        while let folder = waiting.popLast() {
            guard !scope.isIgnored(folder), let identity = FileIdentity(ofFolder: folder),
                visited.insert(identity).inserted
            else { continue }
            for name in FolderReading.entries(of: folder) {
                let path = folder.appending(entry: name)
                waiting.append(path)
                add(path, in: scope)
            }
        }
        for file in scope.files { add(file, in: scope) }
    }

    /// The files that are not the same in both, or are in one only.
    func paths(differingFrom other: FileSnapshot) -> Set<String> {
        var paths: Set<String> = []
        for (path, stamp) in stamps where other.stamps[path] != stamp { paths.insert(path) }
        for path in other.stamps.keys where stamps[path] == nil { paths.insert(path) }
        return paths
    }

    private mutating func add(_ path: String, in scope: WatchScope) {
        var status = stat()
        guard scope.includes(path), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        stamps[path] = Stamp(
            inode: UInt(status.st_ino), size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec)
    }
}
