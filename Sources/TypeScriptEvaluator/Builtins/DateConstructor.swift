import SourceText

/// A moment, in milliseconds since 1970; NaN when it is none.
///
/// The local time zone is UTC: a definition gives the same backend wherever it is evaluated.
///
/// Reference: https://tc39.es/ecma262/#sec-date-objects
final class DateObject: Object {
    var time: Double

    init(_ realm: Realm, _ time: Double, prototype: Object) {
        self.time = time
        super.init(realm, prototype: prototype)
    }

    override var className: UTF16String { "Date" }

    var isoText: String? { CalendarTime(time)?.isoText }
}

/// A moment as year, month, day and time of day, in the proleptic Gregorian calendar.
struct CalendarTime {
    var year: Int
    /// 0 is January.
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
    var millisecond: Int

    /// `nil` for NaN.
    init?(_ time: Double) {
        guard time.isFinite else { return nil }
        let days = (time / 86_400_000).rounded(.down)
        var rest = Int(time - days * 86_400_000)
        millisecond = rest % 1000
        rest /= 1000
        second = rest % 60
        rest /= 60
        minute = rest % 60
        hour = rest / 60
        // Days are counted from March of a year divisible by 400, so that leap days come last.
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 2 : shiftedMonth - 10
        year = yearOfEra + era * 400 + (month <= 1 ? 1 : 0)
    }

    var weekday: Int {
        let days = Self.days(year: Double(year), month: Double(month)) + Double(day) - 1
        let remainder = Int((days + 4).truncatingRemainder(dividingBy: 7))
        return remainder < 0 ? remainder + 7 : remainder
    }

    var isoText: String {
        let yearText =
            (0...9999).contains(year)
            ? padded(year, 4) : (year < 0 ? "-" : "+") + padded(abs(year), 6)
        return "\(yearText)-\(padded(month + 1, 2))-\(padded(day, 2))T\(timeText).\(padded(millisecond, 3))Z"
    }

