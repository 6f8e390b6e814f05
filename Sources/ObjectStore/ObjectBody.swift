package import NIOCore

/// A version's bytes, opened for delivery.
package struct OpenObject: Sendable {
    package var version: ObjectVersion
    /// The part of the object that `body` holds.
    package var range: Range<Int>
    package var body: ObjectBody
}

/// Bytes to deliver.
package enum ObjectBody: Sendable {
    case bytes(ByteBuffer)
    /// Pieces of files, one after the other.
    case files([FileSlice])

    /// All bytes in memory, for bodies that are known to be small and for tests. Blocks a little.
    package func collect() async throws -> ByteBuffer {
        switch self {
        case .bytes(let buffer): return buffer
        case .files(let slices):
            var buffer = ByteBuffer()
            for slice in slices {
                let file = try await slice.open()
                var offset = slice.offset
                while offset < slice.offset + slice.count {
                    offset += try file.read(
                        into: &buffer, from: offset, count: min(slice.offset + slice.count - offset, 1 << 20))
                }
            }
            return buffer
        }
    }
}

/// A piece of a blob's file. The blob stays while there is such a value, even when its object is deleted.
package struct FileSlice: Sendable {
    package let offset: Int
    package let count: Int
    private let lease: BlobLease
    private let opened: OpenFile?

    init(offset: Int, count: Int, lease: BlobLease, opened: OpenFile?) {
        self.offset = offset
        self.count = count
        self.lease = lease
        self.opened = opened
    }

    /// Opens the file. Throws ``StoreFault/damagedBody(_:detail:)`` when the file is not what was written.
    ///
    /// The first slice of a body is open already: what is wrong with it shows before the answer begins.
    package func open() async throws -> OpenFile {
        if let opened { return opened }
        return try await lease.open()
    }

    /// The same slice with its file open.
    func opened() async throws -> FileSlice {
        FileSlice(offset: offset, count: count, lease: lease, opened: try await open())
    }
}

/// An open file. It is closed when the last reference goes.
package final class OpenFile: Sendable {
    package let descriptor: CInt

    init(descriptor: CInt) { self.descriptor = descriptor }

    deinit { FileCalls.close(descriptor) }

    /// Reads bytes at a place; at least one. Blocks.
    package func read(into buffer: inout ByteBuffer, from offset: Int, count: Int) throws -> Int {
        let read = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { space in
            let part = UnsafeMutableRawBufferPointer(rebasing: space[..<count])
            return try FileCalls.read(into: part, from: descriptor, at: offset)
        }
        guard read > 0 else { throw StoreFault.storageFailed("a blob's file ends before its bytes") }
        return read
    }
}
