import FoundationEssentials
import Glibc

/// The folder that holds one sandbox's state, `sandbox-data/<identifier>`, and the lock that says who runs on it.
///
/// Layout: `metadata.sqlite`, `blobs/`, `keys/`, `deployment.json`, and while a sandbox runs `endpoint.json`.
package struct DataFolder: Sendable, Hashable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Private keys and the administrator's key; readable by the owner only.
    package var keys: String { path + "/keys" }
    package var blobs: String { path + "/blobs" }
    package var endpointFile: String { path + "/endpoint.json" }
    package var deploymentFile: String { path + "/deployment.json" }
    private var lockFile: String { path + "/lock" }

    /// Makes the folder and `keys/`, readable by their owner only.
    package func create() throws(StartFailure) {
        for folder in [path, keys] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw .dataFolder(path: folder, reason: String(describing: error))
            }
        }
    }

    /// Takes the folder for this process; the lock ends with the returned value or with the process.
    package func lock() throws(StartFailure) -> Lock {
        let descriptor = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .dataFolder(path: lockFile, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = holder(descriptor)
            close(descriptor)
            throw .folderInUse(path: path, holder: holder)
        }
        let pid = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, pid, pid.count, 0)
        return Lock(descriptor: descriptor)
    }

    /// The process id written by whoever holds the lock; absent if it has not been written yet.
    private func holder(_ descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
    }

    /// A held lock. The file stays; what counts is the kernel's lock on it, which a killed process loses.
    package final class Lock: Sendable {
        private let descriptor: Int32

        fileprivate init(descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit {
            close(descriptor)
        }
    }
}
