import Glibc

/// The system's file calls, repeated when interrupted, their errors told as ``StoreFault``.
///
/// They block: for the file threads, except where a comment at the caller says why not.
enum FileCalls {
    static func open(_ path: String, _ flags: CInt, mode: mode_t = 0o600) throws(StoreFault) -> CInt {
        try check(path) { Glibc.open(path, flags | O_CLOEXEC, mode) }
    }

    /// Not repeated when interrupted: the descriptor is gone either way.
    static func close(_ descriptor: CInt) {
        _ = Glibc.close(descriptor)
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt) throws(StoreFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = try check("blob") { Glibc.write(descriptor, part.baseAddress, part.count) }
            rest = rest.dropFirst(count)
        }
    }

    /// Fills the buffer from a place in the file, as far as the file goes; the number of bytes read.
    static func read(
        into buffer: UnsafeMutableRawBufferPointer, from descriptor: CInt, at offset: Int
    ) throws(StoreFault) -> Int {
        var count = 0
        while count < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
            let step = try check("blob") { pread(descriptor, rest.baseAddress, rest.count, off_t(offset + count)) }
            guard step > 0 else { break }
            count += step
        }
        return count
    }

    static func sync(_ descriptor: CInt) throws(StoreFault) {
        _ = try check("blob") { fsync(descriptor) }
    }

    /// Makes the names in a folder durable.
    static func syncFolder(_ path: String) throws(StoreFault) {
        let descriptor = try open(path, O_RDONLY | O_DIRECTORY)
        defer { close(descriptor) }
        try sync(descriptor)
    }

    static func rename(_ old: String, to new: String) throws(StoreFault) {
        _ = try check(new) { Glibc.rename(old, new) }
    }

    /// Removes a file; one that is not there is fine.
    static func unlink(_ path: String) throws(StoreFault) {
        guard Glibc.unlink(path) != 0 else { return }
        let code = errno
        if code != ENOENT { throw fault(path, code) }
    }

    /// Makes a folder; false when it is there already.
    @discardableResult
    static func makeFolder(_ path: String) throws(StoreFault) -> Bool {
        guard mkdir(path, 0o700) != 0 else { return true }
        let code = errno
        if code == EEXIST { return false }
        throw fault(path, code)
    }

    /// The names in a folder, without `.` and `..`.
    static func names(in path: String) throws(StoreFault) -> [String] {
        guard let stream = opendir(path) else { throw fault(path, errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// What tells whether a file is still the one that was written.
    struct Identity: Equatable {
        var size: Int
        /// Nanoseconds since 1970 of the last change of content, name or rights. No program can set it back.
        var changedAt: Int
    }

    static func identity(of descriptor: CInt) throws(StoreFault) -> Identity {
        var status = stat()
        _ = try check("blob") { fstat(descriptor, &status) }
        return Identity(
            size: Int(status.st_size),
            changedAt: Int(status.st_ctim.tv_sec) * 1_000_000_000 + Int(status.st_ctim.tv_nsec))
    }

    private static func check<Count: SignedInteger>(_ path: String, _ call: () -> Count) throws(StoreFault) -> Count {
        while true {
            let result = call()
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { throw fault(path, code) }
        }
    }

    static func fault(_ path: String, _ code: CInt) -> StoreFault {
        switch code {
        case ENOSPC, EDQUOT: .storageFull
        case EACCES, EPERM, EROFS: .storageInaccessible("`\(path)`: \(String(cString: strerror(code)))")
        default: .storageFailed("`\(path)`: \(String(cString: strerror(code)))")
        }
    }
}

extension FileCalls {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
