import NIOCore
import Testing

@testable import S3Protocol

struct AWSChunkedDecoderTests {
    private static let unsigned = "3\r\nabc\r\n5\r\ndefgh\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"
    private static let signed =
        "3;chunk-signature=s1\r\nabc\r\n0;chunk-signature=s2\r\nx-amz-checksum-crc32c:x\n"
        + "x-amz-trailer-signature:ts\r\n\r\n"

    /// Decodes the text in pieces of so many bytes, and writes what comes out in one line.
    private func decode(_ text: String, _ chunks: AWSChunkedDecoder.Chunks, pieceLength: Int) throws -> String {
        var decoder = AWSChunkedDecoder(chunks)
        var data = ""
        var rest = ""
        var bytes = ByteBuffer(string: text)
        while let piece = bytes.readSlice(length: min(pieceLength, bytes.readableBytes)), piece.readableBytes > 0 {
            for event in try decoder.decode(piece) {
                switch event {
                case .data(let bytes): data += String(buffer: bytes)
                case .chunkEnd(let signature): rest += "|\(data):\(signature ?? "-")"
                case .end(let trailers, let signature):
                    rest += "|" + trailers.map { "\($0.name)=\($0.value)" }.joined() + ":\(signature ?? "-")"
                }
            }
        }
        return decoder.isEnded ? rest : rest + "|unfinished"
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `decodes chunks and trailers in whatever pieces they come`(pieceLength: Int) throws {
        #expect(
            try decode(Self.unsigned, .unsigned, pieceLength: pieceLength)
                == "|abc:-|abcdefgh:-|abcdefgh:-|x-amz-checksum-crc32=AAAAAA==:-")
        #expect(
            try decode(Self.signed, .signed, pieceLength: pieceLength)
                == "|abc:s1|abc:s2|x-amz-checksum-crc32c=x:ts")
    }

    @Test func `knows a body that is cut off`() throws {
        #expect(try decode(String(Self.unsigned.dropLast(2)), .unsigned, pieceLength: 9).hasSuffix("|unfinished"))
    }

    @Test(arguments: [
        "xyz\r\n", "-1\r\n", "\r\n", "FFFFFFFFFFFFFFFF\r\n", "3\r\nabcd\r\n", "0\r\nno colon\r\n\r\n",
        "0\r\n\r\nmore", String(repeating: "1", count: 5000),
    ])
    func `refuses what is no such body`(text: String) {
        #expect(throws: S3Error.self) { try decode(text, .unsigned, pieceLength: 4) }
    }

    @Test func `demands signatures where there should be some`() {
        #expect(throws: S3Error.self) { try decode("3\r\nabc\r\n", .signed, pieceLength: 100) }
    }
}
