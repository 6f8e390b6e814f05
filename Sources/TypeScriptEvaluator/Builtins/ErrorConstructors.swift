import SourceText

/// Error, TypeError and their kin
///
/// Reference: https://tc39.es/ecma262/#sec-error-objects
extension Realm {
    func makeErrorClass(_ kind: ErrorKind) -> Intrinsics.Class {
        let base = kind == .error ? nil : intrinsics.error(.error)
        let prototype = Object(self, prototype: base?.prototype ?? intrinsics.objectPrototype)
        prototype.put(.name, .text(kind.rawValue), .hidden)
        prototype.put(.message, "", .hidden)
        let constructor = NativeFunction(
            self, constructor: UTF16String(kind.rawValue), length: 1, prototype: prototype, parent: base?.constructor
        ) { call in
            let prototype = try call.newTarget?.prototypeForInstances(default: prototype) ?? prototype
            let message = call[0].isUndefined ? nil : try call.realm.toText(call[0])
            let error = ErrorObject(call.realm, prototype: prototype, message: message, origin: call.site)
            if let options = call[1].asObject, options.hasProperty(.cause) {
                error.put(.cause, try options.get(.cause), .hidden)
            }
            error.fillStack()
            return .object(error)
        }
        if kind == .error {
            prototype.method("toString", 0) { call in
                guard let object = call.this.asObject else {
                    throw call.typeError("Error.prototype.toString requires that 'this' be a JSReceiver")
                }
                let name = try object.get(.name)
                let message = try object.get(.message)
                let nameText = name.isUndefined ? "Error" : try call.realm.toText(name)
                let messageText = message.isUndefined ? "" : try call.realm.toText(message)
                if messageText.isEmpty { return .string(nameText) }
                return .string(nameText.isEmpty ? messageText : nameText + ": " + messageText)
            }
            // What sets a trace on an object of one's own; the trace is there already.
            constructor.method("captureStackTrace", 2) { call in
                call[0].asObject?.put(.stack, .text(call.realm.stackText(at: call.site)), .hidden)
                return .undefined
            }
        }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    fileprivate func stackText(at site: SourceRange) -> String {
        "Error\n    at \(site.file.name):\(site.start.line):\(site.start.column)"
    }
}
