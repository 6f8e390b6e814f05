/// A bucket's name: 3 to 63 of `a–z`, `0–9`, `.` and `-`, as S3 has allowed since 2018.
///
/// Reference: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
package struct BucketName: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil for a name that S3 refuses as `InvalidBucketName`.
    package init?(_ text: String) {
        guard Self.isValid(text) else { return nil }
        self.text = text
    }

    package var description: String { text }

    private static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (3...63).contains(bytes.count), isLetterOrDigit(bytes[0]), isLetterOrDigit(bytes[bytes.count - 1]) else {
            return false
        }
        for (byte, next) in zip(bytes, bytes.dropFirst()) {
            guard isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else { return false }
            // Names are host names, whose labels begin and end with a letter or digit.
            guard isLetterOrDigit(byte) || isLetterOrDigit(next) || byte == next && byte == UInt8(ascii: "-") else {
                return false
            }
        }
        return !looksLikeAddress(text)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func looksLikeAddress(_ text: String) -> Bool {
        let fields = text.split(separator: ".", omittingEmptySubsequences: false)
        return fields.count == 4 && fields.allSatisfy { UInt8($0) != nil }
    }
}
