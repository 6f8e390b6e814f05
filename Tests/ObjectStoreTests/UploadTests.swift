import NIOCore
import OpenSSL
import SandboxTesting
import Testing

@testable import ObjectStore

@Suite struct UploadTests {
    private func create(
        _ fixture: StoreFixture, _ key: String = "k", algorithm: ChecksumAlgorithm? = nil,
        type: ChecksumType = .fullObject
    ) async throws -> MultipartUpload {
        try await fixture.store.createUpload(
            of: ObjectKey(key)!, attributes: ObjectAttributes(contentType: "a/b"), checksumAlgorithm: algorithm,
            checksumType: type, initiator: StoreFixture.owner, in: fixture.plain)
    }

    private func put(
        _ fixture: StoreFixture, _ number: Int, _ bytes: [UInt8], of upload: MultipartUpload
    ) async throws -> CompletedPart {
        let body = try await fixture.receive(bytes, checksums: upload.checksumAlgorithm.map { [$0] } ?? [])
        let part = try await fixture.store.putPart(body, number: number, of: upload)
        return CompletedPart(number: number, eTag: part.eTag.text)
    }

    private func complete(
        _ fixture: StoreFixture, _ upload: MultipartUpload, _ parts: [CompletedPart], minimum: Int = 1,
        checksum: Checksum? = nil, conditions: WriteConditions = .none
    ) async throws -> ObjectVersion {
        try await fixture.store.completeUpload(
            upload, parts: parts, expectedChecksum: checksum, conditions: conditions, minimumPartSize: minimum,
            requester: StoreFixture.requester)
    }

    @Test func partsBecomeOneObject() async throws {
        let fixture = try await StoreFixture()
        let upload = try await create(fixture)
        let pieces = [noise(50_000, seed: 1), noise(70_001, seed: 2), noise(10, seed: 3)]
        // In any order, one of them twice, and one that is not used.
        _ = try await put(fixture, 2, noise(5), of: upload)
        _ = try await put(fixture, 9, noise(6), of: upload)
        var parts: [CompletedPart] = []
        for number in [3, 1, 2] { parts.append(try await put(fixture, number, pieces[number - 1], of: upload)) }
        parts.sort { $0.number < $1.number }
        let listed = try await fixture.store.listParts(of: upload)
        #expect(listed.parts.map(\.number) == [1, 2, 3, 9])
        await #expect(throws: StoreFault.noSuchKey(ObjectKey("k")!)) { try await fixture.get("k") }

        let object = try await complete(fixture, upload, parts)
        let digest = DigestAlgorithm.md5.hash(pieces.flatMap { DigestAlgorithm.md5.hash($0) })
        #expect(object.eTag == EntityTag(md5: digest, partCount: 3))
        #expect(object.attributes.contentType == "a/b")
        #expect(try await fixture.get("k") == pieces.flatMap { $0 })
        let repeated = try await complete(fixture, upload, parts)
        #expect(repeated.sequence == object.sequence)

        let again = try await fixture.reopened()
        #expect(try await again.get("k") == pieces.flatMap { $0 })
        #expect(try again.blobFiles().count == 3)
        #expect(try await again.store.parts(of: object).map(\.offset) == [0, 50_000, 120_001])
        try await again.delete("k")
        let last = try await again.reopened()
        #expect(try last.blobFiles().isEmpty)
        try await last.close()
    }

    @Test(arguments: [0..<1, 49_999..<50_001, 50_000..<120_001, 120_000..<120_011, 0..<120_011, 5..<5])
    func rangesCrossParts(range: Range<Int>) async throws {
        let fixture = try await StoreFixture()
        let upload = try await create(fixture)
        let pieces = [noise(50_000, seed: 1), noise(70_001, seed: 2), noise(10, seed: 3)]
        var parts: [CompletedPart] = []
        for (place, piece) in pieces.enumerated() { parts.append(try await put(fixture, place + 1, piece, of: upload)) }
        _ = try await complete(fixture, upload, parts)
        let open = try await fixture.store.openObject(ObjectKey("k")!, in: fixture.plain) { _ in range }
        #expect(Array(buffer: try await open.body.collect()) == Array(pieces.flatMap { $0 }[range]))
        try await fixture.close()
    }

