import NIOCore

extension ObjectStore {
    /// Makes bytes of an object a part.
    ///
    /// They are read in any case, for the part's MD5 is its entity tag, so a copy within the file system would save only
    /// the writing.
    ///
    /// - Parameter choose: Looks at the source and says which bytes; nil means all.
    package func copyPart(
        from source: ObjectKey, version: VersionSelector = .latest, in sourceBucket: Bucket,
        choosing choose: (ObjectVersion) throws -> Range<Int>?, number: Int, of upload: MultipartUpload
    ) async throws -> (part: UploadedPart, source: ObjectVersion) {
        let open = try await openObject(source, version: version, in: sourceBucket) { object in
            try choose(object) ?? 0..<object.size
        }
        // Held open: what `open` leases cannot go while it is copied.
        let algorithms: Set<ChecksumAlgorithm> = upload.checksumAlgorithm.map { [$0] } ?? []
        let intake = beginWrite(expectedLength: open.range.count, checksums: algorithms)
        switch open.body {
        case .bytes(let bytes): try await intake.append(bytes)
        case .files(let slices): for slice in slices { try await copy(slice, into: intake) }
        }
        let part = try await putPart(try await intake.finish(), number: number, of: upload)
        return (part, open.version)
    }

    private func copy(_ slice: FileSlice, into intake: BodyIntake) async throws {
        let file = try await slice.open()
        var offset = slice.offset
        let end = slice.offset + slice.count
        while offset < end {
            let count = min(end - offset, 1 << 18)
            let bytes = try await threads.run { [offset] in
                var buffer = ByteBuffer()
                _ = try file.read(into: &buffer, from: offset, count: count)
                return buffer
            }
            offset += bytes.readableBytes
            try await intake.append(bytes)
        }
    }
}
