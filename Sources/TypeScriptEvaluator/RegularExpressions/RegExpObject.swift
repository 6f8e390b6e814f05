import SourceText

/// A regular expression of the definition.
///
/// Reference: https://tc39.es/ecma262/#sec-regexp-regular-expression-objects
final class RegExpObject: Object {
    let pattern: CompiledPattern
    /// Groups stand behind the names of the match.
    struct Match {
        let range: Range<Int>
        let groups: [Range<Int>?]
    }

    init(_ realm: Realm, _ pattern: CompiledPattern, prototype: Object) {
        self.pattern = pattern
        super.init(realm, prototype: prototype)
        // Patterns of literals are shared, but those made from texts are not.
        realm.heap.charge(bytes: pattern.program.count * 48)
        put(.lastIndex, .number(0), .writable)
    }

    override var className: UTF16String { "RegExp" }

    /// Such that it could stand between slashes.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-escaperegexppattern
    var source: UTF16String {
        if pattern.source.isEmpty { return "(?:)" }
        var units: [UInt16] = []
        var isEscaped = false
        var isInClass = false
        for unit in pattern.source.units {
            if unit == 0x2F, !isEscaped, !isInClass { units.append(0x5C) }
            if !isEscaped, unit == 0x5B { isInClass = true }
            if !isEscaped, unit == 0x5D { isInClass = false }
            isEscaped = unit == 0x5C && !isEscaped
            if unit == 0x0A { units += "\\n".utf16 } else { units.append(unit) }
        }
        return UTF16String(units: units)
    }
    /// In alphabetical order, as `flags` gives them.
    var flags: UTF16String { UTF16String(units: pattern.flagsText.units.sorted()) }

    var lastIndex: Double {
        get { properties[.lastIndex]?.plainValue.asNumber ?? 0 }
        set { properties[.lastIndex]?.content = .value(.number(newValue)) }
    }

    /// The first match at or after `start`; right there when the expression is sticky.
    func firstMatch(in text: UTF16String, from start: Int) throws -> Match? {
        let realm = realm
        var matcher = PatternMatcher(pattern, text) { work, depth in
            try realm.step(work, at: realm.site)
            if depth > 1_000_000 { throw realm.stop(.tooMuchMemory) }
        }
        var position = start
        while position <= text.count {
            if try matcher.matches(at: position) {
                let ends = matcher.captures
                let groups = (0...pattern.groupCount).map { group -> Range<Int>? in
                    let low = ends[group * 2]
                    let high = ends[group * 2 + 1]
                    return low >= 0 && high >= low ? low..<high : nil
                }
                return Match(range: groups[0] ?? position..<position, groups: groups)
            }
            if pattern.flags.isSticky { return nil }
            position += 1
        }
        return nil
    }

    /// Reference: https://tc39.es/ecma262/#sec-regexpbuiltinexec
    func exec(_ text: UTF16String) throws -> Match? {
        let isStateful = pattern.flags.isGlobal || pattern.flags.isSticky
        let start = isStateful ? lastIndex : 0
        guard start >= 0, start <= Double(text.count), let match = try firstMatch(in: text, from: Int(start)) else {
            if isStateful { lastIndex = 0 }
            return nil
        }
        if isStateful { lastIndex = Double(match.range.upperBound) }
        return match
    }

    /// All matches from the beginning, one behind the other.
    func allMatches(in text: UTF16String) throws -> [Match] {
        var matches: [Match] = []
        var position = 0
        while position <= text.count, let match = try firstMatch(in: text, from: position) {
            realm.heap.charge(bytes: 64)
            matches.append(match)
            position = match.range.isEmpty ? next(after: match.range.upperBound, in: text) : match.range.upperBound
        }
        return matches
    }

    /// Reference: https://tc39.es/ecma262/#sec-advancestringindex
    func next(after index: Int, in text: UTF16String) -> Int {
        index < text.count ? decode(text.units, at: index, isUnicode: pattern.flags.isUnicode).next : index + 1
    }