    @Test func refusesWhatDoesNotFit() async throws {
        let fixture = try await StoreFixture()
        let upload = try await create(fixture)
        let one = try await put(fixture, 1, noise(100), of: upload)
        let two = try await put(fixture, 2, noise(100), of: upload)
        let tag = one.eTag
        await #expect(throws: StoreFault.partTooSmall(number: 1, size: 100, minimum: 101, eTag: tag)) {
            _ = try await complete(fixture, upload, [one, two], minimum: 101)
        }
        await #expect(throws: StoreFault.invalidPartOrder) { _ = try await complete(fixture, upload, [two, one]) }
        await #expect(throws: StoreFault.invalidPartOrder) { _ = try await complete(fixture, upload, [one, one]) }
        await #expect(throws: StoreFault.invalidPart(number: 3)) {
            _ = try await complete(fixture, upload, [one, CompletedPart(number: 3, eTag: tag)])
        }
        await #expect(throws: StoreFault.invalidPart(number: 2)) {
            _ = try await complete(fixture, upload, [one, CompletedPart(number: 2, eTag: "x")])
        }
        try await fixture.put("k", "there")
        await #expect(throws: StoreFault.preconditionFailed("If-None-Match")) {
            _ = try await complete(fixture, upload, [one], conditions: WriteConditions(ifNoneMatch: .any))
        }
        #expect(try await complete(fixture, upload, [one, two]).size == 200)
        await #expect(throws: StoreFault.noSuchUpload(upload.id)) { _ = try await put(fixture, 3, [1], of: upload) }
        try await fixture.close()
    }

    @Test(arguments: [ChecksumAlgorithm.crc32, .crc32c, .crc64nvme])
    func fullObjectChecksumIsOfAllBytes(algorithm: ChecksumAlgorithm) async throws {
        let fixture = try await StoreFixture()
        let upload = try await create(fixture, algorithm: algorithm)
        let pieces = [noise(1000, seed: 1), noise(77_777, seed: 2), noise(1, seed: 3)]
        var parts: [CompletedPart] = []
        for (place, piece) in pieces.enumerated() { parts.append(try await put(fixture, place + 1, piece, of: upload)) }
        let right = Checksum(algorithm: algorithm, value: algorithm.value(of: pieces.flatMap { $0 }))
        var wrong = right
        wrong.value[0] ^= 1
        let mismatch = StoreFault.completionMismatch(expected: wrong.text, found: right.text)
        await #expect(throws: mismatch) {
            _ = try await complete(fixture, upload, parts, checksum: wrong)
        }
        #expect(try await complete(fixture, upload, parts, checksum: right).checksum == right)
        try await fixture.close()
    }

    @Test(arguments: [ChecksumAlgorithm.sha1, .sha256, .crc32])
    func compositeChecksumIsOfTheParts(algorithm: ChecksumAlgorithm) async throws {
        let fixture = try await StoreFixture()
        let upload = try await create(fixture, algorithm: algorithm, type: .composite)
        let pieces = [noise(1000, seed: 1), noise(2000, seed: 2)]
        var parts: [CompletedPart] = []
        for (place, piece) in pieces.enumerated() { parts.append(try await put(fixture, place + 1, piece, of: upload)) }
        let object = try await complete(fixture, upload, parts)
        let value = algorithm.value(of: pieces.flatMap { algorithm.value(of: $0) })
        #expect(object.checksum == Checksum(algorithm: algorithm, type: .composite, value: value, partCount: 2))
        let found = try await fixture.store.object(ObjectKey("k")!, in: fixture.plain)
        #expect(found.checksum == object.checksum)
        #expect(
            try await fixture.store.parts(of: found).map(\.checksum?.value) == pieces.map { algorithm.value(of: $0) })
        try await fixture.close()
    }

    @Test func abortFreesEverything() async throws {
        let fixture = try await StoreFixture()
        let upload = try await create(fixture)
        _ = try await put(fixture, 1, noise(50_000), of: upload)
        _ = try await put(fixture, 2, noise(10), of: upload)
        try await fixture.store.abortUpload(upload)
        await #expect(throws: StoreFault.noSuchUpload(upload.id)) { try await fixture.store.abortUpload(upload) }
        await #expect(throws: StoreFault.noSuchUpload(upload.id)) {
            try await fixture.store.upload(upload.id, of: upload.key, in: fixture.plain)
        }
        let again = try await fixture.reopened()
        #expect(try again.blobFiles().isEmpty)
        try await again.close()
    }

    @Test func listsUploadsInPages() async throws {
        let fixture = try await StoreFixture()
        var made: [MultipartUpload] = []
        for key in ["a", "a", "b/1", "b/2", "c"] { made.append(try await create(fixture, key)) }
        for limit in 1...6 {
            var request = UploadListingRequest(limit: limit)
            var found: [String] = []
            while true {
                let page = try await fixture.store.listUploads(request, in: fixture.plain)
                found += page.uploads.map(\.id)
                guard page.isTruncated else { break }
                request.keyMarker = page.nextKeyMarker ?? ""
                request.uploadIDMarker = page.nextUploadIDMarker ?? ""
            }
            #expect(found == made.map(\.id))
        }
        let rolled = try await fixture.store.listUploads(UploadListingRequest(delimiter: "/"), in: fixture.plain)
        #expect(rolled.commonPrefixes == ["b/"])
        #expect(rolled.uploads.map(\.key.text) == ["a", "a", "c"])
        #expect(try await fixture.store.upload(made[0].id, of: made[0].key, in: fixture.plain).number == made[0].number)
        await #expect(throws: StoreFault.noSuchUpload(made[0].id)) {
            try await fixture.store.upload(made[0].id, of: made[2].key, in: fixture.plain)
        }
        try await fixture.close()
    }

    @Test(arguments: [100, 60_000])
    func copiesRangesIntoParts(size: Int) async throws {
        let fixture = try await StoreFixture()
        let bytes = noise(size)
        try await fixture.put("source", bytes)
        let upload = try await create(fixture, algorithm: .crc32)
        var parts: [CompletedPart] = []
        for (number, range) in [nil, 10..<50].enumerated() {
            let (part, source) = try await fixture.store.copyPart(
                from: ObjectKey("source")!, in: fixture.plain, choosing: { _ in range }, number: number + 1, of: upload)
            #expect(source.size == size)
            parts.append(CompletedPart(number: number + 1, eTag: part.eTag.text))
        }
        _ = try await complete(fixture, upload, parts)
        #expect(try await fixture.get("k") == bytes + bytes[10..<50])
        try await fixture.close()
    }
}
