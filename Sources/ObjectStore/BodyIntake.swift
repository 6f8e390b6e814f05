package import NIOCore
import OpenSSL
import Synchronization

/// Receives one body: in memory while it is small, in a temporary file beyond that.
///
/// One task calls it, one call after the other. Digests are computed while the bytes come in, on other threads.
package final class BodyIntake: Sendable {
    private struct State {
        var memory = ByteBuffer()
        var size = 0
        var spool: Spool?
    }

    private let folder: BlobFolder
    private let checksums: Set<ChecksumAlgorithm>
    private let memoryLimit: Int
    private let state: Mutex<State>

    init(folder: BlobFolder, expectedLength: Int?, checksums: Set<ChecksumAlgorithm>, memoryLimit: Int) {
        self.folder = folder
        self.checksums = checksums
        self.memoryLimit = memoryLimit
        var state = State()
        if let expectedLength, expectedLength > memoryLimit {
            state.spool = Spool(folder: folder, checksums: checksums)
        }
        self.state = Mutex(state)
    }

    deinit { abort() }

    /// Takes the next bytes. Waits when the disk or the digests are behind.
    package func append(_ bytes: ByteBuffer) async throws {
        guard bytes.readableBytes > 0 else { return }
        let spooled = state.withLock { state -> (Spool, [ByteBuffer])? in
            state.size += bytes.readableBytes
            if let spool = state.spool { return (spool, [bytes]) }
            guard state.size > memoryLimit else {
                if state.memory.readableBytes == 0 {
                    state.memory = bytes
                } else {
                    state.memory.writeImmutableBuffer(bytes)
                }
                return nil
            }
            let spool = Spool(folder: folder, checksums: checksums)
            let earlier = state.memory
            state.memory = ByteBuffer()
            state.spool = spool
            return (spool, earlier.readableBytes > 0 ? [earlier, bytes] : [bytes])
        }
        guard let (spool, buffers) = spooled else { return }
        for buffer in buffers { try await spool.append(buffer) }
    }

    /// Takes the bytes that are still under way and ends the digests. Call it once; nothing is visible yet.
    package func finish() async throws -> ReceivedBody {
        let (spool, memory, size) = state.withLock { ($0.spool, $0.memory, $0.size) }
        guard let spool else {
            var digests = BodyDigests(checksums)
            memory.withUnsafeReadableBytes { digests.update($0) }
            let (md5, checksums) = digests.finish()
            return ReceivedBody(content: .memory(memory), size: size, md5: md5, checksums: checksums)
        }
        let outcome = try await spool.finish()
        return ReceivedBody(content: .file(outcome.file), size: size, md5: outcome.md5, checksums: outcome.checksums)
    }

    /// Gives up the body. Also happens by itself when the intake goes away unfinished.
    package func abort() {
        let spool = state.withLock { state in
            state.memory = ByteBuffer()
            defer { state.spool = nil }
            return state.spool
        }
        spool?.abandon()
    }
}

/// A body that came in whole and belongs to no object yet.
///
/// Compare its digests with what was announced, then give it to the store. A body that is never given disappears with this
/// value.
package final class ReceivedBody: Sendable {
    enum Content: Sendable {
        case memory(ByteBuffer)
        case file(TemporaryFile)
    }

    package let size: Int
    /// 16 bytes.
    package let md5: [UInt8]
    /// The checksums that were asked for.
    package let checksums: [ChecksumAlgorithm: [UInt8]]
    let content: Content

    init(content: Content, size: Int, md5: [UInt8], checksums: [ChecksumAlgorithm: [UInt8]]) {
        self.content = content
        self.size = size
        self.md5 = md5
        self.checksums = checksums
    }
}
