import AWSSigV4
import FoundationEssentials
import HTTPTypes
import IAM
import NIOCore
import ObjectStore
import OpenSSL
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
extension S3Call {
    /// Takes a browser's form: its fields say what is to be stored and carry the signature, its file the bytes.
    func postObject() async throws -> S3Response {
        let bucket = try bucket()
        var upload = try FormUpload(self)
        var admission: Admission?
        // No byte of the file is kept before it is known who sends it and that they may.
        try await upload.receive(request.body) { form, file in
            let admitted = try admit(form, file, to: bucket)
            admission = admitted
            return admitted.lengthRange
        }
        let (form, file) = try upload.finished()
        guard let admission else { throw S3Error(.malformedPOSTRequest) }
        let body = try await file.intake.finish()
        let version = try await store.putObject(
            body,
            as: NewObject(
                key: admission.key, attributes: admission.attributes, requester: admission.requester,
                event: .createdByPost),
            in: bucket)
        return form.response(
            bucket: bucket.name.text, key: admission.key.text, eTag: version.eTag.text,
            location: location(of: admission.key, in: bucket))
    }

    /// Looks at all that stands before the file.
    private func admit(_ form: PostObjectForm, _ file: FormUpload.File, to bucket: Bucket) throws -> Admission {
        let call = with(
            fields: form.headerFields(fileContentType: file.contentType), caller: try signer(of: form) ?? caller)
        let key = try objectKey(try form.key(fileName: file.name))
        let lengthRange = try call.checkPolicy(form, bucket, key)
        let input = try call.authorisedInput(key, in: bucket)
        return Admission(
            key: key, attributes: try call.newAttributes(input, in: bucket), requester: call.requester,
            lengthRange: lengthRange)
    }

    /// Who signed the form; nil when nobody did.
    private func signer(of form: PostObjectForm) throws -> Caller? {
        guard let signature = try form.signature(), let policy = form.fields["policy"] else { return nil }
        let claim = try FormSignature(signature)
        let credentials: ResolvedCredentials
        do {
            credentials = try environment.credentials.resolve(
                accessKeyID: claim.accessKeyID, sessionToken: claim.sessionToken, at: time)
        } catch {
            throw S3Error(error, accessKeyID: claim.accessKeyID, sessionToken: claim.sessionToken)
        }
        guard claim.isValid(for: policy, secretAccessKey: credentials.secretAccessKey, region: environment.region)
        else { throw S3Error(.signatureDoesNotMatch).with("AWSAccessKeyId", claim.accessKeyID) }
        return Caller(principal: credentials.principal, contentHash: .unsigned)
    }

    /// The sizes that the file may have. Throws for a form that its own policy does not allow.
    private func checkPolicy(
        _ form: PostObjectForm, _ bucket: Bucket, _ key: ObjectKey
    ) throws(S3Error) -> ClosedRange<Int> {
        let all = 0...Self.maximumObjectLengthInBytes
        guard caller != nil, let text = form.fields["policy"] else { return all }
        let policy = try PostPolicy(base64: text)
        var fields = form.fields
        fields["bucket"] = bucket.name.text
        fields["key"] = key.text
        try policy.check(fields, at: time)
        guard let range = policy.lengthRange else { return all }
        return min(range.lowerBound, all.upperBound)...min(range.upperBound, all.upperBound)
    }
}

/// What a form may store.
private struct Admission {
    var key: ObjectKey
    var attributes: ObjectAttributes
    var requester: Requester
    var lengthRange: ClosedRange<Int>
}

/// Receives a form: fields into memory, the file into the store's hands.
private struct FormUpload {
    struct File {
        var name: String?
        var contentType: String?
        var length = 0
        var lengthRange = 0...0
        var intake: BodyIntake
    }

    /// Looks at the fields when the file begins. Returns the sizes that it may have.
    typealias Gate = (PostObjectForm, File) throws -> ClosedRange<Int>

    private var decoder: FormDataDecoder
    private let store: ObjectStore
    private var form = PostObjectForm()
    private var file: File?

    init(_ call: S3Call) throws(S3Error) {
        guard let decoder = FormDataDecoder(contentType: call.request.fields[.contentType] ?? "") else {
            throw S3Error(.malformedPOSTRequest)
        }
        self.decoder = decoder
        store = call.store
    }

    mutating func receive(_ body: S3RequestBody, admit: Gate) async throws {
        switch body {
        case .whole(let bytes): try await take(bytes, admit)
        case .stream(_, let next):
            while let bytes = try await next() { try await take(bytes, admit) }
        }
    }

    private mutating func take(_ bytes: ByteBuffer, _ admit: Gate) async throws {
        for event in try decoder.decode(bytes) {
            switch event {
            case .field(let name, let value):
                form.add(name, value)
            case .fileStart(let name, let contentType):
                var file = File(
                    name: name, contentType: contentType,
                    intake: store.beginWrite(expectedLength: nil, checksums: []))
                file.lengthRange = try admit(form, file)
                self.file = file
            case .fileData(let data):
                file?.length += data.readableBytes
                guard let file else { throw S3Error(.malformedPOSTRequest) }
                guard file.length <= file.lengthRange.upperBound else {
                    throw S3Error(.entityTooLarge).with("ProposedSize", String(file.length))
                        .with("MaxSizeAllowed", String(file.lengthRange.upperBound))
                }
                try await file.intake.append(data)
            case .fileEnd:
                break
            }
        }
    }

    func finished() throws(S3Error) -> (PostObjectForm, File) {
        guard let file else {
            throw S3Error(.invalidArgument, "POST requires exactly one file upload per request.")
        }
        guard decoder.isEnded else { throw S3Error(.incompleteBody) }
        guard file.length >= file.lengthRange.lowerBound else {
            throw S3Error(.entityTooSmall).with("ProposedSize", String(file.length))
                .with("MinSizeAllowed", String(file.lengthRange.lowerBound))
        }
        return (form, file)
    }
}

/// The signature over a form's policy.
private struct FormSignature {
    let accessKeyID: String
    let sessionToken: String?
    private let scope: CredentialScope?
    private let signature: String

    init(_ signature: PostObjectForm.Signature) throws(S3Error) {
        switch signature {
        case .version2(let accessKeyID, let signature):
            self.accessKeyID = accessKeyID
            self.signature = signature
            sessionToken = nil
            scope = nil
        case .version4(let credential, _, let signature, let token):
            let parts = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, parts[4] == "aws4_request" else {
                throw .invalidArgument("x-amz-credential", credential, "the Credential is mal-formed")
            }
            accessKeyID = parts[0]
            scope = CredentialScope(day: parts[1], region: parts[2], service: parts[3])
            self.signature = signature
            sessionToken = token
        }
    }

    func isValid(for policy: String, secretAccessKey: String, region: String) -> Bool {
        guard let scope else {
            // The old way: HMAC-SHA1 of the policy, base64.
            let key = MessageAuthenticationKey(Array(secretAccessKey.utf8), digest: .sha1)
            let expected = Data(key.authenticate(Array(policy.utf8))).base64EncodedString()
            return ConstantTime.equal(expected, signature)
        }
        guard scope.region == region, scope.service == "s3" else { return false }
        let expected = SigningKey(secretAccessKey: secretAccessKey, scope: scope).sign(policy)
        return ConstantTime.equal(expected, signature)
    }
}
