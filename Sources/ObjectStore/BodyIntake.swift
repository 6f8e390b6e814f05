package import NIOCore

/// Receives one body: in memory while it is small, in a temporary file beyond that.
///
/// One task calls it, one call after the other. Digests are computed while the bytes come in, on other threads.
package final class BodyIntake: Sendable {
    /// Takes the next bytes. Waits when the disk or the digests are behind.
    package func append(_ bytes: ByteBuffer) async throws { fatalError("in preparation") }

    /// Takes the bytes that are still under way and ends the digests. Call it once; nothing is visible yet.
    package func finish() async throws -> ReceivedBody { fatalError("in preparation") }

    /// Gives up the body. Also happens by itself when the intake goes away unfinished.
    package func abort() { fatalError("in preparation") }
}

/// A body that came in whole and belongs to no object yet.
///
/// Compare its digests with what was announced, then give it to the store. A body that is never given disappears with this
/// value.
package final class ReceivedBody: Sendable {
    package let size: Int
    /// 16 bytes.
    package let md5: [UInt8]
    /// The checksums that were asked for.
    package let checksums: [ChecksumAlgorithm: [UInt8]]

    init(size: Int, md5: [UInt8], checksums: [ChecksumAlgorithm: [UInt8]]) {
        self.size = size
        self.md5 = md5
        self.checksums = checksums
    }
}
