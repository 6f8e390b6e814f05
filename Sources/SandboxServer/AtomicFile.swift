import FoundationEssentials
import Glibc

/// Replaces a file's content as a whole: readers see the old bytes or the new ones, never a part.
struct AtomicFile {
    let path: String
    var mode: mode_t = 0o644

    /// Writes by temporary file and rename, and only if the content differs. Returns whether it wrote.
    func replace(with bytes: [UInt8]) throws -> Bool {
        if let current = FileManager.default.contents(atPath: path), current.elementsEqual(bytes) { return false }
        let temporary = path + ".\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw WriteFailure(path: path, code: errno) }
        do {
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw WriteFailure(path: path, code: errno) }
            close(descriptor)
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let failure = WriteFailure(path: path, code: errno)
            unlink(temporary)
            throw failure
        }
        return true
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw WriteFailure(path: path, code: errno) }
            written += count
        }
    }
}

/// A file that could not be written.
struct WriteFailure: Error, CustomStringConvertible {
    let path: String
    let code: Int32

    var description: String { "cannot write `\(path)`: \(String(cString: strerror(code)))" }
}
