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
    /// Pieces of files, one after the other. The first one is open already.
    case files([FileSlice])

    /// All bytes in memory, for bodies that are known to be small and for tests.
    package func collect() async throws -> ByteBuffer { fatalError("in preparation") }
}

/// A piece of a blob's file. It keeps the blob from being removed.
package struct FileSlice: Sendable {
    package var offset: Int
    package var count: Int

    /// Opens the file. Throws ``StoreFault/damagedBody(_:detail:)`` when the file is not what was written.
    package func open() async throws -> OpenFile { fatalError("in preparation") }
}

/// An open file. It is closed when the value goes away.
package final class OpenFile: Sendable {
    package let descriptor: CInt

    init(descriptor: CInt) { self.descriptor = descriptor }
}
