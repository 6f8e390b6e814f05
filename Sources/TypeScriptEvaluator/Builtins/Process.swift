import SourceText

/// process: the environment and the working directory that the host gives, and little else.
///
/// Reference: https://nodejs.org/api/process.html
extension Realm {
    func makeProcess() -> Object {
        let process = HostObject(
            self, label: "process", members: ["env", "argv", "platform", "arch", "version", "versions", "pid"])
        process.put("env", .object(environment))
        process.put("argv", .object(ArrayObject(self, ["node", "ampx"])))
        process.put("execArgv", .object(ArrayObject(self)))
        process.put("platform", "linux")
        process.put("arch", "x64")
        process.put("version", "v22.0.0")
        process.put("pid", .integer(1))
        process.put("exitCode", .undefined)
        let versions = Object(self, prototype: intrinsics.objectPrototype)
        versions.put("node", "22.0.0")
        process.put("versions", .object(versions))
        process.method("cwd", 0) { call in .text(call.realm.host.projectFolder) }
        process.method("uptime", 0) { _ in .number(0) }
        process.method("exit", 1) { call in
            throw call.realm.stop(.unavailable("`process.exit` ends the evaluation"), at: call.site)
        }
        let nextTick = NativeFunction(self, name: "nextTick", length: 1) { call in
            let function = try call.callback(0)
            let rest = Array(call.arguments.dropFirst())
            call.realm.jobs.add { _ = try function.call(this: .undefined, rest) }
            return .undefined
        }
        process.put("nextTick", .object(nextTick))
        for name in ["on", "once", "off", "emit", "emitWarning"] as [StaticString] {
            process.method(name, 2) { call in call.this }
        }
        let output = Object(self, prototype: intrinsics.objectPrototype)
        output.method("write", 1) { call in
            try call.realm.write(call.realm.toText(call[0]).text, .log)
            return .boolean(true)
        }
        process.put("stdout", .object(output))
        process.put("stderr", .object(output))
        return process
    }
}

/// `process.env`: strings only, and a note of what was asked for and is not there.
final class EnvironmentObject: Object {
    init(_ realm: Realm) {
        super.init(realm, prototype: realm.intrinsics.objectPrototype)
        for (name, value) in realm.host.variables.sorted(by: { $0.key < $1.key }) {
            put(PropertyName(name), .text(value))
        }
    }

    override var isExotic: Bool { true }

    override func get(_ name: PropertyName, receiver: Value) throws -> Value {
        if let property = ownProperty(name) { return property.plainValue }
        let inherited = try prototype?.get(name, receiver: receiver) ?? .undefined
        if inherited.isUndefined, !name.isSymbol { realm.unsetVariables.add(name.text, at: realm.site) }
        return inherited
    }

    override func hasProperty(_ name: PropertyName) -> Bool {
        let isSet = super.hasProperty(name)
        if !isSet, !name.isSymbol { realm.unsetVariables.add(name.text, at: realm.site) }
        return isSet
    }

    override func set(
        _ name: PropertyName, to value: Value, receiver: Value, keyRange: SourceRange?
    ) throws -> Bool {
        put(name, .string(try realm.toText(value)), keyRange: keyRange)
        return true
    }
}
