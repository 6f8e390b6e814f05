/// Letters within the ids of a local sandbox by which they are told from a deployment's.
///
/// They stand in the values and nowhere else, so that outputs have upstream's keys in upstream's order and are valid in
/// every version, and so that each form of them has the mark, and a bundle built with them, too.
package enum LocalMark {
    /// Begins what follows the `_` of a user pool's id.
    package static let userPool = "Local"
    /// Begins the 26 letters and digits of a client's id.
    package static let client = "sandbox"
    /// Begins the last twelve letters and digits of a bucket's name.
    package static let bucket = "sandbox"

    /// The first name of a local sandbox in a text, as byte offsets; nil without any.
    package static func firstName(in text: [UInt8]) -> Range<Int>? {
        var start = 0
        while start < text.count {
            guard isPartOfName(text[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < text.count, isPartOfName(text[end]) { end += 1 }
            let name = text[start..<end]
            if lengths.contains(name.count), hasMark(name), isLocal(String(decoding: name, as: UTF8.self)) {
                return start..<end
            }
            start = end
        }
        return nil
    }

    /// Of a user pool's id in the shortest region's name, and of a bucket's name.
    private static let lengths = 17...63

    /// What most names fail at, without a look at all of their letters.
    private static func hasMark(_ name: ArraySlice<UInt8>) -> Bool {
        switch name.first {
        case UInt8(ascii: "s") where name.starts(with: client.utf8): true
        case UInt8(ascii: "a") where name.starts(with: "amplify-".utf8): true
        default:
            name.lastIndex(of: UInt8(ascii: "_")).map { name[$0...].dropFirst().starts(with: userPool.utf8) } ?? false
        }
    }

    private static func isLocal(_ name: String) -> Bool {
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        if parts.count == 2 {
            return parts[1].count == 9 && parts[1].hasPrefix(userPool) && parts[0].contains("-")
        }
        guard parts.count == 1, name.utf8.allSatisfy({ !($0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z")) }) else {
            return false
        }
        if name.count == 26, !name.contains("-") { return name.hasPrefix(client) }
        guard name.hasPrefix("amplify-"), let last = name.split(separator: "-").last else { return false }
        return last.count == 12 && last.hasPrefix(bucket)
    }

    /// Letters, digits, `-` and `_`.
    private static func isPartOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
