package import NIOCore

/// Writes a compact XML document: no white space between elements, no attributes but the namespace.
///
/// Clients depend on that: see the notes on their parsers in `ListBucketResult`.
package struct XMLWriter: ~Copyable {
    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    package static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    private var buffer: ByteBuffer
    private let root: String

    /// A document whose root has no namespace, as errors have.
    package init(root: String) {
        buffer = ByteBuffer()
        buffer.reserveCapacity(512)
        self.root = root
        buffer.writeString(Self.declaration)
        buffer.writeString("<\(root)>")
    }

    /// A document in S3's namespace.
    package init(s3 root: String) {
        buffer = ByteBuffer()
        buffer.reserveCapacity(512)
        self.root = root
        buffer.writeString(Self.declaration)
        buffer.writeString("<\(root) xmlns=\"\(Self.namespace)\">")
    }

    package mutating func element(_ name: String, _ text: String) {
        buffer.writeString("<")
        buffer.writeString(name)
        buffer.writeString(">")
        writeEscaped(text)
        buffer.writeString("</")
        buffer.writeString(name)
        buffer.writeString(">")
    }

    package mutating func element(_ name: String, _ number: Int) {
        element(name, String(number))
    }

    package mutating func element(_ name: String, _ flag: Bool) {
        element(name, flag ? "true" : "false")
    }

    /// Nothing, when there is no text.
    package mutating func element(_ name: String, ifAny text: String?) {
        if let text { element(name, text) }
    }

    /// An element that holds others.
    package mutating func element(_ name: String, _ content: (inout XMLWriter) -> Void) {
        buffer.writeString("<")
        buffer.writeString(name)
        buffer.writeString(">")
        content(&self)
        buffer.writeString("</")
        buffer.writeString(name)
        buffer.writeString(">")
    }

    /// Markup that is written as it is.
    mutating func raw(_ markup: StaticString) {
        buffer.writeStaticString(markup)
    }

    /// The document. Nothing can be added to it afterwards.
    package consuming func finish() -> ByteBuffer {
        var buffer = buffer
        buffer.writeString("</\(root)>")
        return buffer
    }

    /// Escapes what has a meaning in XML, and control characters by number, as S3 does: keys may hold them.
    private mutating func writeEscaped(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var plainStart = 0
            for (index, byte) in bytes.enumerated() {
                let escape: String
                switch byte {
                case UInt8(ascii: "<"): escape = "&lt;"
                case UInt8(ascii: ">"): escape = "&gt;"
                case UInt8(ascii: "&"): escape = "&amp;"
                case UInt8(ascii: "\""): escape = "&quot;"
                case 0..<0x20: escape = "&#x\(String(byte, radix: 16));"
                default: continue
                }
                buffer.writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[plainStart..<index]))
                buffer.writeString(escape)
                plainStart = index + 1
            }
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[plainStart...]))
        }
    }
}
