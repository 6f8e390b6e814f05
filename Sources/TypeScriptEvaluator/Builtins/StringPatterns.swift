import SourceText

/// Methods of strings that take a regular expression.
///
/// Reference: https://tc39.es/ecma262/#sec-string.prototype.match and its neighbours
extension Realm {
    func addStringPatterns(_ prototype: Object) {
        prototype.method("match", 1) { call in
            let text = try call.thisText("match")
            let expression = try call.regExp(flags: "")
            guard expression.pattern.flags.isGlobal else {
                return try expression.exec(text).map { expression.result($0, in: text) } ?? .null
            }
            expression.lastIndex = 0
            let matches = try expression.allMatches(in: text)
            if matches.isEmpty { return .null }
            return .object(ArrayObject(call.realm, matches.map { .string(text[$0.range]) }))
        }
        prototype.method("matchAll", 1) { call in
            let text = try call.thisText("matchAll")
            let expression = try call.regExp(flags: "g")
            guard expression.pattern.flags.isGlobal else {
                throw call.typeError("String.prototype.matchAll called with a non-global RegExp argument")
            }
            let matches = try expression.allMatches(in: text)
            return .object(call.realm.makeListIterator(matches.map { expression.result($0, in: text) }))
        }
        prototype.method("search", 1) { call in
            let text = try call.thisText("search")
            return .integer(try call.regExp(flags: "").firstMatch(in: text, from: 0)?.range.lowerBound ?? -1)
        }
        prototype.method("replace", 2) { call in
            let text = try call.thisText("replace")
            guard let expression = call[0].asObject as? RegExpObject else {
                let wanted = try call.realm.toText(call[0])
                guard let index = text.firstIndex(of: wanted) else { return .string(text) }
                return .string(try call.replacing([call.plainMatch(wanted, at: index)], in: text, nil))
            }
            if expression.pattern.flags.isGlobal {
                expression.lastIndex = 0
                return .string(try call.replacing(expression.allMatches(in: text), in: text, expression))
            }
            let match = try expression.exec(text)
            return .string(try call.replacing(match.map { [$0] } ?? [], in: text, expression))
        }
        prototype.method("replaceAll", 2) { call in
            let text = try call.thisText("replaceAll")
            if let expression = call[0].asObject as? RegExpObject {
                guard expression.pattern.flags.isGlobal else {
                    throw call.typeError("String.prototype.replaceAll called with a non-global RegExp argument")
                }
                return .string(try call.replacing(expression.allMatches(in: text), in: text, expression))
            }
            let wanted = try call.realm.toText(call[0])
            var matches: [RegExpObject.Match] = []
            var position = 0
            while let index = text.firstIndex(of: wanted, from: position) {
                try call.realm.step(at: call.site)
                matches.append(call.plainMatch(wanted, at: index))
                position = index + max(wanted.count, 1)
            }
            return .string(try call.replacing(matches, in: text, nil))
        }
        prototype.method("split", 2) { call in
            let text = try call.thisText("split")
            let limit = call[1].isUndefined ? UInt32.max : try call.realm.toUInt32(call[1])
            let parts =
                if let expression = call[0].asObject as? RegExpObject {
                    try call.split(text, by: expression)
                } else if call[0].isUndefined {
                    [Value.string(text)]
                } else {
                    try call.split(text, by: call.realm.toText(call[0]))
                }
            return .object(ArrayObject(call.realm, Array(parts.prefix(Int(limit)))))
        }
    }
}

extension Call {
    /// The first argument as a regular expression.
    fileprivate func regExp(flags: UTF16String) throws -> RegExpObject {
        if let expression = self[0].asObject as? RegExpObject { return expression }
        let source = self[0].isUndefined ? "" : try realm.toText(self[0])
        return try realm.makeRegExp(source, flags: flags, prototype: realm.intrinsics.regExpPrototype, at: site)
    }

    fileprivate func plainMatch(_ wanted: UTF16String, at index: Int) -> RegExpObject.Match {
        let range = index..<index + wanted.count
        return RegExpObject.Match(range: range, groups: [range])
    }