    var timeText: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }

    static let weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Days from 1970 to the first of a month; months outside 0 to 11 run over into other years.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-makeday
    static func days(year: Double, month: Double) -> Double {
        guard year.isFinite, month.isFinite, year.magnitude < 400_000, month.magnitude < 4_000_000 else { return .nan }
        let wholeYear = Int(year + (month / 12).rounded(.down))
        let wholeMonth = Int(month - (month / 12).rounded(.down) * 12)
        let shiftedYear = wholeMonth <= 1 ? wholeYear - 1 : wholeYear
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (wholeMonth > 1 ? wholeMonth - 2 : wholeMonth + 10) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Double(era * 146_097 + dayOfEra - 719_468)
    }

    /// Year, month, day, hour, minute, second, millisecond; fields may be out of range and run over.
    static func time(of fields: [Double]) -> Double {
        guard fields.allSatisfy(\.isFinite) else { return .nan }
        let whole = fields.map { $0.rounded(.towardZero) }
        let day = days(year: whole[0], month: whole[1]) + whole[2] - 1
        return clipped(day * 86_400_000 + whole[3] * 3_600_000 + whole[4] * 60_000 + whole[5] * 1000 + whole[6])
    }

    /// Reference: https://tc39.es/ecma262/#sec-timeclip
    static func clipped(_ time: Double) -> Double {
        time.magnitude <= 8.64e15 ? time.rounded(.towardZero) + 0 : .nan
    }

    var fields: [Double] {
        [year, month, day, hour, minute, second, millisecond].map(Double.init)
    }

    /// `2025-01-31`, `2025-01-31T10:00:00.000Z`, with an offset too, `Jan 31, 2025`; `nil` for any other form.
    static func parse(_ text: String) -> Double? {
        let iso =
            #/^([+-]\d{6}|\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?$/#
        if let match = text.wholeMatch(of: iso) {
            func number(_ part: Substring?) -> Double? { part.flatMap { Double($0) } }
            let month = number(match.2) ?? 1
            let day = number(match.3) ?? 1
            let hour = number(match.4) ?? 0
            let fraction = match.7.flatMap { Double("0.\($0)") } ?? 0
            guard (1...12).contains(month), (1...31).contains(day), hour <= 24 else { return .nan }
            let minute = number(match.5) ?? 0
            let second = number(match.6) ?? 0
            guard minute < 60, second < 60 else { return .nan }
            let time = Self.time(of: [
                Double(match.1) ?? .nan, month - 1, day, hour, minute, second, (fraction * 1000).rounded(.down),
            ])
            return time - offset(match.8) * 60_000
        }
        let spoken =
            #/^(?:[A-Za-z]{3,9},? )?([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})(?: (\d\d):(\d\d)(?::(\d\d))?)?(?: (?:GMT|UTC|Z))?$/#
        if let match = text.wholeMatch(of: spoken),
            let month = monthNames.firstIndex(where: { match.1.lowercased().hasPrefix($0.lowercased()) })
        {
            let rest = [match.4, match.5, match.6].map { $0.flatMap { Double($0) } ?? 0 }
            return Self.time(of: [Double(match.3) ?? .nan, Double(month), Double(match.2) ?? .nan] + rest + [0])
        }
        return nil
    }

    /// In minutes.
    private static func offset(_ text: Substring?) -> Double {
        guard let text, text != "Z" else { return 0 }
        let digits = text.dropFirst().filter { $0 != ":" }
        let minutes = (Double(digits.prefix(2)) ?? 0) * 60 + (Double(digits.suffix(2)) ?? 0)
        return text.hasPrefix("-") ? -minutes : minutes
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

extension Realm {
    func makeDateClass() -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "Date", length: 7, prototype: prototype) { call in
            guard let newTarget = call.newTarget else {
                return .text(DateObject.fullText(call.realm.host.now()))
            }
            let time: Double
            switch call.arguments.count {
            case 0: time = call.realm.host.now().rounded(.down)
            case 1: time = try call.time(of: call[0])
            default: time = try call.time(ofFields: call.arguments)
            }
            return .object(
                DateObject(
                    call.realm, CalendarTime.clipped(time),
                    prototype: try newTarget.prototypeForInstances(default: prototype)))
        }
        constructor.method("now", 0) { call in .number(call.realm.host.now().rounded(.down)) }
        constructor.method("parse", 1) { call in .number(try call.time(ofText: call.realm.toText(call[0]).text)) }
        constructor.method("UTC", 7) { call in .number(try call.time(ofFields: call.arguments)) }
        addDateGetters(prototype)
        addDateSetters(prototype)
        addDateTexts(prototype)
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    private func addDateGetters(_ prototype: Object) {
        let getters: [(String, @Sendable (CalendarTime) -> Int)] = [
            ("FullYear", { $0.year }), ("Month", { $0.month }), ("Date", { $0.day }), ("Day", { $0.weekday }),
            ("Hours", { $0.hour }), ("Minutes", { $0.minute }), ("Seconds", { $0.second }),
            ("Milliseconds", { $0.millisecond }),
        ]
        for (name, field) in getters {
            for name in ["get\(name)", "getUTC\(name)"] {
                prototype.put(
                    PropertyName(name),
                    .object(
                        NativeFunction(self, name: UTF16String(name), length: 0) { call in
                            guard let time = CalendarTime(try call.thisDate().time) else { return .number(.nan) }
                            return .integer(field(time))
                        }), .hidden)
            }
        }
        prototype.method("getTime", 0) { call in .number(try call.thisDate().time) }
        prototype.method("valueOf", 0) { call in .number(try call.thisDate().time) }
        prototype.method("getTimezoneOffset", 0) { call in .number(try call.thisDate().time.isNaN ? .nan : 0) }
    }

    private func addDateSetters(_ prototype: Object) {
        // Which field the first argument sets; the following ones set the smaller fields.
        let setters: [(String, first: Int, last: Int)] = [
            ("FullYear", 0, 2), ("Month", 1, 2), ("Date", 2, 2), ("Hours", 3, 6), ("Minutes", 4, 6), ("Seconds", 5, 6),
            ("Milliseconds", 6, 6),
        ]
        for (name, first, last) in setters {
            for name in ["set\(name)", "setUTC\(name)"] {
                prototype.put(
                    PropertyName(name),
                    .object(
                        NativeFunction(self, name: UTF16String(name), length: 1) { call in
                            let date = try call.thisDate()
                            guard var fields = CalendarTime(date.time)?.fields else { return .number(.nan) }
                            for (index, argument) in call.arguments.enumerated() where first + index <= last {
                                fields[first + index] = try call.realm.toNumber(argument)
                            }
                            date.time = CalendarTime.time(of: fields)
                            return .number(date.time)
                        }), .hidden)
            }
        }
        prototype.method("setTime", 1) { call in
            let date = try call.thisDate()
            date.time = CalendarTime.clipped(try call.realm.toNumber(call[0]))
            return .number(date.time)
        }
    }

    private func addDateTexts(_ prototype: Object) {
        prototype.method("toISOString", 0) { call in
            guard let text = try call.thisDate().isoText else { throw call.rangeError("Invalid time value") }
            return .text(text)
        }
        prototype.method("toJSON", 1) { call in try call.thisDate().isoText.map(Value.text) ?? .null }
        prototype.method("toString", 0) { call in .text(DateObject.fullText(try call.thisDate().time)) }
        prototype.method("toDateString", 0) { call in .text(DateObject.dayText(try call.thisDate().time)) }
        prototype.method("toTimeString", 0) { call in .text(DateObject.clockText(try call.thisDate().time)) }
        prototype.method("toUTCString", 0) { call in
            guard let time = CalendarTime(try call.thisDate().time) else { return "Invalid Date" }
            let day = CalendarTime.weekdayNames[time.weekday]
            let month = CalendarTime.monthNames[time.month]
            return .text("\(day), \(padded(time.day, 2)) \(month) \(padded(time.year, 4)) \(time.timeText) GMT")
        }
        for name in ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"] as [StaticString] {
            prototype.method(name, 0) { call in
                throw call.realm.unsupported("formatting a date for a locale", at: call.site)
            }
        }
        let toPrimitive = NativeFunction(self, name: "[Symbol.toPrimitive]", length: 1) { call in
            let date = try call.thisDate()
            return call[0].asText == "number" ? .number(date.time) : .text(DateObject.fullText(date.time))
        }
        prototype.put(.symbol(.toPrimitive), .object(toPrimitive), .configurable)
    }
}

