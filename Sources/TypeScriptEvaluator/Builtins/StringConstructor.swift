import SourceText

/// String
///
/// Reference: https://tc39.es/ecma262/#sec-string-objects
extension Realm {
    func makeStringClass() -> Intrinsics.Class {
        let prototype = StringObject(self, "", prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "String", length: 1, prototype: prototype) { call in
            let text: UTF16String
            if call.arguments.isEmpty {
                text = ""
            } else if call.newTarget == nil, case .symbol(let symbol) = call[0] {
                text = symbol.descriptiveText
            } else {
                text = try call.realm.toText(call[0])
            }
            guard let newTarget = call.newTarget else { return .string(text) }
            return .object(
                StringObject(call.realm, text, prototype: try newTarget.prototypeForInstances(default: prototype)))
        }
        constructor.method("fromCharCode", 1) { call in
            .string(
                UTF16String(units: try call.arguments.map { UInt16(truncatingIfNeeded: try call.realm.toUInt32($0)) }))
        }
        constructor.method("fromCodePoint", 1) { call in
            var units: [UInt16] = []
            for argument in call.arguments {
                let number = try call.realm.toNumber(argument)
                guard number >= 0, number <= 0x10FFFF, number.isInteger else {
                    throw call.rangeError("Invalid code point \(inspectPlain(argument))")
                }
                let character = UInt32(number)
                if character < 0x10000 {
                    units.append(UInt16(character))
                } else {
                    units.append(UInt16(0xD800 + (character - 0x10000) >> 10))
                    units.append(UInt16(0xDC00 + (character - 0x10000) & 0x3FF))
                }
            }
            return .string(UTF16String(units: units))
        }
        constructor.method("raw", 1) { call in
            let strings = try call.realm.toObject(call.realm.toObject(call[0]).get("raw"))
            let texts = try call.realm.elements(ofArrayLike: strings)
            var text = GrowingText(call.realm, at: call.site)
            for (index, part) in texts.enumerated() {
                try text.append(call.realm.toText(part).units)
                if index < texts.count - 1, index + 1 < call.arguments.count {
                    try text.append(call.realm.toText(call[index + 1]).units)
                }
            }
            return .string(text.string)
        }
        addStringParts(prototype)
        addStringSearches(prototype)
        addStringChanges(prototype)
        addStringPatterns(prototype)
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    private func addStringParts(_ prototype: Object) {
        prototype.method("toString", 0) { call in .string(try call.thisString("toString")) }
        prototype.method("valueOf", 0) { call in .string(try call.thisString("valueOf")) }
        prototype.method("charAt", 1) { call in
            let text = try call.thisText("charAt")
            let index = try call.realm.toIntegerOrInfinity(call[0])
            guard index >= 0, index < Double(text.count) else { return "" }
            return .string(text[Int(index)..<Int(index) + 1])
        }
        prototype.method("at", 1) { call in
            let text = try call.thisText("at")
            let index = try call.realm.toIntegerOrInfinity(call[0])
            let position = index < 0 ? Double(text.count) + index : index
            guard position >= 0, position < Double(text.count) else { return .undefined }
            return .string(text[Int(position)..<Int(position) + 1])
        }
        prototype.method("charCodeAt", 1) { call in
            let text = try call.thisText("charCodeAt")
            let index = try call.realm.toIntegerOrInfinity(call[0])
            guard index >= 0, index < Double(text.count) else { return .number(.nan) }
            return .integer(Int(text.units[Int(index)]))
        }
        prototype.method("codePointAt", 1) { call in
            let text = try call.thisText("codePointAt")
            let index = try call.realm.toIntegerOrInfinity(call[0])
            guard index >= 0, index < Double(text.count) else { return .undefined }
            return .integer(Int(decode(text.units, at: Int(index), isUnicode: true).character))
        }
        prototype.method("slice", 2) { call in
            let text = try call.thisText("slice")
            let start = clampedIndex(try call.realm.toIntegerOrInfinity(call[0]), count: text.count)
            let end =
                call[1].isUndefined
                ? text.count : clampedIndex(try call.realm.toIntegerOrInfinity(call[1]), count: text.count)
            return .string(start < end ? text[start..<end] : "")
        }
        prototype.method("substring", 2) { call in
            let text = try call.thisText("substring")
            func index(_ argument: Value, _ fallback: Int) throws -> Int {
                if argument.isUndefined { return fallback }
                return Int(min(max(try call.realm.toIntegerOrInfinity(argument), 0), Double(text.count)))
            }
            let start = try index(call[0], 0)
            let end = try index(call[1], text.count)
            return .string(text[min(start, end)..<max(start, end)])
        }
        prototype.method("substr", 2) { call in
            let text = try call.thisText("substr")
            let start = clampedIndex(try call.realm.toIntegerOrInfinity(call[0]), count: text.count)
            let rest = Double(text.count - start)
            let count = call[1].isUndefined ? rest : min(max(try call.realm.toIntegerOrInfinity(call[1]), 0), rest)
            return .string(text[start..<start + Int(count)])
        }
        prototype.method(.iterator, "[Symbol.iterator]") { call in
            let units = try call.thisText("[Symbol.iterator]").units
            var index = 0
            return .object(
                ListIterator(call.realm) {
                    guard index < units.count else { return nil }
                    let end = decode(units, at: index, isUnicode: true).next
                    defer { index = end }
                    return .string(UTF16String(units: units[index..<end]))
                })
        }
    }

    private func addStringSearches(_ prototype: Object) {
        prototype.method("includes", 1) { call in
            let text = try call.thisText("includes")
            let start = try call.realm.toIntegerOrInfinity(call[1])
            let from = Int(min(max(start, 0), Double(text.count)))
            return .boolean(text.firstIndex(of: try call.searchText("includes"), from: from) != nil)
        }
        prototype.method("startsWith", 1) { call in
            let text = try call.thisText("startsWith")
            let start = try call.realm.toIntegerOrInfinity(call[1])
            return .boolean(
                text.hasPrefix(try call.searchText("startsWith"), at: Int(min(max(start, 0), Double(text.count)))))
        }
        prototype.method("endsWith", 1) { call in
            let text = try call.thisText("endsWith")
            let wanted = try call.searchText("endsWith")
            let end = call[1].isUndefined ? Double(text.count) : try call.realm.toIntegerOrInfinity(call[1])
            let limit = Int(min(max(end, 0), Double(text.count)))
            return .boolean(text[0..<limit].hasPrefix(wanted, at: limit - wanted.count))
        }
        prototype.method("indexOf", 1) { call in
            let text = try call.thisText("indexOf")
            let wanted = try call.realm.toText(call[0])
            let start = try call.realm.toIntegerOrInfinity(call[1])
            try call.realm.steps(text.count / 16, at: call.site)
            return .integer(text.firstIndex(of: wanted, from: Int(min(max(start, 0), Double(text.count)))) ?? -1)
        }
        prototype.method("lastIndexOf", 1) { call in
            let text = try call.thisText("lastIndexOf")
            let wanted = try call.realm.toText(call[0])
            let number = try call.realm.toNumber(call[1])
            let start = number.isNaN ? Double(text.count) : min(max(number, 0), Double(text.count))
            try call.realm.steps(text.count / 16, at: call.site)
            return .integer(text.lastIndex(of: wanted, from: Int(start)) ?? -1)
        }
        prototype.method("localeCompare", 1) { call in
            let text = try call.thisText("localeCompare")
            return .integer(compareForPeople(text.text, try call.realm.toText(call[0]).text))
        }
    }

    private func addStringChanges(_ prototype: Object) {
        prototype.method("concat", 1) { call in
            var text = GrowingText(call.realm, at: call.site)
            try text.append(call.thisText("concat").units)
            for argument in call.arguments { try text.append(call.realm.toText(argument).units) }
            return .string(text.string)
        }
        prototype.method("repeat", 1) { call in
            let text = try call.thisText("repeat")
            let count = try call.realm.toIntegerOrInfinity(call[0])
            guard count >= 0, count.isFinite else {
                throw call.rangeError("Invalid count value: \(inspectPlain(call[0]))")
            }
            guard count > 0, !text.isEmpty else { return "" }
            let length = Double(text.count) * count
            guard length < 1e12 else { throw call.realm.stop(.tooMuchMemory, at: call.site) }
            try call.realm.reserve(bytes: Int(length) * 2, at: call.site)
            return .string(UTF16String(units: Array(repeatElement(text.units, count: Int(count)).joined())))
        }
        for (name, isAtStart) in [("padStart", true), ("padEnd", false)] as [(StaticString, Bool)] {
            prototype.method(name, 2) { call in try call.pad(isAtStart ? .start : .end, "\(name)") }
        }
        let trims: [(StaticString, UTF16String.TrimmedSide)] = [
            ("trim", .both), ("trimStart", .start), ("trimEnd", .end),
        ]
        for (name, side) in trims {
            prototype.method(name, 0) { call in .string(try call.thisText("\(name)").trimmed(side)) }
        }
        for name in ["toLowerCase", "toLocaleLowerCase"] as [StaticString] {
            prototype.method(name, 0) { call in
                .string(try call.thisText("\(name)").mapped(lowercase))
            }
        }
        for name in ["toUpperCase", "toLocaleUpperCase"] as [StaticString] {
            prototype.method(name, 0) { call in
                .string(try call.thisText("\(name)").mapped { $0.uppercased() })
            }
        }
        prototype.method("normalize", 0) { call in
            let text = try call.thisText("normalize")
            let form = call[0].isUndefined ? "NFC" : try call.realm.toText(call[0]).text
            guard let form = NormalizationForm(rawValue: form) else {
                throw call.rangeError("The normalization form should be one of NFC, NFD, NFKC, NFKD.")
            }
            if text.units.allSatisfy({ $0 < 0x80 }) { return .string(text) }
            guard let normalized = form.apply(to: text) else {
                throw call.realm.unsupported("`normalize('\(form.rawValue)')` of more than ASCII", at: call.site)
            }
            return .string(normalized)
        }
        prototype.method("isWellFormed", 0) { call in
            let text = try call.thisText("isWellFormed")
            return .boolean(text == UTF16String(text.text))
        }
        prototype.method("toWellFormed", 0) { call in .string(UTF16String(try call.thisText("toWellFormed").text)) }
    }
}

extension Call {
    /// `this` as text, for methods that work on anything but nothing.
    func thisText(_ method: String) throws -> UTF16String {
        if case .string(let text) = this { return text }
        guard !this.isNullish else {
            throw typeError("String.prototype.\(method) called on null or undefined")
        }
        return try realm.toText(this)
    }

