import BackendDefinition
import OrderedCollections

/// Why two sets of outputs do not go together.
enum OutputsClash: Error, Hashable {
    case alreadyThere(key: String)
    case versions
}

extension OrderedDictionary<String, JSONValue> {
    /// Merges further outputs in: arrays are appended to, objects merged, empty values replaced. What is there already
    /// cannot be said again, not even with the same value, except for `version`, of which the higher one stays.
    mutating func accumulate(_ incoming: Self) throws(OutputsClash) {
        for (key, value) in incoming {
            self[key] = try Self.accumulated(self[key], value, key: key)
        }
    }

    private static func accumulated(
        _ existing: JSONValue?, _ incoming: JSONValue, key: String
    ) throws(OutputsClash) -> JSONValue {
        guard let existing, existing.isTruthy else { return incoming }
        switch existing {
        case .array(let elements):
            if case .array(let more) = incoming { return .array(elements + more) }
            return .array(elements + [incoming])
        case .object(var members):
            guard case .object(let more) = incoming else { return incoming }
            try members.accumulate(more)
            return .object(members)
        default:
            guard key == "version" else { throw .alreadyThere(key: key) }
            return try newerVersion(existing, incoming)
        }
    }

    private static func newerVersion(
        _ existing: JSONValue, _ incoming: JSONValue
    ) throws(OutputsClash) -> JSONValue {
        guard let left = ClientVersion(existing), let right = ClientVersion(incoming) else { return incoming }
        guard left.major == right.major else { throw .versions }
        return left < right ? incoming : existing
    }
}

/// A version as semantic versioning reads it out of a text: the first run of up to three numbers with points between.
private struct ClientVersion: Comparable {
    var major: Int
    var minor: Int
    var patch: Int

    init?(_ value: JSONValue) {
        let text: String
        switch value {
        case .string(let string): text = string
        case .number: text = value.indentedText
        default: return nil
        }
        let start = text.drop { !($0.isASCII && $0.isNumber) }
        let numbers = start.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            .split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = numbers.first, let major = first else { return nil }
        self.major = major
        let second = numbers.count > 1 ? numbers[1] : nil
        minor = second ?? 0
        patch = second != nil && numbers.count > 2 ? numbers[2] ?? 0 : 0
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}
