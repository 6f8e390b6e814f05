/// console: what it is told is kept for the author.
///
/// Reference: https://nodejs.org/api/console.html
extension Realm {
    func makeConsole() -> Object {
        let console = Object(self, prototype: intrinsics.objectPrototype)
        let levels: [(StaticString, ConsoleLine.Level)] = [
            ("log", .log), ("info", .info), ("warn", .warn), ("error", .error), ("debug", .debug), ("trace", .error),
            ("dir", .log), ("group", .log), ("table", .log),
        ]
        for (name, level) in levels {
            console.method(name, 0) { call in
                try call.realm.print(call.arguments, level)
                return .undefined
            }
        }
        console.method("assert", 0) { call in
            guard !call[0].isTruthy else { return .undefined }
            try call.realm.print(["Assertion failed"] + call.arguments.dropFirst(), .error)
            return .undefined
        }
        for name in ["groupEnd", "time", "timeEnd", "timeLog", "count", "countReset", "clear"] as [StaticString] {
            console.method(name, 0) { _ in .undefined }
        }
        return console
    }

    /// How many lines of one evaluation are kept.
    private var lineLimit: Int { 1_000 }

    private func print(_ arguments: [Value], _ level: ConsoleLine.Level) throws {
        guard console.count < lineLimit else { return try steps(100) }
        var formatter = ConsoleFormatter()
        try write(formatter.text(of: arguments), level)
    }

    /// Keeps a line for the author. A definition that writes without end is stopped by its steps; what is kept of it is
    /// bounded on its own.
    func write(_ text: String, _ level: ConsoleLine.Level) throws {
        try steps(100 + text.utf8.count)
        guard console.count < lineLimit else { return }
        let text = String(text.prefix(10_000))
        try reserve(bytes: text.utf8.count)
        console.append(ConsoleLine(level: level, text: text))
    }
}
