import AWSSigV4
import FoundationEssentials
import HTTPTypes
import NIOCore
import ObjectStore
import OpenSSL
import S3Protocol

/// A body that came in whole and is what its digests say.
struct VerifiedBody: Sendable {
    var body: ReceivedBody
    /// The checksum that the client sent, and that was compared.
    var checksum: Checksum?
}

extension S3Call {
    /// The most that one PUT may bring.
    static let maximumObjectLengthInBytes = 5 * 1024 * 1024 * 1024

    /// Receives the body into the store's hands, decoding and verifying on the way. Nothing is visible yet.
    ///
    /// - Parameter algorithm: computed beside what the client sent; for parts of uploads that have one.
    func receiveBody(computing algorithm: ChecksumAlgorithm? = nil) async throws -> VerifiedBody {
        let digests = try BodyDigests(request.fields)
        var intake = try PayloadIntake(self, digests, computing: algorithm, limit: Self.maximumObjectLengthInBytes)
        try await intake.receive(request.body)
        return try await intake.finish()
    }

    /// Receives a document of at most `limit` bytes, verified likewise.
    func receiveDocument(upTo limit: Int) async throws -> ByteBuffer {
        let digests = try BodyDigests(request.fields)
        var intake = try PayloadIntake(self, digests, computing: nil, limit: limit)
        intake.document = ByteBuffer()
        try await intake.receive(request.body)
        _ = try await intake.finish()
        return intake.document ?? ByteBuffer()
    }
}

/// Takes a body as it comes off the wire: undoes aws-chunked, checks chunks' signatures, counts, and passes the
/// object's bytes on.
private struct PayloadIntake {
    private let intake: BodyIntake
    private let digests: BodyDigests
    private let contentHash: ContentHash
    /// Nil when the client does not tell: HTTP's own chunks mark the end then.
    private let expectedLength: Int?
    private let limit: Int
    private var decoder: AWSChunkedDecoder?
    private var signer: ChunkSigner?
    private var chunkDigest: ChunkDigest?
    private var trailers: [(name: String, value: String)] = []
    private var receivedLength = 0
    /// The bytes themselves, if they are wanted.
    var document: ByteBuffer?

    init(_ call: S3Call, _ digests: BodyDigests, computing algorithm: ChecksumAlgorithm?, limit: Int) throws {
        self.digests = digests
        contentHash = call.caller?.contentHash ?? .unsigned
        switch contentHash {
        case .signedChunks, .signedChunksWithTrailer:
            decoder = AWSChunkedDecoder(.signed)
            signer = call.caller?.chunkSigner
            chunkDigest = ChunkDigest()
        case .unsignedChunksWithTrailer:
            decoder = AWSChunkedDecoder(.unsigned)
        case .sha256, .unsigned:
            break
        }
        expectedLength = try Self.expectedLength(call.request, isChunked: decoder != nil)
        self.limit = limit
        if let expectedLength, expectedLength > limit { throw Self.tooLarge(expectedLength, limit) }
        var algorithms: Set<ChecksumAlgorithm> = []
        if let algorithm { algorithms.insert(algorithm) }
        if let checksum = digests.checksum { algorithms.insert(ChecksumAlgorithm(checksum.name)) }
        if case .sha256 = contentHash { algorithms.insert(.sha256) }
        intake = call.store.beginWrite(expectedLength: expectedLength, checksums: algorithms)
    }

    private static func expectedLength(_ request: S3Request, isChunked: Bool) throws -> Int? {
        guard isChunked else { return request.body.lengthInBytes }
        guard let text = request.fields[.xAmzDecodedContentLength], let length = Int(text), length >= 0 else {
            throw S3Error(.missingContentLength, "You must provide the x-amz-decoded-content-length HTTP header.")
        }
        return length
    }

    private static func tooLarge(_ length: Int, _ limit: Int) -> S3Error {
        limit == S3Call.maximumObjectLengthInBytes
            ? S3Error(.entityTooLarge).with("ProposedSize", String(length)).with("MaxSizeAllowed", String(limit))
            : S3Error(.maxMessageLengthExceeded).with("MaxMessageLengthBytes", String(limit))
    }

