import Glibc

/// The few questions this target asks the file system. Paths are absolute.
enum FileSystem {
    enum Kind {
        case file
        case folder
        /// A pipe, a device, a socket.
        case other
    }

    /// What a path leads to, symbolic links followed; nil when there is nothing.
    static func kind(of path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return kind(status)
    }

    private static func kind(_ status: stat) -> Kind {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        default: .other
        }
    }

    enum ReadFault: Error, Hashable {
        case missing
        case notPermitted
        case notAFile(Kind)
        case tooLarge(sizeInBytes: Int)
        /// Another failure, by the system's words.
        case failed(String)

        /// A clause, lower case.
        var reason: String {
            switch self {
            case .missing: "it does not exist"
            case .notPermitted: "reading it is not permitted"
            case .notAFile(.folder): "it is a folder"
            case .notAFile: "it is no regular file"
            case .tooLarge(let size):
                "it has \(size) bytes, and \(FileSystem.largestFileInBytes) is the most that is read"
            case .failed(let words): words
            }
        }
    }

    /// Files of a definition are small; the largest seen in the wild had 72 kB.
    static let largestFileInBytes = 4 << 20

    /// The content of a regular file of bounded size. Never blocks on pipes.
    static func contents(ofFile path: String) throws(ReadFault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault(errno) }
        let kind = kind(status)
        guard kind == .file else { throw .notAFile(kind) }
        guard status.st_size <= largestFileInBytes else { throw .tooLarge(sizeInBytes: Int(status.st_size)) }
        return try contents(of: descriptor, expectedSizeInBytes: Int(status.st_size))
    }

    /// Reads to the end, as the file may have grown or shrunk since it was looked at.
    private static func contents(of descriptor: Int32, expectedSizeInBytes: Int) throws(ReadFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: expectedSizeInBytes + 1)
        var length = 0
        while true {
            let capacity = bytes.count - length
            let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + length, capacity) }
            if count < 0 {
                if errno == EINTR { continue }
                throw fault(errno)
            }
            if count == 0 { break }
            length += count
            if length == bytes.count {
                guard length <= largestFileInBytes else { throw .tooLarge(sizeInBytes: length) }
                bytes.append(contentsOf: repeatElement(0, count: length))
            }
        }
        bytes.removeLast(bytes.count - length)
        return bytes
    }

    private static func fault(_ code: Int32) -> ReadFault {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .notPermitted
        case ELOOP: .failed("its symbolic links lead in a circle")
        default: .failed(String(cString: strerror(code)).lowercased())
        }
    }

    /// The names in a folder, sorted by their bytes; nil when it cannot be read.
    static func entries(ofFolder path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder), names.count < 10_000 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The path without symbolic links; nil when it leads nowhere.
    static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
