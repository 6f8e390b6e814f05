import SourceText

/// A value as the engines write it inside the messages of errors, strings in quotes.
package func inspect(_ value: Value) -> String {
    if case .string(let string) = value { return "\"\(string.text)\"" }
    return inspectPlain(value)
}

/// The same with strings as they are. Runs no code of the definition.
func inspectPlain(_ value: Value) -> String {
    switch value {
    case .undefined: "undefined"
    case .null: "null"
    case .boolean(let boolean): boolean ? "true" : "false"
    case .number(let number): numberToText(number)
    case .string(let string): string.text
    case .symbol(let symbol): symbol.descriptiveText.text
    case .object(let object):
        switch object {
        case let opaque as OpaqueValue: opaque.path
        case let function as ScriptFunction: function.range.text
        case let function as FunctionObject: "function \(function.initialName) () { [native code] }"
        case let array as ArrayObject:
            // As `join` would, but without calling anything.
            array.elements.prefix(100).map { $0.map { $0.isNullish ? "" : inspectShallow($0) } ?? "" }
                .joined(separator: ",")
        case is ErrorObject: inspectError(object)
        default: object.descriptionInErrors
        }
    }
}

private func inspectShallow(_ value: Value) -> String {
    if case .object(let object) = value { return object.descriptionInErrors }
    return inspectPlain(value)
}

/// A value as `console.log` prints it.
///
/// Reference: https://nodejs.org/api/util.html#utilinspectobject-options
struct ConsoleFormatter {
    /// Objects deeper than this are shown by their kind only.
    private let depthLimit = 2
    /// Of very long lists the beginning is shown.
    private let itemLimit = 100
    private let lineWidth = 72
    private var open: [Object] = []
    /// How many more values are looked at; nobody reads a longer line.
    private var valuesLeft = 2_000

    init() {}

    /// The arguments of one call: formats such as `%s` in the first, then all the others.
    mutating func text(of arguments: [Value]) -> String {
        var rest = arguments[...]
        var parts: [String] = []
        if case .string(let format)? = arguments.first, arguments.count > 1 {
            rest = arguments.dropFirst()
            parts.append(substituting(format.text, &rest))
        }
        for value in rest {
            if case .string(let string) = value { parts.append(string.text) } else { parts.append(text(of: value)) }
        }
        return parts.joined(separator: " ")
    }

    private mutating func substituting(_ format: String, _ rest: inout ArraySlice<Value>) -> String {
        var result = ""
        var characters = Substring(format)
        while let percent = characters.firstIndex(of: "%") {
            result += characters[..<percent]
            characters = characters[characters.index(after: percent)...]
            guard let kind = characters.first else {
                result += "%"
                break
            }
            if kind == "%" {
                result += "%"
            } else if "sdifjoOc".contains(kind), let value = rest.popFirst() {
                result += substitution(kind, value)
            } else {
                result += "%\(kind)"
            }
            characters = characters.dropFirst()
        }
        return result + characters
    }

    private mutating func substitution(_ kind: Character, _ value: Value) -> String {
        switch kind {
        case "c": return ""
        case "s": return value.asObject == nil ? inspectPlain(value) : text(of: value)
        case "d", "i", "f":
            let number: Double =
                switch value {
                case .number(let number): number
                case .string(let string): textToNumber(string)
                case .boolean(let boolean): boolean ? 1 : 0
                default: .nan
                }
            return numberToText(kind == "i" ? number.rounded(.towardZero) : number)
        default: return text(of: value)
        }
    }

    mutating func text(of value: Value, depth: Int = 0) -> String {
        valuesLeft -= 1
        if valuesLeft < 0 { return "..." }
        guard case .object(let object) = value else {
            if case .string(let string) = value { return quoted(string.text) }
            if case .number(let number) = value, number == 0, number.sign == .minus { return "-0" }
            return inspectPlain(value)
        }
        if open.contains(where: { $0 === object }) { return "[Circular *1]" }
        open.append(object)
        defer { open.removeLast() }
        return text(of: object, depth: depth)
    }