    /// `this` as a string or a string object.
    fileprivate func thisString(_ method: String) throws -> UTF16String {
        if case .string(let text) = this { return text }
        if let object = this.asObject as? StringObject { return object.string }
        throw typeError("String.prototype.\(method) requires that 'this' be a String")
    }

    fileprivate func searchText(_ method: String) throws -> UTF16String {
        if self[0].asObject is RegExpObject {
            throw typeError("First argument to String.prototype.\(method) must not be a regular expression")
        }
        return try realm.toText(self[0])
    }

    fileprivate func pad(_ side: UTF16String.TrimmedSide, _ method: String) throws -> Value {
        let text = try thisText(method)
        let length = try realm.toIntegerOrInfinity(self[0])
        let filler = self[1].isUndefined ? " " : try realm.toText(self[1])
        guard length > Double(text.count), !filler.isEmpty else { return .string(text) }
        guard length < 1e12 else { throw realm.stop(.tooMuchMemory, at: site) }
        try realm.reserve(bytes: Int(length) * 2, at: site)
        let missing = Int(length) - text.count
        let repeated = repeatElement(filler.units, count: missing / filler.count + 1).joined().prefix(missing)
        let padding = UTF16String(units: Array(repeated))
        return .string(side == .start ? padding + text : text + padding)
    }
}

extension UTF16String {
    /// Maps the well-formed text; lone surrogates stay where they are.
    fileprivate func mapped(_ transform: (String) -> String) -> UTF16String {
        let text = self.text
        if UTF16String(text) == self { return UTF16String(transform(text)) }
        var units: [UInt16] = []
        var start = 0
        for (index, unit) in self.units.enumerated() where UTF16.isSurrogate(unit) {
            units += UTF16String(transform(self[start..<index].text)).units
            units.append(unit)
            start = index + 1
        }
        return UTF16String(units: units + UTF16String(transform(self[start..<count].text)).units)
    }
}

/// Lower case, with the sigma that Greek words end in.
///
/// Reference: https://www.unicode.org/reports/tr44/#Final_Sigma
private func lowercase(_ text: String) -> String {
    let lower = text.lowercased()
    guard text.unicodeScalars.contains("\u{3A3}") else { return lower }
    var scalars = Array(lower.unicodeScalars)
    let isLetter = scalars.map { $0.properties.isCased }
    for index in scalars.indices where scalars[index] == "\u{3C3}" {
        let isPrecededByLetter = index > 0 && isLetter[index - 1]
        let isFollowedByLetter = index + 1 < scalars.count && isLetter[index + 1]
        if isPrecededByLetter, !isFollowedByLetter { scalars[index] = "\u{3C2}" }
    }
    return String(String.UnicodeScalarView(scalars))
}
