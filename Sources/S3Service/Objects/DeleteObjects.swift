import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
extension S3Call {
    func deleteObjects() async throws -> S3Response {
        let bucket = try bucket()
        guard caller != nil || bucket.documents[.policy] != nil else { throw S3Error(.accessDenied) }
        let digests = try BodyDigests(request.fields)
        guard digests.md5 != nil || digests.checksum != nil else {
            throw S3Error(.invalidRequest, "Missing required header for this request: Content-MD5")
        }
        let input = try DeleteObjectsInput(
            try await receiveDocument(upTo: DeleteObjectsInput.maximumLengthInBytes))
        // Each key by itself: what is refused stays, the others go.
        var entries = [DeleteResult.Entry?](repeating: nil, count: input.objects.count)
        var deletions: [(index: Int, deletion: Deletion)] = []
        for (index, object) in input.objects.enumerated() {
            do {
                let deletion = try deletion(object)
                try authoriseDeletion(deletion, in: bucket)
                deletions.append((index, deletion))
            } catch {
                entries[index] = .failed(key: object.key, versionID: object.versionID, error)
            }
        }
        let outcomes = try await store.deleteObjects(deletions.map(\.deletion), in: bucket, requester: requester)
        for ((index, _), outcome) in zip(deletions, outcomes) {
            entries[index] = DeleteResult.Entry(input.objects[index], outcome)
        }
        var result = DeleteResult()
        result.entries = entries.compactMap { $0 }
        return S3Response(xml: result.document(isQuiet: input.isQuiet))
    }

    private func deletion(_ object: DeleteObjectsInput.Object) throws(S3Error) -> Deletion {
        guard let version = object.versionID.map({ VersionID($0) }) ?? .some(nil) else {
            throw S3Error(.noSuchVersion)
        }
        return Deletion(
            key: try objectKey(object.key), version: version.map { .version($0) } ?? .latest,
            conditions: WriteConditions(
                ifMatch: object.eTag.map { $0 == "*" ? .any : .oneOf([$0]) }, ifMatchSize: object.size,
                ifMatchModifiedAt: object.lastModified),
            bypassesGovernance: bypassesGovernance)
    }
}

extension DeleteResult.Entry {
    fileprivate init(_ object: DeleteObjectsInput.Object, _ outcome: Result<DeletionOutcome, StoreFault>) {
        switch outcome {
        case .success(.removed):
            self = .deleted(key: object.key, versionID: nil, markerVersionID: nil)
        case .success(.removedVersion(let version, let wasMarker)):
            self = .deleted(
                key: object.key, versionID: version.text, markerVersionID: wasMarker ? version.text : nil)
        case .success(.marked(let marker)):
            self = .deleted(key: object.key, versionID: nil, markerVersionID: marker.versionID.text)
        case .failure(let fault):
            self = .failed(key: object.key, versionID: object.versionID, S3Error(storeFault: fault))
        }
    }
}