extension DateObject {
    fileprivate static func dayText(_ time: Double) -> String {
        guard let time = CalendarTime(time) else { return "Invalid Date" }
        let day = CalendarTime.weekdayNames[time.weekday]
        return "\(day) \(CalendarTime.monthNames[time.month]) \(padded(time.day, 2)) \(padded(time.year, 4))"
    }

    fileprivate static func clockText(_ time: Double) -> String {
        guard let time = CalendarTime(time) else { return "Invalid Date" }
        return "\(time.timeText) GMT+0000 (Coordinated Universal Time)"
    }

    fileprivate static func fullText(_ time: Double) -> String {
        time.isNaN ? "Invalid Date" : "\(dayText(time)) \(clockText(time))"
    }
}

extension Call {
    fileprivate func thisDate() throws -> DateObject {
        guard let date = this.asObject as? DateObject else { throw typeError("this is not a Date object.") }
        return date
    }

    fileprivate func time(of value: Value) throws -> Double {
        if let date = value.asObject as? DateObject { return date.time }
        let primitive = try realm.toPrimitive(value)
        if case .string(let text) = primitive { return try time(ofText: text.text) }
        return try realm.toNumber(primitive)
    }

    fileprivate func time(ofText text: String) throws -> Double {
        if let time = CalendarTime.parse(text) { return time }
        // What has no digits is no date in any engine.
        guard text.contains(where: \.isNumber) else { return .nan }
        throw realm.unsupported("a date written like `\(text.prefix(40))`", at: site)
    }

    fileprivate func time(ofFields arguments: [Value]) throws -> Double {
        var fields: [Double] = [.nan, 0, 1, 0, 0, 0, 0]
        for (index, argument) in arguments.prefix(7).enumerated() { fields[index] = try realm.toNumber(argument) }
        if fields[0] >= 0, fields[0] <= 99 { fields[0] += 1900 }
        return CalendarTime.time(of: fields)
    }
}