    mutating func receive(_ body: S3RequestBody) async throws {
        switch body {
        case .whole(let bytes):
            try await take(bytes)
        case .stream(_, let next):
            while let bytes = try await next() { try await take(bytes) }
        }
    }

    private mutating func take(_ bytes: ByteBuffer) async throws {
        guard decoder != nil else { return try await pass(bytes) }
        for event in try decoder?.decode(bytes) ?? [] {
            switch event {
            case .data(let data):
                chunkDigest?.update(data)
                try await pass(data)
            case .chunkEnd(let signature):
                try verifyChunk(signature)
            case .end(let trailers, let signature):
                try verifyTrailers(trailers, signature)
            }
        }
    }

    private mutating func pass(_ bytes: ByteBuffer) async throws {
        receivedLength += bytes.readableBytes
        guard receivedLength <= limit else { throw Self.tooLarge(receivedLength, limit) }
        if let expectedLength, receivedLength > expectedLength { throw S3Error(.incompleteBody) }
        document?.writeImmutableBuffer(bytes)
        try await intake.append(bytes)
    }

    private mutating func verifyChunk(_ signature: String?) throws {
        guard let hash = chunkDigest?.finish() else { return }
        guard let expected = signer?.signature(ofChunkWithHash: hash), let signature,
            ConstantTime.equal(expected, signature)
        else { throw S3Error(.signatureDoesNotMatch) }
    }

    private mutating func verifyTrailers(
        _ trailers: [(name: String, value: String)], _ signature: String?
    ) throws {
        self.trailers = trailers
        guard contentHash == .signedChunksWithTrailer else { return }
        guard let expected = signer?.signature(ofTrailer: trailers), let signature,
            ConstantTime.equal(expected, signature)
        else { throw S3Error(.signatureDoesNotMatch) }
    }

    /// Compares everything that was announced.
    consuming func finish() async throws -> VerifiedBody {
        guard receivedLength == expectedLength ?? receivedLength, decoder?.isEnded ?? true else {
            throw S3Error(.incompleteBody)
        }
        let body = try await intake.finish()
        if case .sha256(let digits) = contentHash {
            let computed = body.checksums[.sha256].map { Hexadecimal.encode($0) } ?? ""
            guard ConstantTime.equal(computed, digits.lowercased()) else {
                throw S3Error(.xAmzContentSHA256Mismatch)
                    .with("ClientComputedContentSHA256", digits).with("S3ComputedContentSHA256", computed)
            }
        }
        if let md5 = digests.md5, md5 != body.md5 {
            throw S3Error(.badDigest).with("ExpectedDigest", Data(md5).base64EncodedString())
                .with("CalculatedDigest", Data(body.md5).base64EncodedString())
        }
        return VerifiedBody(body: body, checksum: try verifyChecksum(body))
    }

    private func verifyChecksum(_ body: ReceivedBody) throws -> Checksum? {
        guard let (name, source) = digests.checksum else { return nil }
        let algorithm = ChecksumAlgorithm(name)
        guard let computed = body.checksums[algorithm] else { throw S3Error(.internalError) }
        let expected: [UInt8]
        switch source {
        case .header(let value):
            expected = value
        case .trailer:
            let field = name.fieldName.canonicalName
            guard let text = trailers.first(where: { $0.name == field })?.value else {
                throw S3Error(
                    .malformedTrailer,
                    "The request contained trailing data that was not well-formed or did not conform to our published "
                        + "schema.")
            }
            guard let value = name.value(ofBase64: text) else {
                throw S3Error(.invalidRequest, "Value for \(field) trailing header is invalid.")
            }
            expected = value
        }
        guard expected == computed else {
            throw S3Error(.badDigest, "The \(name.rawValue) you specified did not match the calculated checksum.")
        }
        return Checksum(algorithm: algorithm, value: computed)
    }
}

/// The SHA-256 of the chunk that is coming in.
///
/// A class around a value that cannot be copied, so that the struct above can be handed on. One task uses it.
private final class ChunkDigest {
    private var digest = Digest(.sha256)

    func update(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { digest.update($0) }
    }

    func finish() -> [UInt8] {
        digest.finish()
    }
}
