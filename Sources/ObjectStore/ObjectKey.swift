/// An object's key: 1 to 1024 bytes of UTF-8, compared and ordered byte by byte.
///
/// Never a file name. Two keys that Unicode holds equivalent (a letter with its accent, composed or not) are different
/// keys, so this is a type of its own rather than a `String`.
package struct ObjectKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    package static let maximumLengthInBytes = 1024

    package let text: String

    /// Nil when the text is empty or too long.
    package init?(_ text: String) {
        guard (1...Self.maximumLengthInBytes).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    /// Nil when the bytes are no UTF-8, none or too many.
    package init?(utf8 bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard (1...Self.maximumLengthInBytes).contains(bytes.count),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        self.text = text
    }

    /// From what was a key before, as it stands in the database.
    init(stored bytes: UnsafeRawBufferPointer) {
        text = String(decoding: bytes, as: UTF8.self)
    }

    package var description: String { text }

    package static func == (left: ObjectKey, right: ObjectKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
