package import Foundation
import Synchronization

/// A clock that stands still until it is told to move.
package final class ManualClock: Sendable {
    private let time: Mutex<Date>

    package init(_ start: Date = Date(timeIntervalSince1970: 1_800_000_000)) {
        time = Mutex(start)
    }

    package var now: Date { time.withLock { $0 } }

    package func advance(by seconds: Double) {
        time.withLock { $0 += seconds }
    }
}