    /// The text with each match replaced by what the second argument says: a template or a function.
    fileprivate func replacing(
        _ matches: [RegExpObject.Match], in text: UTF16String, _ expression: RegExpObject?
    ) throws -> UTF16String {
        let function = self[1].asFunction
        let template = function == nil ? try realm.toText(self[1]) : ""
        var result = GrowingText(realm, at: site)
        var position = 0
        for match in matches {
            try result.append(text.units[position..<match.range.lowerBound])
            let groups = expression?.namedGroups(of: match, in: text) ?? .undefined
            if let function {
                var arguments = match.groups.map { group in group.map { Value.string(text[$0]) } ?? .undefined }
                arguments += [.integer(match.range.lowerBound), .string(text)]
                if !groups.isUndefined { arguments.append(groups) }
                try result.append(realm.toText(function.call(this: .undefined, arguments, at: site)).units)
            } else {
                try expand(template, match, in: text, groups, into: &result)
            }
            position = match.range.upperBound
        }
        try result.append(text.units[position...])
        return result.string
    }

    /// `$1`, `$&`, `$<name>`
    ///
    /// Reference: https://tc39.es/ecma262/#sec-getsubstitution
    private func expand(
        _ template: UTF16String, _ match: RegExpObject.Match, in text: UTF16String, _ groups: Value,
        into result: inout GrowingText
    ) throws {
        let units = template.units
        var index = 0
        while index < units.count {
            guard units[index] == 0x24, index + 1 < units.count else {
                result.append(units[index])
                index += 1
                continue
            }
            let next = units[index + 1]
            switch UInt8(truncatingIfNeeded: next) {
            case UInt8(ascii: "$"): result.append(0x24)
            case UInt8(ascii: "&"): try result.append(text.units[match.range])
            case UInt8(ascii: "`"): try result.append(text.units[..<match.range.lowerBound])
            case UInt8(ascii: "'"): try result.append(text.units[match.range.upperBound...])
            case UInt8(ascii: "<") where !groups.isUndefined:
                guard let end = units[index...].firstIndex(of: 0x3E) else {
                    result.append(0x24)
                    index += 1
                    continue
                }
                let name = PropertyName(UTF16String(units: units[index + 2..<end]))
                let value = try realm.member(name, of: groups, at: site)
                if !value.isUndefined { try result.append(realm.toText(value).units) }
                index = end + 1
                continue
            default:
                let (group, length) = groupNumber(units[(index + 1)...], count: match.groups.count - 1)
                guard let group else {
                    result.append(0x24)
                    index += 1
                    continue
                }
                if let range = match.groups[group] { try result.append(text.units[range]) }
                index += 1 + length
                continue
            }
            index += 2
        }
    }

    /// One or two digits that name a group which exists.
    private func groupNumber(_ units: ArraySlice<UInt16>, count: Int) -> (Int?, length: Int) {
        let digits = units.prefix(2).prefix { digitValue($0).map { $0 < 10 } ?? false }.compactMap(digitValue)
        if digits.count == 2, (1...max(count, 1)).contains(digits[0] * 10 + digits[1]), count > 0 {
            return (digits[0] * 10 + digits[1], 2)
        }
        if let first = digits.first, first >= 1, first <= count { return (first, 1) }
        return (nil, 0)
    }

    fileprivate func split(_ text: UTF16String, by separator: UTF16String) throws -> [Value] {
        try realm.steps(text.count, at: site)
        if separator.isEmpty {
            try realm.reserve(bytes: text.count * 48, at: site)
            return text.units.map { .string(UTF16String(units: [$0])) }
        }
        var parts: [Value] = []
        var position = 0
        while let index = text.firstIndex(of: separator, from: position) {
            realm.heap.charge(bytes: 48)
            parts.append(.string(text[position..<index]))
            position = index + separator.count
        }
        parts.append(.string(text[position..<text.count]))
        return parts
    }

    /// Reference: https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.split%
    fileprivate func split(_ text: UTF16String, by expression: RegExpObject) throws -> [Value] {
        if text.isEmpty { return try expression.firstMatch(in: text, from: 0) == nil ? [.string(text)] : [] }
        var parts: [Value] = []
        var position = 0
        for match in try expression.allMatches(in: text) {
            // An empty match splits between characters, never at the ends.
            if match.range.isEmpty, match.range.lowerBound == position || match.range.lowerBound == text.count {
                continue
            }
            parts.append(.string(text[position..<match.range.lowerBound]))
            parts += match.groups.dropFirst().map { group in group.map { .string(text[$0]) } ?? .undefined }
            position = match.range.upperBound
        }
        parts.append(.string(text[position..<text.count]))
        return parts
    }
}