    /// The array that `exec` gives.
    func result(_ match: Match, in text: UTF16String) -> Value {
        let values = match.groups.map { group in group.map { Value.string(text[$0]) } ?? .undefined }
        let array = ArrayObject(realm, values)
        array.put("index", .integer(match.range.lowerBound))
        array.put("input", .string(text))
        array.put("groups", namedGroups(of: match, in: text))
        return .object(array)
    }

    func namedGroups(of match: Match, in text: UTF16String) -> Value {
        guard !pattern.groupNames.isEmpty else { return .undefined }
        let object = Object(realm, prototype: nil)
        for (name, group) in pattern.groupNames {
            object.put(PropertyName(name), match.groups[group].map { .string(text[$0]) } ?? .undefined)
        }
        return .object(object)
    }
}

extension Realm {
    func patternError(_ error: PatternError, source: UTF16String, at site: SourceRange) -> Abrupt {
        switch error {
        case .syntax(let text): self.error(.syntax, "Invalid regular expression: /\(source)/: \(text)", at: site)
        case .invalidFlags: self.error(.syntax, "Invalid flags supplied to RegExp constructor", at: site)
        case .unsupported(let feature): unsupported(feature, at: site)
        }
    }

    func makeRegExp(_ source: UTF16String, flags: UTF16String, prototype: Object, at site: SourceRange) throws
        -> RegExpObject
    {
        try steps(source.count * 8, at: site)
        do throws(PatternError) {
            return RegExpObject(self, try CompiledPattern(source, flags: flags), prototype: prototype)
        } catch {
            if case .invalidFlags = error {
                throw self.error(.syntax, "Invalid flags supplied to RegExp constructor '\(flags)'", at: site)
            }
            throw patternError(error, source: source, at: site)
        }
    }

    /// RegExp
    ///
    /// Reference: https://tc39.es/ecma262/#sec-regexp-constructor
    func makeRegExpClass() -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "RegExp", length: 2, prototype: prototype) { call in
            let known = call[0].asObject as? RegExpObject
            if let known, call.newTarget == nil, call[1].isUndefined { return .object(known) }
            let source = try known?.pattern.source ?? (call[0].isUndefined ? "" : call.realm.toText(call[0]))
            let flags = try call[1].isUndefined ? known?.pattern.flagsText ?? "" : call.realm.toText(call[1])
            let target = try call.newTarget?.prototypeForInstances(default: prototype) ?? prototype
            return .object(try call.realm.makeRegExp(source, flags: flags, prototype: target, at: call.site))
        }
        prototype.method("exec", 1) { call in
            let expression = try call.thisRegExp()
            let text = try call.realm.toText(call[0])
            return try expression.exec(text).map { expression.result($0, in: text) } ?? .null
        }
        prototype.method("test", 1) { call in
            .boolean(try call.thisRegExp().exec(call.realm.toText(call[0])) != nil)
        }
        prototype.method("toString", 0) { call in
            let expression = try call.thisRegExp()
            return .string("/" + expression.source + "/" + expression.flags)
        }
        prototype.getter("source") { call in .string(try call.thisRegExp().source) }
        prototype.getter("flags") { call in .string(try call.thisRegExp().flags) }
        let flags: [(PropertyName, @Sendable (PatternFlags) -> Bool)] = [
            ("global", { $0.isGlobal }), ("ignoreCase", { $0.ignoresCase }), ("multiline", { $0.isMultiline }),
            ("dotAll", { $0.dotMatchesLineEnds }), ("unicode", { $0.isUnicode }), ("sticky", { $0.isSticky }),
            ("hasIndices", { $0.hasIndices }),
        ]
        for (name, isSet) in flags {
            prototype.getter(name) { call in .boolean(isSet(try call.thisRegExp().pattern.flags)) }
        }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }
}

extension Call {
    fileprivate func thisRegExp() throws -> RegExpObject {
        guard let expression = this.asObject as? RegExpObject else {
            throw typeError("Receiver is not a RegExp")
        }
        return expression
    }
}
