import NIOCore
import S3Protocol

/// Bodies in `aws-chunked`: the same whether they come in one piece or in many.
///
/// The first byte says how the rest is cut and whether chunks are signed.
struct ChunkedBodyTarget: FuzzTarget {
    static let name = "aws-chunked"

    init(repository: String) {}

    private static let signature = String(repeating: "0a", count: 32)

    let seeds: [[UInt8]] = [
        "\u{01}5;chunk-signature=\(signature)\r\nhello\r\n0;chunk-signature=\(signature)\r\n\r\n",
        "\u{02}5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "\u{03}1;chunk-signature=\(signature)\r\na\r\n0;chunk-signature=\(signature)\r\nx-amz-checksum-crc32c:AAAAAA==\r\n"
            + "x-amz-trailer-signature:\(signature)\r\n\r\n",
        "\u{08}0\r\n\r\n", "\u{04}FFFFFFFFFFFFFFFF\r\na",
    ].map { Array($0.utf8) }

    let dictionary = [
        "\r\n", "0\r\n\r\n", ";chunk-signature=", "7fffffffffffffff", "-1", "x-amz-trailer-signature:", ":",
    ]

    func run(_ input: [UInt8]) async throws -> String {
        guard let first = input.first else { return "empty" }
        let body = input[1...]
        let chunks: AWSChunkedDecoder.Chunks = first & 1 == 1 ? .signed : .unsigned
        let whole = Reading(chunks, [body])
        let step = Int(first >> 1) % 61 + 1
        let pieces = stride(from: body.startIndex, to: body.endIndex, by: step).map {
            body[$0..<min($0 + step, body.endIndex)]
        }
        let cut = Reading(chunks, pieces)
        // A fault may be seen before bytes that stand in front of it were given out; what was given out must agree.
        guard whole.outcome == cut.outcome else {
            throw BrokenProperty("in pieces of \(step): \(cut.outcome), not \(whole.outcome)")
        }
        guard !whole.hasEnded || whole == cut else { throw BrokenProperty("pieces of \(step) say something else") }
        guard whole.data.count <= body.count else { throw BrokenProperty("more comes out than went in") }
        return whole.outcome
    }
}

/// What a decoder made of a body.
private struct Reading: Equatable {
    var data: [UInt8] = []
    var signatures: [String?] = []
    var trailers: [String] = []
    var hasEnded = false
    var outcome = "not ended"

    init(_ chunks: AWSChunkedDecoder.Chunks, _ pieces: [ArraySlice<UInt8>]) {
        var decoder = AWSChunkedDecoder(chunks)
        do {
            for piece in pieces {
                for event in try decoder.decode(ByteBuffer(bytes: piece)) {
                    switch event {
                    case .data(let bytes): data += Array(bytes.readableBytesView)
                    case .chunkEnd(let signature): signatures.append(signature)
                    case .end(let fields, let signature):
                        trailers = fields.map { "\($0.name):\($0.value)" }
                        signatures.append(signature)
                    }
                }
            }
            hasEnded = decoder.isEnded
            if hasEnded { outcome = "ended" }
        } catch {
            outcome = "\(error)".isEmpty ? "error" : "refused"
        }
    }
}
