import HTTPTypes
import ObjectStore
import S3Protocol

extension S3Service {
    /// Answers a browser's question whether a page of another origin may send a request.
    func preflight(_ request: S3Request) throws(S3Error) -> S3Response {
        guard let question = CrossOriginRequest(request.fields, method: .options) else {
            throw S3Error(
                code: "BadRequest", status: 400, message: "Insufficient information. Origin request header needed.")
        }
        guard !question.method.isEmpty else {
            throw S3Error(
                code: "BadRequest", status: 400,
                message: "Invalid Access-Control-Request-Method: \(question.method)")
        }
        guard let configuration = configuration(request) else {
            throw Self.forbidden("CORSResponse: CORS is not enabled for this bucket.")
        }
        guard let fields = question.fields(under: configuration) else {
            throw Self.forbidden(
                "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, "
                    + "request method / Access-Control-Request-Method or Access-Control-Request-Headers are not "
                    + "whitelisted by the resource's CORS spec.")
        }
        return S3Response(.ok, fields: fields)
    }

    /// Adds to an answer what lets the page read it, if the configuration allows it.
    func addCrossOriginFields(to response: inout S3Response, _ request: S3Request) {
        guard let question = CrossOriginRequest(request.fields, method: request.method),
            let configuration = configuration(request), let fields = question.fields(under: configuration)
        else { return }
        for field in fields { response.fields[field.name] = field.value }
    }

    /// The bucket's configuration or, where it has none of its own, the backend tool's: for the definition's buckets,
    /// and for buckets that do not exist, so that a page sees the error that says so.
    private func configuration(_ request: S3Request) -> CORSConfiguration? {
        guard let name = request.address.bucket, let bucket = try? environment.store.bucket(named: name) else {
            return .amplify
        }
        guard let document = bucket.documents[.cors] else { return bucket.origin == .definition ? .amplify : nil }
        return corsConfigurations.value(of: document)
    }

    private static func forbidden(_ message: String) -> S3Error {
        S3Error(code: "AccessForbidden", status: 403, message: message)
    }
}
