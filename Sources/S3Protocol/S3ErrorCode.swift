/// The codes of S3's errors that the sandbox answers with.
///
/// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
package enum S3ErrorCode: String, Sendable, Hashable, CaseIterable {
    case accessDenied = "AccessDenied"
    case accessControlListNotSupported = "AccessControlListNotSupported"
    case authorizationHeaderMalformed = "AuthorizationHeaderMalformed"
    case authorizationQueryParametersError = "AuthorizationQueryParametersError"
    case badDigest = "BadDigest"
    case bucketAlreadyExists = "BucketAlreadyExists"
    case bucketAlreadyOwnedByYou = "BucketAlreadyOwnedByYou"
    case bucketNotEmpty = "BucketNotEmpty"
    case conditionalRequestConflict = "ConditionalRequestConflict"
    case entityTooLarge = "EntityTooLarge"
    case entityTooSmall = "EntityTooSmall"
    case expiredToken = "ExpiredToken"
    case illegalLocationConstraint = "IllegalLocationConstraintException"
    case incompleteBody = "IncompleteBody"
    case incorrectNumberOfFilesInPostRequest = "IncorrectNumberOfFilesInPostRequest"
    case internalError = "InternalError"
    case invalidAccessKeyId = "InvalidAccessKeyId"
    case invalidArgument = "InvalidArgument"
    case invalidAttributeName = "InvalidAttributeName"
    case invalidBucketName = "InvalidBucketName"
    case invalidBucketState = "InvalidBucketState"
    case invalidDigest = "InvalidDigest"
    case invalidEncryptionAlgorithm = "InvalidEncryptionAlgorithmError"
    case invalidLocationConstraint = "InvalidLocationConstraint"
    case invalidObjectState = "InvalidObjectState"
    case invalidPart = "InvalidPart"
    case invalidPartNumber = "InvalidPartNumber"
    case invalidPartOrder = "InvalidPartOrder"
    case invalidPolicyDocument = "InvalidPolicyDocument"
    case invalidRange = "InvalidRange"
    case invalidRequest = "InvalidRequest"
    case invalidRetentionPeriod = "InvalidRetentionPeriod"
    case invalidStorageClass = "InvalidStorageClass"
    case invalidTag = "InvalidTag"
    case invalidToken = "InvalidToken"
    case invalidURI = "InvalidURI"
    case keyTooLong = "KeyTooLongError"
    case malformedACL = "MalformedACLError"
    case malformedPOSTRequest = "MalformedPOSTRequest"
    case malformedPolicy = "MalformedPolicy"
    case malformedTrailer = "MalformedTrailerError"
    case malformedXML = "MalformedXML"
    case maxMessageLengthExceeded = "MaxMessageLengthExceeded"
    case maxPostPreDataLengthExceeded = "MaxPostPreDataLengthExceededError"
    case metadataTooLarge = "MetadataTooLarge"
    case methodNotAllowed = "MethodNotAllowed"
    case missingContentLength = "MissingContentLength"
    case missingFields = "MissingFields"
    case missingRequestBody = "MissingRequestBodyError"
    case noSuchBucket = "NoSuchBucket"
    case noSuchBucketPolicy = "NoSuchBucketPolicy"
    case noSuchConfiguration = "NoSuchConfiguration"
    case noSuchCORSConfiguration = "NoSuchCORSConfiguration"
    case noSuchKey = "NoSuchKey"
    case noSuchLifecycleConfiguration = "NoSuchLifecycleConfiguration"
    case noSuchObjectLockConfiguration = "NoSuchObjectLockConfiguration"
    case noSuchPublicAccessBlockConfiguration = "NoSuchPublicAccessBlockConfiguration"
    case noSuchTagSet = "NoSuchTagSet"
    case noSuchUpload = "NoSuchUpload"
    case noSuchVersion = "NoSuchVersion"
    case noSuchWebsiteConfiguration = "NoSuchWebsiteConfiguration"
    case notImplemented = "NotImplemented"
    case objectLockConfigurationNotFound = "ObjectLockConfigurationNotFoundError"
    case ownershipControlsNotFound = "OwnershipControlsNotFoundError"
    case preconditionFailed = "PreconditionFailed"
    case replicationConfigurationNotFound = "ReplicationConfigurationNotFoundError"
    case requestHeaderSectionTooLarge = "RequestHeaderSectionTooLarge"
    case requestTimeout = "RequestTimeout"
    case requestTimeTooSkewed = "RequestTimeTooSkewed"
    case serverSideEncryptionConfigurationNotFound = "ServerSideEncryptionConfigurationNotFoundError"
    case serviceUnavailable = "ServiceUnavailable"
    case signatureDoesNotMatch = "SignatureDoesNotMatch"
    case unexpectedContent = "UnexpectedContent"
    case userKeyMustBeSpecified = "UserKeyMustBeSpecified"
    case xAmzContentSHA256Mismatch = "XAmzContentSHA256Mismatch"

    package var status: Int {
        switch self {
        case .accessDenied, .invalidAccessKeyId, .invalidObjectState, .requestTimeTooSkewed, .signatureDoesNotMatch:
            403
        case .noSuchBucket, .noSuchBucketPolicy, .noSuchConfiguration, .noSuchCORSConfiguration, .noSuchKey,
            .noSuchLifecycleConfiguration, .noSuchObjectLockConfiguration, .noSuchPublicAccessBlockConfiguration,
            .noSuchTagSet, .noSuchUpload, .noSuchVersion, .noSuchWebsiteConfiguration, .objectLockConfigurationNotFound,
            .ownershipControlsNotFound, .replicationConfigurationNotFound, .serverSideEncryptionConfigurationNotFound:
            404
        case .methodNotAllowed:
            405
        case .bucketAlreadyExists, .bucketAlreadyOwnedByYou, .bucketNotEmpty, .conditionalRequestConflict,
            .invalidBucketState:
            409
        case .missingContentLength:
            411
        case .preconditionFailed:
            412
        case .invalidPartNumber, .invalidRange:
            416
        case .internalError:
            500
        case .notImplemented:
            501
        case .serviceUnavailable:
            503
        default:
            400
        }
    }

    /// S3's own words for it.
    package var message: String {
        switch self {
        case .accessDenied: "Access Denied"
        case .accessControlListNotSupported: "The bucket does not allow ACLs"
        case .authorizationHeaderMalformed: "The authorization header is malformed"
        case .authorizationQueryParametersError: "Error parsing the X-Amz-Credential parameter"
        case .badDigest: "The Content-MD5 you specified did not match what we received."
        case .bucketAlreadyExists:
            "The requested bucket name is not available. The bucket namespace is shared by all users of "
                + "the system. Please select a different name and try again."
        case .bucketAlreadyOwnedByYou:
            "Your previous request to create the named bucket succeeded and you already own it."
        case .bucketNotEmpty: "The bucket you tried to delete is not empty"
        case .conditionalRequestConflict:
            "The conditional request cannot succeed due to a conflicting operation against this "
                + "resource."
        case .entityTooLarge: "Your proposed upload exceeds the maximum allowed size"
        case .entityTooSmall: "Your proposed upload is smaller than the minimum allowed size"
        case .expiredToken: "The provided token has expired."
        case .illegalLocationConstraint:
            "The specified location constraint is incompatible for the region specific endpoint this "
                + "request was sent to."
        case .incompleteBody: "You did not provide the number of bytes specified by the Content-Length HTTP header"
        case .incorrectNumberOfFilesInPostRequest: "POST requires exactly one file upload per request."
        case .internalError: "We encountered an internal error. Please try again."
        case .invalidAccessKeyId: "The AWS Access Key Id you provided does not exist in our records."
        case .invalidArgument: "Invalid Argument"
        case .invalidAttributeName: "Invalid attribute name specified"
        case .invalidBucketName: "The specified bucket is not valid."
        case .invalidBucketState: "The request is not valid with the current state of the bucket."
        case .invalidDigest: "The Content-MD5 you specified was invalid."
        case .invalidEncryptionAlgorithm: "The encryption request you specified is not valid."
        case .invalidLocationConstraint: "The specified location-constraint is not valid"
        case .invalidObjectState: "The operation is not valid for the object's storage class"
        case .invalidPart:
            "One or more of the specified parts could not be found.  The part may not have been "
                + "uploaded, or the specified entity tag may not match the part's entity tag."
        case .invalidPartNumber: "The requested partnumber is not satisfiable"
        case .invalidPartOrder: "The list of parts was not in ascending order. Parts must be ordered by part number."
        case .invalidPolicyDocument:
            "The content of the form does not meet the conditions specified in the policy document."
        case .invalidRange: "The requested range is not satisfiable"
        case .invalidRequest: "Invalid Request"
        case .invalidRetentionPeriod: "The retention period is not valid"
        case .invalidStorageClass: "The storage class you specified is not valid"
        case .invalidTag: "The tag provided was not a valid tag."
        case .invalidToken: "The provided token is malformed or otherwise invalid."
        case .invalidURI: "Couldn't parse the specified URI."
        case .keyTooLong: "Your key is too long"
        case .malformedACL: "The XML you provided was not well-formed or did not validate against our published schema"
        case .malformedPOSTRequest: "The body of your POST request is not well-formed multipart/form-data."
        case .malformedPolicy: "Policies must be valid JSON and the first byte must be '{'"
        case .malformedTrailer:
            "The request contained trailing data that was not well-formed or did not conform to our published schema."
        case .malformedXML: "The XML you provided was not well-formed or did not validate against our published schema"
        case .maxMessageLengthExceeded: "Your request was too big."
        case .maxPostPreDataLengthExceeded: "Your POST request fields preceding the upload file were too large."
        case .metadataTooLarge: "Your metadata headers exceed the maximum allowed metadata size"
        case .methodNotAllowed: "The specified method is not allowed against this resource."
        case .missingContentLength: "You must provide the Content-Length HTTP header."
        case .missingFields: "Missing fields in request."
        case .missingRequestBody: "Request Body is empty"
        case .noSuchBucket: "The specified bucket does not exist"
        case .noSuchBucketPolicy: "The bucket policy does not exist"
        case .noSuchConfiguration: "The specified configuration does not exist."
        case .noSuchCORSConfiguration: "The CORS configuration does not exist"
        case .noSuchKey: "The specified key does not exist."
        case .noSuchLifecycleConfiguration: "The lifecycle configuration does not exist"
        case .noSuchObjectLockConfiguration: "The specified object does not have a ObjectLock configuration"
        case .noSuchPublicAccessBlockConfiguration: "The public access block configuration was not found"
        case .noSuchTagSet: "The TagSet does not exist"
        case .noSuchUpload:
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have "
                + "been aborted or completed."
        case .noSuchVersion: "The specified version does not exist."
        case .noSuchWebsiteConfiguration: "The specified bucket does not have a website configuration"
        case .notImplemented: "A header you provided implies functionality that is not implemented"
        case .objectLockConfigurationNotFound: "Object Lock configuration does not exist for this bucket"
        case .ownershipControlsNotFound: "The bucket ownership controls were not found"
        case .preconditionFailed: "At least one of the pre-conditions you specified did not hold"
        case .replicationConfigurationNotFound: "The replication configuration was not found"
        case .requestHeaderSectionTooLarge:
            "Your request header section exceeds the maximum allowed header section size"
        case .requestTimeout:
            "Your socket connection to the server was not read from or written to within the timeout "
                + "period. Idle connections will be closed."
        case .requestTimeTooSkewed: "The difference between the request time and the current time is too large."
        case .serverSideEncryptionConfigurationNotFound: "The server side encryption configuration was not found"
        case .serviceUnavailable: "Service is unable to handle request."
        case .signatureDoesNotMatch:
            "The request signature we calculated does not match the signature you provided. Check your "
                + "key and signing method."
        case .unexpectedContent: "This request does not support content"
        case .userKeyMustBeSpecified:
            "The bucket POST must contain the specified field name. If it is specified, please check "
                + "the order of the fields."
        case .xAmzContentSHA256Mismatch: "The provided 'x-amz-content-sha256' header does not match what was computed."
        }
    }
}
