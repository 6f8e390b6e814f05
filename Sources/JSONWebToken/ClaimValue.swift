/// A JSON value among claims whose names are not known beforehand.
package enum ClaimValue: Codable, Hashable, Sendable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case list([ClaimValue])
    case object([String: ClaimValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([ClaimValue].self) {
            self = .list(value)
        } else {
            // What is none of these ends in this one's error.
            self = .object(try container.decode([String: ClaimValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    package var text: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var number: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The texts of a list; nil if this is no list of texts.
    package var texts: [String]? {
        guard case .list(let values) = self else { return nil }
        let texts = values.compactMap(\.text)
        return texts.count == values.count ? texts : nil
    }
}
