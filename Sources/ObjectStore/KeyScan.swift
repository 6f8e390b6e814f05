import Database

/// Walks rows in the order of their keys and rolls up those that share a common prefix, passing over the rows behind one by
/// a new search instead of reading them.
struct KeyScan {
    /// What a row is to the listing.
    enum Sight {
        /// Neither it nor the rows after it that have its key are listed.
        case hidden
        /// To be listed, or to be rolled up.
        case shown
    }

    /// What the walk came upon.
    enum Event {
        case row
        case commonPrefix(String)
    }

    /// So many rows are read in the hope for the next key before a new search is begun. A search costs about as much as
    /// four rows.
    private static let patience = 1

    let bucket: Int64
    let prefix: [UInt8]
    let delimiter: [UInt8]
    let limit: Int
    /// The least key to look at.
    let lower: [UInt8]
    /// Of the rows of that key, the least age or number to look at.
    let lowerOrdinal: Int

    init(bucket: Int64, prefix: String, delimiter: String, limit: Int, lower: [UInt8], lowerOrdinal: Int = 0) {
        self.bucket = bucket
        self.prefix = Array(prefix.utf8)
        self.delimiter = Array(delimiter.utf8)
        self.limit = min(limit, 1000)
        let isBefore = lower.lexicographicallyPrecedes(self.prefix)
        self.lower = isBefore ? self.prefix : lower
        self.lowerOrdinal = isBefore ? 0 : lowerOrdinal
    }

    /// The key below which the walk stays. No UTF-8 holds a byte 255.
    var upper: [UInt8] { Self.successor(of: prefix) ?? [0xFF] }

    /// Walks the rows of a statement whose first column is the key and whose parameters are the bucket, the least key, its
    /// least ordinal, and the bound.
    ///
    /// Ends after `limit` events; true when there would have been another one.
    func run(_ rows: QueryRows, sight: (QueryRows) -> Sight, visit: (Event, QueryRows) throws -> Void) throws -> Bool {
        guard limit > 0 else { return false }
        var count = 0
        var passing: [UInt8] = []
        var passed = 0
        while try rows.next() {
            let step = rows.withBytes(0) { key -> Step in
                if !passing.isEmpty, key.starts(with: passing) { return .behindPrefix }
                guard case .shown = sight(rows) else { return .hidden }
                guard let end = endOfCommonPrefix(key) else { return .row }
                return .commonPrefix(Array(key[..<end]))
            }
            switch step {
            case .behindPrefix, .hidden:
                passed += 1
                guard passed > Self.patience else { continue }
                passed = 0
                let next = step == .hidden ? rows.bytes(0) + [0] : Self.successor(of: passing) ?? [0xFF]
                rows.restart(Int(bucket), next, 0, upper)
            case .row:
                if count == limit { return true }
                (count, passed) = (count + 1, 0)
                try visit(.row, rows)
            case .commonPrefix(let bytes):
                if count == limit { return true }
                (count, passed, passing) = (count + 1, 0, bytes)
                try visit(.commonPrefix(String(decoding: bytes, as: UTF8.self)), rows)
            }
        }
        return false
    }

    private enum Step: Equatable {
        case behindPrefix
        case hidden
        case row
        case commonPrefix([UInt8])
    }

    /// Where the first delimiter after the prefix ends.
    private func endOfCommonPrefix(_ key: UnsafeRawBufferPointer) -> Int? {
        guard let first = delimiter.first else { return nil }
        var place = prefix.count
        while place + delimiter.count <= key.count {
            if key[place] == first, key[place..<(place + delimiter.count)].elementsEqual(delimiter) {
                return place + delimiter.count
            }
            place += 1
        }
        return nil
    }

    /// The common prefix that a key or prefix falls into, if any.
    func commonPrefix(of text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: prefix) else { return nil }
        return bytes.withUnsafeBytes { endOfCommonPrefix($0) }.map { Array(bytes[..<$0]) }
    }

    /// The least byte string that is greater than all that begin with these bytes; nil when there is none.
    static func successor(of bytes: [UInt8]) -> [UInt8]? {
        var bytes = bytes
        while let last = bytes.popLast() {
            if last < 0xFF { return bytes + [last + 1] }
        }
        return nil
    }
}
