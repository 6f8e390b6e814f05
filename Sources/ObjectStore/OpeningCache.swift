import Database
import NIOCore
import Synchronization

/// What was found of objects that were read lately, small bodies with it: a page shows the same pictures again and again.
///
/// Everything is dropped by the first commit after it. That is coarse, and needs no reasoning about which commit changes
/// what: while nothing is written, reads are answered without the database, and else by it.
final class OpeningCache: Sendable {
    private struct Name: Hashable {
        var bucket: Int64
        var key: ObjectKey
    }

    private struct State {
        var epoch: UInt64 = 0
        var openings: [Name: Opening] = [:]
    }

    /// With bodies of `ObjectStore.rowLimitInBytes` at most: 4 MiB.
    private static let capacity = 256

    private let state = Mutex(State())

    /// The latest version of a key, if it was found at this settled epoch.
    func opening(of key: ObjectKey, in bucket: Int64, at epoch: UInt64) -> Opening? {
        state.withLock { state in
            state.epoch == epoch ? state.openings[Name(bucket: bucket, key: key)] : nil
        }
    }

    /// Keeps what was found while the epoch was this one, from before the look-up to now.
    func keep(_ opening: Opening, of key: ObjectKey, in bucket: Int64, at epoch: UInt64) {
        state.withLock { state in
            // A slow reader must not put its older find in the place of newer ones.
            guard epoch >= state.epoch else { return }
            if epoch > state.epoch || state.openings.count >= Self.capacity {
                state.openings.removeAll(keepingCapacity: true)
                state.epoch = epoch
            }
            state.openings[Name(bucket: bucket, key: key)] = opening
        }
    }
}

/// What one look at the rows finds of a version and its bytes.
///
/// A class, so that taking it from the cache copies none of it.
final class Opening: Sendable {
    enum Place: Sendable {
        /// All bytes of the object.
        case bytes(ByteBuffer)
        case file(BodyRow)
        case manifest(Int64)
    }

    let version: ObjectVersion
    /// Nil when the body's row is not there.
    let place: Place?

    init(version: ObjectVersion, place: Place?) {
        self.version = version
        self.place = place
    }
}