    private mutating func text(of object: Object, depth: Int) -> String {
        switch object {
        case let opaque as OpaqueValue: return "[\(opaque.path)]"
        case let function as ScriptFunction where function.code.isClassConstructor:
            return "[class \(function.traceName)]"
        case let function as FunctionObject:
            let kind = (function as? ScriptFunction)?.code.kindName ?? "Function"
            return function.initialName.isEmpty ? "[\(kind) (anonymous)]" : "[\(kind): \(function.initialName)]"
        case is ErrorObject:
            return object.properties[.stack]?.plainValue.asText ?? inspectError(object)
        case let date as DateObject: return date.isoText ?? "Invalid Date"
        case let pattern as RegExpObject: return "/\(pattern.source)/\(pattern.flags)"
        case let wrapper as StringObject: return "[String: \(quoted(wrapper.string.text))]"
        case let wrapper as PrimitiveObject: return "[\(wrapper.className): \(inspectPlain(wrapper.primitive))]"
        case let promise as PromiseObject: return text(of: promise, depth: depth)
        default: break
        }
        let name = constructorName(of: object)
        if depth > depthLimit { return object is ArrayObject ? "[Array]" : "[\(name ?? "Object")]" }
        switch object {
        case let array as ArrayObject:
            let entries = arrayEntries(array, depth) + propertyEntries(array, depth, afterElements: true)
            return braces(entries, prefix: "", brackets: ("[", "]"), depth)
        case let map as MapObject:
            let entries = map.entries.map {
                "\(text(of: $0.key, depth: depth + 1)) => \(text(of: $0.value, depth: depth + 1))"
            }
            return braces(entries, prefix: "\(map.className)(\(map.count)) ", brackets: ("{", "}"), depth)
        case let set as SetObject:
            let entries = set.values.map { text(of: $0, depth: depth + 1) }
            return braces(entries, prefix: "\(set.className)(\(set.count)) ", brackets: ("{", "}"), depth)
        default:
            let prefix = name.map { $0 == "Object" ? "" : "\($0) " } ?? "[Object: null prototype] "
            return braces(propertyEntries(object, depth), prefix: prefix, brackets: ("{", "}"), depth)
        }
    }

    private mutating func text(of promise: PromiseObject, depth: Int) -> String {
        switch promise.state {
        case .pending: "Promise { <pending> }"
        case .fulfilled(let value): "Promise { \(text(of: value, depth: depth + 1)) }"
        case .rejected(_, let reason): "Promise { <rejected> \(text(of: reason, depth: depth + 1)) }"
        }
    }

    private mutating func arrayEntries(_ array: ArrayObject, _ depth: Int) -> [String] {
        var entries: [String] = []
        var holes = 0
        func flushHoles() {
            if holes > 0 { entries.append("<\(holes) empty item\(holes == 1 ? "" : "s")>") }
            holes = 0
        }
        for element in array.elements.prefix(itemLimit) {
            guard let element else {
                holes += 1
                continue
            }
            flushHoles()
            entries.append(text(of: element, depth: depth + 1))
        }
        flushHoles()
        let more = array.elements.count - itemLimit
        if more > 0 { entries.append("... \(more) more item\(more == 1 ? "" : "s")") }
        return entries
    }

    private mutating func propertyEntries(
        _ object: Object, _ depth: Int, afterElements: Bool = false
    ) -> [String] {
        object.ownPropertyNames.compactMap { name in
            if valuesLeft < 0 { return nil }
            if afterElements, case .index = name { return nil }
            guard let property = object.ownProperty(name), property.isEnumerable else { return nil }
            let key =
                name.isSymbol || name == "__proto__"
                ? "[\(name.isSymbol ? name.text : quoted(name.text))]"
                : isIdentifier(name.text) ? name.text : quoted(name.text)
            switch property.content {
            case .value(let value): return "\(key): \(text(of: value, depth: depth + 1))"
            case .accessor(.some, .some): return "\(key): [Getter/Setter]"
            case .accessor(.some, nil): return "\(key): [Getter]"
            case .accessor: return "\(key): [Setter]"
            }
        }
    }

    /// On one line if it fits.
    private func braces(
        _ entries: [String], prefix: String, brackets: (String, String), _ depth: Int
    ) -> String {
        if entries.isEmpty { return "\(prefix)\(brackets.0)\(brackets.1)" }
        let length = entries.reduce(entries.count + prefix.count) { $0 + $1.count }
        if length + depth * 2 <= lineWidth, !entries.contains(where: { $0.contains("\n") }) {
            return "\(prefix)\(brackets.0) \(entries.joined(separator: ", ")) \(brackets.1)"
        }
        let indent = String(repeating: "  ", count: depth + 1)
        let close = String(repeating: "  ", count: depth)
        return "\(prefix)\(brackets.0)\n\(indent)\(entries.joined(separator: ",\n\(indent)"))\n\(close)\(brackets.1)"
    }

    private func constructorName(of object: Object) -> String? {
        guard let prototype = object.prototype else { return nil }
        return prototype.ownProperty(.constructor)?.plainValue.asFunction.map { $0.initialName.text } ?? "Object"
    }

    private func quoted(_ text: String) -> String {
        let quote = !text.contains("'") ? "'" : !text.contains("\"") ? "\"" : "`"
        let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
        return quote + (quote == "'" ? escaped.replacing("'", with: "\\'") : escaped) + quote
    }

    private func isIdentifier(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        guard first.properties.isIDStart || first == "_" || first == "$" else { return false }
        return text.unicodeScalars.allSatisfy { $0.properties.isIDContinue || $0 == "$" }
    }
}
