import NIOCore

/// Gives the parser, which takes headers for UTF-8, lines in Latin-1 as UTF-8.
///
/// Browsers and Node send a header's characters up to U+00FF as single bytes; the parser would put U+FFFD in their place,
/// and no signature over the header could be right. A line is taken for Latin-1 when it is no UTF-8.
final class HeaderTextDecoder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Tells whether the next byte belongs to a head.
    private let connection: ConnectionHandler
    private let limitInBytes: Int
    /// From the part of a head that has bytes beyond ASCII on, until the head is whole.
    private var held = ByteBuffer()
    /// How much of the blank line that ends a head the bytes passed on last were.
    private var blankLine = BlankLine()

    init(connection: ConnectionHandler, limits: HTTPLimits) {
        self.connection = connection
        // More than the parser takes anyway.
        limitInBytes = limits.headersLengthInBytes + limits.targetLengthInBytes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if held.readableBytes > 0 {
            held.writeImmutableBuffer(bytes)
            let all = held
            held = ByteBuffer()
            take(all, context)
        } else {
            take(bytes, context)
        }
    }

    private func take(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        var rest = bytes
        while let high = rest.firstBeyondASCII {
            guard connection.awaitsHead else {
                guard let left = connection.bodyBytesLeft, left > 0, left < rest.readableBytes else { break }
                pass(rest.readSlice(length: left) ?? ByteBuffer(), context)
                continue
            }
            var ending = blankLine
            guard let end = ending.end(in: rest) else {
                guard rest.readableBytes <= limitInBytes else { break }
                held = rest
                return
            }
            if end <= high {
                // A body follows the head of a PUT or POST, and nearly always nothing behind it.
                guard rest.getInteger(at: rest.readerIndex, as: UInt8.self) != UInt8(ascii: "P") else { break }
                pass(rest.readSlice(length: end) ?? ByteBuffer(), context)
            } else {
                pass((rest.readSlice(length: end) ?? ByteBuffer()).withLinesInUTF8(), context)
            }
        }
        if rest.readableBytes > 0 { pass(rest, context) }
    }

    private func pass(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        blankLine.passLast(of: bytes)
        context.fireChannelRead(wrapInboundOut(bytes))
    }
}

/// Finds the end of a head, CR LF CR LF, which may come in pieces.
private struct BlankLine {
    private static let text: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    private var matched = 0

    /// How many bytes there are up to the end; nil when it is not among them.
    mutating func end(in bytes: ByteBuffer) -> Int? {
        bytes.withUnsafeReadableBytes { bytes in
            for (index, byte) in bytes.enumerated() where add(byte) { return index + 1 }
            return nil
        }
    }

    /// Goes on behind bytes of which the last four tell all.
    mutating func passLast(of bytes: ByteBuffer) {
        for byte in bytes.readableBytesView.suffix(4) where add(byte) { matched = 0 }
    }

    /// True at the end.
    private mutating func add(_ byte: UInt8) -> Bool {
        if byte == Self.text[matched] {
            matched += 1
            guard matched == Self.text.count else { return false }
            matched = 0
            return true
        }
        matched = byte == Self.text[0] ? 1 : 0
        return false
    }
}

extension ByteBuffer {
    /// Counted from the reader.
    fileprivate var firstBeyondASCII: Int? {
        withUnsafeReadableBytes { bytes in
            var index = 0
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 != 0 { break }
                index += 8
            }
            return bytes[index...].firstIndex { $0 >= 0x80 }
        }
    }

    /// Each line as it is where that is UTF-8, otherwise as UTF-8 of what it is in Latin-1.
    fileprivate func withLinesInUTF8() -> ByteBuffer {
        var result = ByteBuffer()
        result.reserveCapacity(readableBytes * 2)
        for line in readableBytesView.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if result.writerIndex > 0 { result.writeInteger(0x0A as UInt8) }
            if String(validating: line, as: UTF8.self) != nil {
                result.writeBytes(line)
            } else {
                for byte in line { result.writeString(String(Unicode.Scalar(byte))) }
            }
        }
        return result
    }
}
