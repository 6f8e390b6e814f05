import Glibc
import OpenSSL

/// The folder of the sandbox's secrets: small files that only their owner may read.
///
/// Invariant: a file, once there, is whole; it is never changed, only removed.
package struct KeyFolder: Sendable {
    /// Larger than any key.
    private static let longestFile = 1 << 20

    package let path: String

    /// Makes the folder if it is missing. Throws a ``KeyFolderFault``.
    package init(path: String) throws {
        self.path = path
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw KeyFolderFault.current("create", path) }
    }

    /// The secret of this name, which is made and kept if there is none. If two make it at once, both get the first.
    package func secret(named name: String, initially make: () throws -> [UInt8]) throws -> [UInt8] {
        if let secret = try secret(named: name) { return secret }
        try store(try make(), as: name)
        guard let secret = try secret(named: name) else { throw KeyFolderFault.current("read", file(name)) }
        return secret
    }

    /// The secret of this name, if there is one.
    package func secret(named name: String) throws -> [UInt8]? {
        let descriptor = open(file(name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw KeyFolderFault.current("read", file(name))
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.longestFile)
        var length = 0
        while length < bytes.count {
            let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + length, $0.count - length) }
            if count == 0 { break }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw KeyFolderFault.current("read", file(name)) }
            length += count
        }
        return Array(bytes.prefix(length))
    }

    /// Keeps a secret unless there is one of this name already.
    package func store(_ secret: [UInt8], as name: String) throws {
        let temporary = file(".\(name).\(Randomness.hexadecimal(byteCount: 8))")
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw KeyFolderFault.current("write", temporary) }
        defer { unlink(temporary) }
        do {
            defer { close(descriptor) }
            try Self.write(secret, to: descriptor, path: temporary)
        }
        // A link, unlike a rename, leaves a file alone that another has made meanwhile.
        guard link(temporary, file(name)) == 0 || errno == EEXIST else {
            throw KeyFolderFault.current("write", file(name))
        }
        try synchronizeFolder()
    }

    /// The names of all secrets, sorted.
    package func names() throws -> [String] {
        guard let folder = opendir(path) else { throw KeyFolderFault.current("list", path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Does nothing if there is none of this name.
    package func remove(_ name: String) throws {
        guard unlink(file(name)) == 0 || errno == ENOENT else { throw KeyFolderFault.current("remove", file(name)) }
        try synchronizeFolder()
    }

    private func file(_ name: String) -> String {
        precondition(!name.contains("/") && !name.isEmpty, "the name of a secret is no path")
        return path + "/" + name
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw KeyFolderFault.current("write", path) }
            done += count
        }
        guard fsync(descriptor) == 0 else { throw KeyFolderFault.current("write", path) }
    }

    private func synchronizeFolder() throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw KeyFolderFault.current("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw KeyFolderFault.current("write", path) }
    }
}

/// The operating system refused a file of the key folder.
package struct KeyFolderFault: Error, Hashable, Sendable, CustomStringConvertible {
    package var operation: String
    package var path: String
    package var code: Int32

    package var description: String { "cannot \(operation) `\(path)`: \(String(cString: strerror(code)))" }

    static func current(_ operation: String, _ path: String) -> KeyFolderFault {
        KeyFolderFault(operation: operation, path: path, code: errno)
    }
}
