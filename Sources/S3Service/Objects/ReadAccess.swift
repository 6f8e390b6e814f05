import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

extension S3Call {
    /// Runs `read` if the caller may read the version, and tells a missing key only to those who may list it.
    ///
    /// | may read | exists | may list the key | answer |
    /// |---|---|---|---|
    /// | yes | no | yes | 404 |
    /// | yes | no | no | 403 |
    /// | no | yes | any | 403 |
    /// | no | no | yes | 404 |
    /// | no | no | no | 403 |
    func withReadAccess<Result>(
        _ key: ObjectKey, _ version: VersionSelector, in bucket: Bucket, _ read: () async throws -> Result
    ) async throws -> Result {
        let verdict = try await knowingTags(of: key, version, in: bucket)
            .verdict(version == .latest ? .getObject : .getObjectVersion, key, in: bucket)
        guard verdict.isAllowed else {
            guard version == .latest, try mayKnowAbsence(of: key, in: bucket), try await !exists(key, in: bucket) else {
                throw denied(verdict)
            }
            throw S3Error(.noSuchKey).with("Key", key.text)
        }
        do {
            return try await read()
        } catch StoreFault.noSuchKey(let missing) {
            guard try mayKnowAbsence(of: key, in: bucket) else { throw deniedAbsence(of: key, in: bucket) }
            throw StoreFault.noSuchKey(missing)
        } catch StoreFault.isDeleteMarker(let marker) {
            guard try mayKnowAbsence(of: key, in: bucket) else { throw deniedAbsence(of: key, in: bucket) }
            throw Self.isDeleteMarker(marker, version)
        }
    }

    private func exists(_ key: ObjectKey, in bucket: Bucket) async throws -> Bool {
        do {
            _ = try await store.object(key, in: bucket)
            return true
        } catch StoreFault.noSuchKey, StoreFault.isDeleteMarker {
            return false
        }
    }

    private static func isDeleteMarker(_ marker: DeleteMarker, _ version: VersionSelector) -> S3Error {
        var error =
            version == .latest
            ? S3Error(.noSuchKey).with("Key", marker.key.text)
            : S3Error(.methodNotAllowed).with("Method", "GET").with("ResourceType", "DeleteMarker")
        error.fields[.xAmzDeleteMarker] = "true"
        error.fields[.xAmzVersionID] = marker.versionID.text
        if version != .latest {
            error.fields[.allow] = "DELETE"
            error.fields[.lastModified] = S3Date.http(marker.modifiedAt)
        }
        return error
    }

    /// What is told of a version when it is read, apart from its bytes.
    func objectFields(_ version: ObjectVersion, in bucket: Bucket) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(20)
        let attributes = version.attributes
        fields[.lastModified] = S3Date.http(version.modifiedAt)
        fields[.eTag] = "\"\(version.eTag.text)\""
        attributes.fields.write(to: &fields)
        attributes.writeEncryption(to: &fields)
        fields[.xAmzStorageClass] = attributes.storageClass
        if bucket.versioning != .off || version.versionID != .null { fields[.xAmzVersionID] = version.versionID.text }
        if !attributes.tags.isEmpty { fields[.xAmzTaggingCount] = String(attributes.tags.count) }
        if let retention = attributes.retention {
            fields[.xAmzObjectLockMode] = retention.mode.rawValue
            fields[.xAmzObjectLockRetainUntilDate] = S3Date.iso(retention.until)
        }
        fields[.xAmzExpiration] = expirationField(of: version, in: bucket)
        if attributes.hasLegalHold { fields[.xAmzObjectLockLegalHold] = "ON" }
        return fields
    }

    /// An object under a client's own key is read with that key, and no other with any.
    func checkCustomerKey(_ md5: String?, of version: ObjectVersion) throws(S3Error) {
        guard md5 != version.attributes.customerKeyMD5 else { return }
        if version.attributes.customerKeyMD5 == nil {
            throw S3Error(
                .invalidRequest,
                "The encryption parameters are not applicable to this object.")
        }
        if md5 == nil {
            throw S3Error(
                .invalidRequest,
                "The object was stored using a form of Server Side Encryption. The correct parameters must be "
                    + "provided to retrieve the object.")
        }
        throw S3Error(
            .invalidRequest, "The provided encryption parameters did not match the ones used originally.")
    }
}
