import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
extension S3Call {
    func deleteObject() async throws -> S3Response {
        let versionID = try VersionParameter.read(request.query)
        let bucket = try bucket()
        let key = try key()
        let deletion = Deletion(
            key: key, version: try version(versionID),
            conditions: WriteConditions(try WritePreconditions(request.fields)),
            bypassesGovernance: bypassesGovernance)
        try authoriseDeletion(deletion, in: bucket)
        let outcome = try await store.deleteObjects([deletion], in: bucket, requester: requester)[0].get()
        var fields = HTTPFields()
        switch outcome {
        case .removed: break
        case .removedVersion(let version, let wasMarker):
            fields[.xAmzVersionID] = version.text
            if wasMarker { fields[.xAmzDeleteMarker] = "true" }
        case .marked(let marker):
            fields[.xAmzVersionID] = marker.versionID.text
            fields[.xAmzDeleteMarker] = "true"
        }
        return S3Response(.noContent, fields: fields)
    }

    /// Whether the request wants to remove what governance retention keeps.
    var bypassesGovernance: Bool {
        request.fields[.xAmzBypassGovernanceRetention]?.lowercased() == "true"
    }

    func authoriseDeletion(_ deletion: Deletion, in bucket: Bucket) throws(S3Error) {
        try authorise(deletion.version == .latest ? .deleteObject : .deleteObjectVersion, deletion.key, in: bucket)
        if deletion.bypassesGovernance { try authorise(.bypassGovernanceRetention, deletion.key, in: bucket) }
    }
}
