package import HTTPTypes

/// A refusal in S3's terms: what is put into the error document.
package struct S3Error: Error, Sendable, Hashable {
    /// One element of the document beside the code and the message.
    package struct Detail: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var code: String
    package var status: Int
    package var message: String
    package var details: [Detail]
    /// Header fields that go with it.
    package var fields = HTTPFields()

    package init(_ code: S3ErrorCode, _ message: String? = nil) {
        self.init(code: code.rawValue, status: code.status, message: message ?? code.message)
    }

    /// For errors that another target has put in S3's words already.
    package init(code: String, status: Int, message: String, details: [Detail] = []) {
        self.code = code
        self.status = status
        self.message = message
        self.details = details
    }

    /// The same error with a further element.
    package func with(_ name: String, _ value: String) -> S3Error {
        var error = self
        error.details.append(Detail(name: name, value: value))
        return error
    }

    /// An argument that is not as it should be.
    package static func invalidArgument(_ name: String, _ value: String, _ message: String) -> S3Error {
        S3Error(.invalidArgument, message).with("ArgumentName", name).with("ArgumentValue", value)
    }

    /// Something of S3 that the sandbox does not have, by its name.
    package static func notImplemented(_ what: String) -> S3Error {
        S3Error(.notImplemented, "\(what) is not implemented by the sandbox")
    }
}
