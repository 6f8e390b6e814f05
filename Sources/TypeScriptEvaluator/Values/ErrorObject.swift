package import SourceText

/// The constructors of errors that the language itself throws.
package enum ErrorKind: String, CaseIterable, Sendable {
    case error = "Error"
    case type = "TypeError"
    case range = "RangeError"
    case reference = "ReferenceError"
    case syntax = "SyntaxError"
    case evaluation = "EvalError"
    case uri = "URIError"
}

/// An `Error`. Its `origin` is where it was made.
///
/// Reference: https://tc39.es/ecma262/#sec-error-objects
package final class ErrorObject: Object {
    /// A host's error that stands behind it, given back as it is when nobody catches this one.
    package var payload: (any Error)?

    package init(_ realm: Realm, prototype: Object, message: UTF16String?, origin: SourceRange) {
        super.init(realm, prototype: prototype)
        self.origin = origin
        if let message { put(.message, .string(message), .hidden) }
    }

    override var className: UTF16String { "Error" }

    /// `name: message` and the place, in the form of the engines' stack traces.
    func fillStack() {
        let site = origin.map { "\n    at \($0.file.name):\($0.start.line):\($0.start.column)" } ?? ""
        put(.stack, .text(inspectError(self).prefix(2_000) + site), .hidden)
    }
}

/// `name: message`, as `Error.prototype.toString` makes it, without running any code of the definition.
func inspectError(_ error: Object) -> String {
    func text(_ name: PropertyName) -> String? {
        var object: Object? = error
        while let current = object {
            if let property = current.ownProperty(name) {
                guard case .value(let value) = property.content else { return nil }
                return value.asText
            }
            object = current.prototype
        }
        return nil
    }
    let name = text(.name) ?? "Error"
    let message = text(.message) ?? ""
    return message.isEmpty ? name : name.isEmpty ? message : "\(name): \(message)"
}
