/// One source text and the name under which it is reported, usually relative to the folder that holds `amplify/`.
///
/// Offsets everywhere in the front end are UTF-8 byte offsets into `text`; a byte-order mark has been removed.
package final class SourceFile: Sendable {
    /// The name shown to people: `amplify/storage/resource.ts`.
    package let name: String
    package let text: [UInt8]
    /// Byte offset at which each line begins; the first is 0. `\n`, `\r\n` and a lone `\r` end a line.
    package let lineStarts: [Int]

    package init(name: String, text: some Sequence<UInt8>) {
        self.name = name
        var bytes = Array(text)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        self.text = bytes
        self.lineStarts = Self.lineStarts(of: bytes)
    }

    package convenience init(name: String, text: String) {
        self.init(name: name, text: text.utf8)
    }

    /// The position of a byte offset; an offset past the end is the end.
    package func position(at offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), text.count)
        let line = line(of: offset)
        let prefix = String(decoding: text[lineStarts[line - 1]..<offset], as: UTF8.self)
        return SourcePosition(line: line, column: prefix.utf16.count + 1)
    }

    /// The number of the line that holds a byte offset, counted from 1; cheaper than the whole position.
    package func line(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// The text of a line without its end; `line` counts from 1 and must exist.
    package func line(_ line: Int) -> String {
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] : text.count
        while end > start, text[end - 1] == 0x0A || text[end - 1] == 0x0D { end -= 1 }
        return String(decoding: text[start..<end], as: UTF8.self)
    }

    private static func lineStarts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0A {
                starts.append(index)
            } else if byte == 0x0D {
                if index < bytes.count, bytes[index] == 0x0A { index += 1 }
                starts.append(index)
            }
        }
        return starts
    }
}

/// A place for people: both numbers count from 1; columns are UTF-16 units, as editors count them.
package struct SourcePosition: Sendable, Hashable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// A half-open stretch of one file, in UTF-8 byte offsets.
package struct SourceRange: Sendable, Hashable {
    package let file: SourceFile
    package let offsets: Range<Int>

    package init(file: SourceFile, offsets: Range<Int>) {
        self.file = file
        self.offsets = offsets
    }

    /// Where the stretch begins.
    package var start: SourcePosition { file.position(at: offsets.lowerBound) }
    package var end: SourcePosition { file.position(at: offsets.upperBound) }

    /// The source text of the stretch.
    package var text: String {
        String(decoding: file.text[offsets.clamped(to: 0..<file.text.count)], as: UTF8.self)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.file === right.file && left.offsets == right.offsets
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(file))
        hasher.combine(offsets)
    }
}
