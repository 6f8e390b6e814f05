package import HTTPTypes

// The header names of S3, made once: making one scans and copies its text.
extension HTTPField.Name {
    package static let contentMD5 = Self("Content-MD5")!
    package static let xAmzACL = Self("x-amz-acl")!
    package static let xAmzBucketRegion = Self("x-amz-bucket-region")!
    package static let xAmzBypassGovernanceRetention = Self("x-amz-bypass-governance-retention")!
    package static let xAmzChecksumAlgorithm = Self("x-amz-checksum-algorithm")!
    package static let xAmzChecksumMode = Self("x-amz-checksum-mode")!
    package static let xAmzChecksumType = Self("x-amz-checksum-type")!
    package static let xAmzContentSHA256 = Self("x-amz-content-sha256")!
    package static let xAmzCopySource = Self("x-amz-copy-source")!
    package static let xAmzCopySourceIfMatch = Self("x-amz-copy-source-if-match")!
    package static let xAmzCopySourceIfModifiedSince = Self("x-amz-copy-source-if-modified-since")!
    package static let xAmzCopySourceIfNoneMatch = Self("x-amz-copy-source-if-none-match")!
    package static let xAmzCopySourceIfUnmodifiedSince = Self("x-amz-copy-source-if-unmodified-since")!
    package static let xAmzCopySourceRange = Self("x-amz-copy-source-range")!
    package static let xAmzCopySourceVersionID = Self("x-amz-copy-source-version-id")!
    package static let xAmzDecodedContentLength = Self("x-amz-decoded-content-length")!
    package static let xAmzDeleteMarker = Self("x-amz-delete-marker")!
    package static let xAmzExpiration = Self("x-amz-expiration")!
    package static let xAmzExpectedBucketOwner = Self("x-amz-expected-bucket-owner")!
    package static let xAmzSourceExpectedBucketOwner = Self("x-amz-source-expected-bucket-owner")!
    package static let xAmzIfMatchLastModifiedTime = Self("x-amz-if-match-last-modified-time")!
    package static let xAmzIfMatchSize = Self("x-amz-if-match-size")!
    package static let xAmzID2 = Self("x-amz-id-2")!
    package static let xAmzMetadataDirective = Self("x-amz-metadata-directive")!
    package static let xAmzMissingMeta = Self("x-amz-missing-meta")!
    package static let xAmzMPPartsCount = Self("x-amz-mp-parts-count")!
    package static let xAmzMPObjectSize = Self("x-amz-mp-object-size")!
    package static let xAmzObjectAttributes = Self("x-amz-object-attributes")!
    package static let xAmzMaxParts = Self("x-amz-max-parts")!
    package static let xAmzPartNumberMarker = Self("x-amz-part-number-marker")!
    package static let xAmzBucketObjectLockEnabled = Self("x-amz-bucket-object-lock-enabled")!
    package static let xAmzObjectLockLegalHold = Self("x-amz-object-lock-legal-hold")!
    package static let xAmzObjectLockMode = Self("x-amz-object-lock-mode")!
    package static let xAmzObjectLockRetainUntilDate = Self("x-amz-object-lock-retain-until-date")!
    package static let xAmzObjectOwnership = Self("x-amz-object-ownership")!
    package static let xAmzRequestID = Self("x-amz-request-id")!
    package static let xAmzServerSideEncryption = Self("x-amz-server-side-encryption")!
    package static let xAmzServerSideEncryptionKeyID = Self("x-amz-server-side-encryption-aws-kms-key-id")!
    package static let xAmzServerSideEncryptionCustomerAlgorithm =
        Self("x-amz-server-side-encryption-customer-algorithm")!
    package static let xAmzServerSideEncryptionCustomerKey = Self("x-amz-server-side-encryption-customer-key")!
    package static let xAmzServerSideEncryptionCustomerKeyMD5 =
        Self("x-amz-server-side-encryption-customer-key-md5")!
    package static let xAmzCopySourceCustomerAlgorithm =
        Self("x-amz-copy-source-server-side-encryption-customer-algorithm")!
    package static let xAmzCopySourceCustomerKey = Self("x-amz-copy-source-server-side-encryption-customer-key")!
    package static let xAmzCopySourceCustomerKeyMD5 =
        Self("x-amz-copy-source-server-side-encryption-customer-key-md5")!
    package static let xAmzStorageClass = Self("x-amz-storage-class")!
    package static let xAmzTagging = Self("x-amz-tagging")!
    package static let xAmzTaggingCount = Self("x-amz-tagging-count")!
    package static let xAmzTaggingDirective = Self("x-amz-tagging-directive")!
    package static let xAmzTrailer = Self("x-amz-trailer")!
    package static let xAmzVersionID = Self("x-amz-version-id")!
    package static let xAmzWebsiteRedirectLocation = Self("x-amz-website-redirect-location")!
    package static let xAmzWriteOffsetBytes = Self("x-amz-write-offset-bytes")!
}
