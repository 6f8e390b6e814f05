import Glibc

/// A regular file open for reading, closed when nobody holds it any more.
package final class OpenFile: Sendable {
    package let descriptor: CInt
    package let lengthInBytes: Int
    /// Nanoseconds since 1970.
    let modificationTime: Int

    /// Takes the descriptor over; nil, with the descriptor closed, if it is not one of a regular file.
    init?(owning descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        lengthInBytes = Int(status.st_size)
        modificationTime = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }

    deinit { close(descriptor) }
}
