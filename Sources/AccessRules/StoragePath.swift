/// A path key of an access definition, compared byte by byte as JavaScript compares strings.
///
/// Swift's own comparison takes canonically equivalent texts for equal, which S3 and IAM do not.
struct StoragePath: Sendable, Hashable {
    let text: String
    private let bytes: [UInt8]
    private let bytesWithoutWildcards: [UInt8]
    /// Paths are looked up often, and hashed byte by byte that would be most of the work.
    private let hash: UInt64

    static let entityToken = "{entity_id}"

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
        bytesWithoutWildcards = bytes.filter { $0 != UInt8(ascii: "*") }
        hash = Self.hash(bytes)
    }

    static func == (left: Self, right: Self) -> Bool { left.hash == right.hash && left.bytes == right.bytes }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    /// FNV-1a, which can be continued byte by byte.
    private static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func hash(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(emptyHash, continued) }

    private static func continued(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

    var hashWithoutWildcards: UInt64 { Self.hash(bytesWithoutWildcards) }

    /// Hands over the hashes of the empty text and of all beginnings of this path, to compare with `hashWithoutWildcards`.
    func forEachPrefixHash(_ body: (UInt64) -> Void) {
        var hash = Self.emptyHash
        body(hash)
        for byte in bytes {
            hash = Self.continued(hash, byte)
            body(hash)
        }
    }

    /// Whether `path` begins with this path's text without its wildcards, and is another one.
    /// The slash before the wildcard stays, so `foo/*` is no prefix of `foobar/*`.
    func isPrefix(of path: StoragePath) -> Bool {
        bytesWithoutWildcards.count <= path.bytes.count && self != path
            && path.bytes.starts(with: bytesWithoutWildcards)
    }

    func starts(with text: String) -> Bool { bytes.starts(with: text.utf8) }

    func ends(with text: String) -> Bool { bytes.reversed().starts(with: text.utf8.reversed()) }

    func contains(_ text: String) -> Bool { parts(around: text).count > 1 }

    /// Whether a `*` stands before the last character.
    var hasInnerWildcard: Bool { bytes.dropLast().contains(UInt8(ascii: "*")) }

    var hasEntityToken: Bool { contains(Self.entityToken) }

    /// The stretches before, between and after each occurrence of a text.
    func parts(around separator: String) -> [String] {
        let separator = Array(separator.utf8)
        var parts: [String] = []
        var start = 0
        var index = 0
        while let found = bytes[index...].firstIndex(of: separator[0]) {
            if bytes[found...].starts(with: separator) {
                parts.append(String(decoding: bytes[start..<found], as: UTF8.self))
                start = found + separator.count
                index = start
            } else {
                index = found + 1
            }
        }
        // Most paths hold no separator.
        return parts.isEmpty ? [text] : parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    func replacing(_ text: String, with replacement: String) -> StoragePath {
        StoragePath(parts(around: text).joined(separator: replacement))
    }

    /// The path as it stands in policies and outputs: the token replaced, and `x/*/*` cut to `x/*`.
    func substitutingEntityToken(with replacement: String) -> StoragePath {
        let replaced = replacing(Self.entityToken, with: replacement)
        guard replaced.ends(with: "/*/*") else { return replaced }
        return StoragePath(String(decoding: replaced.bytes.dropLast(2), as: UTF8.self))
    }

    /// The path without its last `*`: the prefix that a listing of it asks for.
    var withoutWildcard: String {
        String(decoding: bytes.last == UInt8(ascii: "*") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
