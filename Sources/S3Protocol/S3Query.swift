/// The parameters of a query, decoded, in their order.
package struct S3Query: Sendable {
    package struct Item: Sendable, Hashable {
        package var name: String
        /// Empty for a flag.
        package var value: String
    }

    package private(set) var items: [Item] = []

    /// Throws `InvalidURI` for a query that is no encoded UTF-8.
    package init(_ rawQuery: Substring) throws(S3Error) {
        guard !rawQuery.isEmpty else { return }
        for parameter in rawQuery.split(separator: "&") {
            let equals = parameter.utf8.firstIndex(of: UInt8(ascii: "=")) ?? parameter.endIndex
            let value = equals == parameter.endIndex ? "" : parameter[parameter.utf8.index(after: equals)...]
            guard let name = PercentEncoding.decode(parameter[..<equals], plus: .isSpace),
                let value = PercentEncoding.decode(value, plus: .isSpace)
            else { throw S3Error(.invalidURI) }
            items.append(Item(name: name, value: value))
        }
    }

    /// The first value under this name; empty for a flag, nil when it is not there.
    package subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    package func contains(_ name: String) -> Bool {
        items.contains { $0.name == name }
    }
}

extension S3Query {
    /// A number of things to list: 1000 unless asked for less. Throws `InvalidArgument` for what is no such number.
    package func limit(_ name: String) throws(S3Error) -> Int {
        guard let text = self[name], !text.isEmpty else { return 1000 }
        guard let number = Int(text), number >= 0, number <= Int32.max else {
            throw .invalidArgument(
                name, text, "Provided \(name) not an integer or within integer range")
        }
        return number
    }
}
