import HTTPTypes
import IAM
import NIOCore
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
extension S3Call {
    func getObject() async throws -> S3Response {
        let input = try GetObjectInput(request)
        let bucket = try bucket()
        let key = try key()
        let selector = try version(input.versionID)
        return try await reading(input, key, selector, in: bucket) { part in
            let open = try await store.openObject(key, version: selector, in: bucket) { found in
                try selection(of: found, input, part).range
            }
            let selected = try selection(of: open.version, input, part)
            var response = describe(open.version, selected, input, in: bucket)
            response.body = open.body.responseBody
            return response
        }
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
    func headObject() async throws -> S3Response {
        let input = try GetObjectInput(request)
        let bucket = try bucket()
        let key = try key()
        let selector = try version(input.versionID)
        return try await reading(input, key, selector, in: bucket) { part in
            let found = try await store.object(key, version: selector, in: bucket)
            return describe(found, try selection(of: found, input, part), input, in: bucket)
        }
    }

    /// Runs a read with the caller's right to it, and answers what HTTP has a status of its own for.
    private func reading(
        _ input: GetObjectInput, _ key: ObjectKey, _ version: VersionSelector, in bucket: Bucket,
        _ read: (SelectedPart?) async throws -> S3Response
    ) async throws -> S3Response {
        do {
            return try await withReadAccess(key, version, in: bucket) {
                try await read(try await selectedPart(input, key, version, in: bucket))
            }
        } catch let unchanged as NotModified {
            var fields = HTTPFields()
            fields[.eTag] = "\"\(unchanged.version.eTag.text)\""
            fields[.lastModified] = S3Date.http(unchanged.version.modifiedAt)
            fields[.cacheControl] = unchanged.version.attributes.cacheControl
            if bucket.versioning != .off { fields[.xAmzVersionID] = unchanged.version.versionID.text }
            return S3Response(.notModified, fields: fields)
        }
    }

    /// Which of the version's bytes are asked for. Throws for conditions that do not hold.
    private func selection(
        of version: ObjectVersion, _ input: GetObjectInput, _ part: SelectedPart?
    ) throws -> Selection {
        try checkCustomerKey(input.customerKeyMD5, of: version)
        switch ReadConditions(input.conditions).evaluate(version) {
        case .proceed: break
        case .notModified: throw NotModified(version: version)
        case .failed(let name): throw S3Error(.preconditionFailed).with("Condition", name)
        }
        if let part {
            guard part.sequence == version.sequence else { throw S3Error(.conditionalRequestConflict) }
            return .part(part.range, count: part.count, checksum: part.checksum)
        }
        guard let range = input.range else { return .whole(size: version.size) }
        return .range(try range.resolve(size: version.size))
    }

    private func describe(
        _ version: ObjectVersion, _ selection: Selection, _ input: GetObjectInput, in bucket: Bucket
    ) -> S3Response {
        var response = S3Response(.ok, fields: objectFields(version, in: bucket))
        response.fields[.contentLength] = String(selection.range.count)
        response.fields[.acceptRanges] = "bytes"
        switch selection {
        case .whole:
            if input.wantsChecksum { version.checksum?.write(to: &response.fields) }
        case .range(let range):
            response.status = .partialContent
            response.fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(version.size)"
        case .part(let range, let count, let checksum):
            response.status = .partialContent
            if input.wantsChecksum { checksum?.write(to: &response.fields) }
            if let count { response.fields[.xAmzMPPartsCount] = String(count) }
            if !range.isEmpty {
                response.fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(version.size)"
            }
        }
        input.overrides.apply(to: &response.fields)
        return response
    }

    /// The bytes of the part that the request names, if it names one.
    private func selectedPart(
        _ input: GetObjectInput, _ key: ObjectKey, _ selector: VersionSelector, in bucket: Bucket
    ) async throws -> SelectedPart? {
        guard let number = input.partNumber else { return nil }
        let version = try await store.object(key, version: selector, in: bucket)
        let parts = try await store.parts(of: version)
        if parts.isEmpty, number == 1 {
            return SelectedPart(
                sequence: version.sequence, range: 0..<version.size, count: nil, checksum: version.checksum)
        }
        guard parts.indices.contains(number - 1) else {
            throw S3Error(.invalidPartNumber).with("PartNumberRequested", String(number))
                .with("ActualPartCount", String(max(parts.count, 1)))
        }
        let part = parts[number - 1]
        return SelectedPart(
            sequence: version.sequence, range: part.offset..<part.offset + part.size, count: parts.count,
            checksum: part.checksum.map { checksum in
                // The part's own value, under the type that the whole has.
                var checksum = checksum
                checksum.type = version.checksum?.type ?? checksum.type
                checksum.partCount = nil
                return checksum
            })
    }
}

/// Which bytes of an object an answer holds.
private enum Selection {
    case whole(size: Int)
    case range(Range<Int>)
    /// The number of parts is told for objects that were uploaded in parts.
    case part(Range<Int>, count: Int?, checksum: Checksum?)

    var range: Range<Int> {
        switch self {
        case .whole(let size): 0..<size
        case .range(let range), .part(let range, _, _): range
        }
    }
}

/// A part of the object as it was when it was looked up.
private struct SelectedPart {
    var sequence: Int64
    var range: Range<Int>
    var count: Int?
    var checksum: Checksum?
}

/// Not a failure, but the way out of the store when a client has the object already.
private struct NotModified: Error {
    var version: ObjectVersion
}

extension ObjectBody {
    var responseBody: S3Response.Body {
        switch self {
        case .bytes(let bytes): .bytes(bytes)
        case .files(let slices):
            .segments(
                slices.map { slice in
                    .file(lengthInBytes: slice.count) {
                        let file = try await slice.open()
                        return S3Response.FileRegion(
                            descriptor: file.descriptor, range: slice.offset..<slice.offset + slice.count, owner: file)
                    }
                })
        }
    }
}
