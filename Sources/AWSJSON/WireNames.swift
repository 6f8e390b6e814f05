package import FoundationEssentials

/// Between Swift's names of members and the wire's: `clientID` is `ClientId`, `roleARN` is `RoleArn`.
///
/// Keys of dictionaries stay as they are.
package enum WireNames {
    package static func makeDecoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        decoder.keyDecodingStrategy = .custom { path in
            // The path of a member always ends in the member.
            Name(path.last.map { swiftName($0.stringValue) } ?? "")
        }
        return decoder
    }

    package static func makeEncoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .custom { path in
            Name(path.last.map { wireName($0.stringValue) } ?? "")
        }
        return encoder
    }

    /// `clientId` and `ClientId` give `clientID`; a run of capitals in front (`SMSMfaSettings`) stays.
    static func swiftName(_ name: String) -> String {
        var characters = Array(name.utf8)
        if let first = characters.first, isUpper(first), characters.count < 2 || !isUpper(characters[1]) {
            characters[0] = first | 0x20
        }
        replace("Id", by: "ID", in: &characters)
        replace("Arn", by: "ARN", in: &characters)
        return String(decoding: characters, as: UTF8.self)
    }

    static func wireName(_ name: String) -> String {
        var characters = Array(name.utf8)
        if let first = characters.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") {
            characters[0] = first & ~0x20
        }
        replace("ID", by: "Id", in: &characters)
        replace("ARN", by: "Arn", in: &characters)
        return String(decoding: characters, as: UTF8.self)
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Replaces a word of the same length that begins after the first character and ends a word: not `Id` in `Idle`.
    private static func replace(_ word: StaticString, by other: StaticString, in characters: inout [UInt8]) {
        let found = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        let new = UnsafeBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount)
        guard characters.count > found.count else { return }
        for start in 1...characters.count - found.count {
            let end = start + found.count
            guard characters[start..<end].elementsEqual(found), end == characters.count || isUpper(characters[end])
            else { continue }
            characters.replaceSubrange(start..<end, with: new)
        }
    }

    private static func isUpper(_ character: UInt8) -> Bool {
        character >= UInt8(ascii: "A") && character <= UInt8(ascii: "Z")
    }
}
