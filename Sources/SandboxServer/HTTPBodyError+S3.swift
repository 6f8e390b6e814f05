import HTTPServer
import S3Protocol
import S3Service

extension HTTPBodyError: S3ErrorConvertible {
    var s3Error: S3Error {
        switch self {
        case .truncated, .malformed: S3Error(.incompleteBody)
        case .timedOut: S3Error(.requestTimeout)
        case .tooLarge(let limit):
            S3Error(.maxMessageLengthExceeded).with("MaxMessageLengthBytes", String(limit))
        }
    }
}
