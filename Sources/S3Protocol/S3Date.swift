package import FoundationEssentials

/// The spellings of dates in S3's interface.
package enum S3Date {
    /// `2009-10-12T17:50:30.000Z`, in documents.
    package static func iso(_ date: Date) -> String {
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded(.down))
        let fraction = (milliseconds % 1000 + 1000) % 1000
        let parts = Calendar(secondsSince1970: (milliseconds - fraction) / 1000)
        return DateText.string(length: 24) { text in
            text.append(parts.year, digits: 4)
            text.append("-")
            text.append(parts.month, digits: 2)
            text.append("-")
            text.append(parts.day, digits: 2)
            text.append("T")
            text.append(clock: parts.secondOfDay)
            text.append(".")
            text.append(fraction, digits: 3)
            text.append("Z")
        }
    }

    /// `Mon, 12 Oct 2009 17:50:30 GMT`, in headers. Reference: RFC 9110, 5.6.7.
    package static func http(_ date: Date) -> String {
        let parts = Calendar(secondsSince1970: Int(date.timeIntervalSince1970.rounded(.down)))
        return DateText.string(length: 29) { text in
            text.append(weekdays[parts.weekday])
            text.append(", ")
            text.append(parts.day, digits: 2)
            text.append(" ")
            text.append(months[parts.month - 1])
            text.append(" ")
            text.append(parts.year, digits: 4)
            text.append(" ")
            text.append(clock: parts.secondOfDay)
            text.append(" GMT")
        }
    }

    /// Reads the three forms of RFC 9110, 5.6.7.
    package static func parseHTTP(_ text: String) -> Date? {
        let words = text.split { $0 == " " || $0 == "-" || $0 == "," }
        // Either `Sun 06 Nov 1994 08:49:37 GMT` or, from C's asctime, `Sun Nov 6 08:49:37 1994`.
        if words.count == 6, let month = months.firstIndex(where: { $0 == words[2] }), let day = Int(words[1]),
            var year = Int(words[3]), let clock = seconds(inClock: words[4])
        {
            if year < 100 { year += year < 70 ? 2000 : 1900 }
            return date(year, month + 1, day, clock)
        }
        if words.count == 5, let month = months.firstIndex(where: { $0 == words[1] }), let day = Int(words[2]),
            let year = Int(words[4]), let clock = seconds(inClock: words[3])
        {
            return date(year, month + 1, day, clock)
        }
        return nil
    }

    /// Reads `2009-10-12T17:50:30Z`, with or without a fraction or an offset from UTC, and a bare date.
    package static func parseISO(_ text: String) -> Date? {
        let halves = text.split(separator: "T", maxSplits: 1)
        let days = halves.first?.split(separator: "-").map { Int($0) ?? -1 } ?? []
        guard days.count == 3, let midnight = date(days[0], days[1], days[2], 0) else { return nil }
        guard halves.count == 2 else { return midnight }
        var time = halves[1]
        var offset = 0
        if time.hasSuffix("Z") {
            time = time.dropLast()
        } else if let sign = time.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = time[time.index(after: sign)...].filter { $0 != ":" }
            guard zone.count == 4, let number = Int(zone) else { return nil }
            offset = (number / 100 * 3600 + number % 100 * 60) * (time[sign] == "-" ? -1 : 1)
            time = time[..<sign]
        }
        let pieces = time.split(separator: ".", maxSplits: 1)
        guard let clock = pieces.first.flatMap({ seconds(inClock: $0) }) else { return nil }
        let fraction = pieces.count == 2 ? Double("0." + pieces[1]) ?? 0 : 0
        return midnight + Double(clock - offset) + fraction
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func seconds(inClock text: Substring) -> Int? {
        let fields = text.split(separator: ":").map { Int($0) ?? -1 }
        guard fields.count == 3, (0..<24).contains(fields[0]), (0..<60).contains(fields[1]),
            (0...60).contains(fields[2])
        else { return nil }
        return fields[0] * 3600 + fields[1] * 60 + fields[2]
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int, _ seconds: Int) -> Date? {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let days = Calendar.days(year: year, month: month, day: day)
        return Date(timeIntervalSince1970: Double(days * 86400 + seconds))
    }
}

/// A second in UTC, taken apart. Years begin in March here, so that the leap day comes last.
private struct Calendar {
    var year, month, day, weekday, secondOfDay: Int

    init(secondsSince1970 seconds: Int) {
        let days = Int((Double(seconds) / 86400).rounded(.down))
        secondOfDay = seconds - days * 86400
        weekday = ((days + 4) % 7 + 7) % 7
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Writes a date's digits one by one: each answer carries dates, and a listing a thousand of them.
private struct DateText {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var length = 0

    /// - Parameter length: of the whole text, in bytes.
    static func string(length: Int, _ write: (inout DateText) -> Void) -> String {
        String(unsafeUninitializedCapacity: length) { buffer in
            var text = DateText(buffer: buffer)
            write(&text)
            return text.length
        }
    }

    private init(buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    mutating func append(_ text: String) {
        for byte in text.utf8 { append(byte) }
    }

    /// The last digits of a number.
    mutating func append(_ number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: 0x30 + number / divisor % 10))
            divisor /= 10
        }
    }

    mutating func append(clock second: Int) {
        append(second / 3600, digits: 2)
        append(":")
        append(second / 60 % 60, digits: 2)
        append(":")
        append(second % 60, digits: 2)
    }

    private mutating func append(_ byte: UInt8) {
        buffer[length] = byte
        length += 1
    }
}
