import AWSSigV4
import Logging
import ObjectStore
package import S3Protocol

extension S3Service {
    /// Any error as S3 would tell it. What S3 has no words for is logged and told as `InternalError`.
    func s3Error(_ error: any Error, _ request: S3Request) -> S3Error {
        switch error {
        case let error as S3Error: return error
        case let fault as SignatureFault: return S3Error(fault)
        case let fault as StoreFault:
            if fault.isInternal { logFailure(fault, request) }
            return S3Error(storeFault: fault)
        case is CancellationError: return S3Error(.serviceUnavailable)
        case let error as any S3ErrorConvertible: return error.s3Error
        default:
            logFailure(error, request)
            return S3Error(.internalError)
        }
    }

    private func logFailure(_ error: any Error, _ request: S3Request) {
        environment.logger.error(
            "request failed",
            metadata: ["operation": "\(request.operation.rawValue)", "error": "\(error)"])
    }
}

/// Errors of whoever delivers the body, which know their place in S3's errors.
package protocol S3ErrorConvertible: Error {
    var s3Error: S3Error { get }
}

extension StoreFault {
    /// Whether the fault is the machine's and not the caller's.
    fileprivate var isInternal: Bool {
        switch self {
        case .damagedBody, .storageFull, .storageInaccessible, .storageFailed: true
        default: false
        }
    }
}

extension S3Error {
    /// Labelled, since `.invalidPartOrder` and some others are cases of `S3ErrorCode` and of `StoreFault` alike: without the
    /// label each of them would be taken for the fault here, over and over.
    init(storeFault fault: StoreFault) {
        switch fault {
        case .noSuchBucket(let name): self = S3Error(.noSuchBucket).with("BucketName", name)
        case .bucketRetired: self = S3Error(.accessDenied, "\(S3ErrorCode.accessDenied.message): \(fault)")
        case .bucketExists: self = S3Error(.bucketAlreadyExists)
        case .bucketNotEmpty: self = S3Error(.bucketNotEmpty)
        case .bucketBelongsToDefinition:
            self = S3Error(.accessDenied, "\(S3ErrorCode.accessDenied.message): \(fault)")
        case .invalidBucketState(let detail): self = S3Error(.invalidBucketState, detail)
        case .noSuchKey(let key): self = S3Error(.noSuchKey).with("Key", key.text)
        case .noSuchVersion(let key, let version):
            self = S3Error(.noSuchVersion).with("Key", key.text).with("VersionId", version)
        case .isDeleteMarker(let marker): self = S3Error(.noSuchKey).with("Key", marker.key.text)
        case .preconditionFailed(let name): self = S3Error(.preconditionFailed).with("Condition", name)
        case .locked: self = S3Error(.accessDenied, "Access Denied because object protected by object lock.")
        case .noSuchUpload(let id): self = S3Error(.noSuchUpload).with("UploadId", id)
        case .invalidPart(let number): self = S3Error(.invalidPart).with("PartNumber", String(number))
        case .invalidPartOrder: self = S3Error(.invalidPartOrder)
        case .partTooSmall(let number, let size, let minimum, let eTag):
            self = S3Error(.entityTooSmall).with("ProposedSize", String(size))
                .with("MinSizeAllowed", String(minimum)).with("PartNumber", String(number)).with("ETag", eTag)
        case .completionMismatch(let expected, let found):
            self = S3Error(
                .badDigest, "The checksum or size you specified did not match: expected \(expected), found \(found)")
        case .checksumNotAvailable:
            self = S3Error(
                .invalidRequest, "The upload was created without the checksum that its completion names")
        case .invalidRange: self = S3Error(.invalidRange)
        case .damagedBody: self = S3Error(.internalError, "\(S3ErrorCode.internalError.message): \(fault)")
        case .storageFull, .storageInaccessible, .storageFailed, .closed:
            self = S3Error(.serviceUnavailable, "\(S3ErrorCode.serviceUnavailable.message): \(fault)")
        }
    }
}
