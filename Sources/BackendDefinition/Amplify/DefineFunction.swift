import SourceText
import TypeScriptEvaluator

/// What `defineFunction` was given.
final class FunctionFactory {
    let properties: Value
    let range: SourceRange
    /// The function's name, once made.
    var name: String?

    init(properties: Value, range: SourceRange) {
        self.properties = properties
        self.range = range
    }
}

extension BackendBuilder {
    func defineFunction(_ call: Call) -> Value {
        let factory = FunctionFactory(properties: call[0], range: call.site)
        return object(for: .function(factory), label: "defineFunction(…)", in: call.realm)
    }

    /// The factory behind a value that is given as a function; nil for what is opaque.
    func function(behind value: Value) throws -> FunctionFactory? {
        if case .function(let factory)? = factory(value) { return factory }
        return nil
    }

    /// Makes a function and returns its name. Throws the first fault of its settings.
    func make(_ factory: FunctionFactory) throws -> String {
        if let name = factory.name { return name }
        let properties = factory.properties.asFunction == nil ? factory.properties.asObject : nil
        let folder = factory.range.file.name.parentFolder
        let givenEntry = try properties?.get("entry").asText
        let entry = FolderPath.resolve(givenEntry ?? "handler.ts", in: folder)
        let name =
            try properties?.get("name").asText ?? givenEntry.map { $0.lastComponent.stem } ?? folder.lastComponent
        let nameRange = properties?.ownProperty("name")?.keyRange ?? factory.range
        try DefinitionError.checkResourceName(name, at: nameRange)
        factory.name = name
        var definition = FunctionDefinition(name: name, entry: entry, range: factory.range)
        if let properties { try read(properties, into: &definition, factory.range) }
        if !backend.functions.contains(where: { $0.name == name }) { backend.functions.append(definition) }
        return name
    }

    private func read(
        _ properties: Object, into definition: inout FunctionDefinition, _ range: SourceRange
    ) throws {
        let timeout = try number("timeoutSeconds", of: properties) ?? 3
        guard timeout == timeout.rounded(), (1...900).contains(timeout) else {
            throw Self.invalid(
                "InvalidTimeoutError", "timeout", timeout,
                "timeoutSeconds must be a whole number between 1 and 900 inclusive",
                at: properties.ownProperty("timeoutSeconds")?.keyRange ?? range)
        }
        definition.timeoutSeconds = Int(timeout)
        let memory = try number("memoryMB", of: properties) ?? 512
        guard memory == memory.rounded(), (128...10240).contains(memory) else {
            throw Self.invalid(
                "InvalidMemoryMBError", "memoryMB", memory,
                "memoryMB must be a whole number between 128 and 10240 inclusive",
                at: properties.ownProperty("memoryMB")?.keyRange ?? range)
        }
        definition.memoryMB = Int(memory)
        definition.environment = try environment(of: properties, range)
        if let runtime = try number("runtime", of: properties), ![18, 20, 22, 24].contains(runtime) {
            throw Self.invalid(
                "InvalidRuntimeError", "runtime", runtime,
                "runtime must be one of the following: 18, 20, 22, 24",
                at: properties.ownProperty("runtime")?.keyRange ?? range)
        }
    }

    private func environment(of properties: Object, _ range: SourceRange) throws -> [(name: String, value: String)] {
        guard let record = try properties.get("environment").asObject, record as? OpaqueValue == nil else { return [] }
        let names = record.ownPropertyNames.map(\.text)
        let wrong = names.filter { !$0.isEnvironmentKey }
        guard wrong.isEmpty else {
            throw DefinitionError(
                name: "InvalidEnvironmentKeyError",
                message: "Invalid function environment key(s): \(wrong.joined(separator: ", "))",
                resolution: "Environment keys must match [a-zA-Z]([a-zA-Z0-9_])+ and be at least 2 characters",
                range: record.ownProperty(PropertyName(wrong[0]))?.keyRange ?? range)
        }
        return try record.ownPropertyNames.map { name in
            let value = try record.get(name)
            guard !value.isUndefined else {
                throw DefinitionError(
                    name: "InvalidFunctionConfigurationError",
                    message: "The value of environment variable \(name.text) is undefined.",
                    resolution: "Ensure that all defineFunction environment variables are defined.",
                    range: record.ownProperty(name)?.keyRange ?? range)
            }
            return (name.text, text(of: value, in: record.realm))
        }
    }

    /// A value as the text of an environment variable.
    func text(of value: Value, in realm: Realm) -> String {
        if let handle = value.asOpaque?.payload as? ConstructHandle, case .secret = handle.kind {
            return "<value will be resolved during runtime>"
        }
        return JSONValue(value, in: realm)?.plainText ?? ""
    }

    private func number(_ name: PropertyName, of properties: Object) throws -> Double? {
        let value = try properties.get(name)
        return value.isUndefined ? nil : value.asNumber
    }

    private static func invalid(
        _ name: String, _ what: String, _ value: Double, _ resolution: String, at range: SourceRange
    ) -> DefinitionError {
        let text = Int(exactly: value).map { "\($0)" } ?? "\(value)"
        return DefinitionError(
            name: name, message: "Invalid function \(what) of \(text)", resolution: resolution, range: range)
    }
}

/// Paths relative to the folder that holds `amplify/`.
enum FolderPath {
    static func resolve(_ path: String, in folder: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        var parts = folder.split(separator: "/").map(String.init)
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }
}

extension String {
    var lastComponent: String { split(separator: "/").last.map(String.init) ?? self }
    var parentFolder: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
    /// Without its extension.
    var stem: String { lastIndex(of: ".").map { String(self[..<$0]) } ?? self }

    /// `[a-zA-Z]([a-zA-Z0-9_])+`
    fileprivate var isEnvironmentKey: Bool {
        let bytes = Array(utf8)
        guard bytes.count >= 2, (bytes[0] | 0x20) >= 0x61, (bytes[0] | 0x20) <= 0x7A else { return false }
        return bytes.allSatisfy {
            ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5F
        }
    }
}
