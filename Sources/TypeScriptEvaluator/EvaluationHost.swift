/// What a running definition may see of the world around it. The evaluator looks at nothing else.
package struct EvaluationHost: Sendable {
    /// The environment: `process.env`.
    package var variables: [String: String]
    /// Absolute path of the folder that holds `amplify/`: `process.cwd()`, and what `import.meta.url` begins with.
    package var projectFolder: String
    /// The clock: milliseconds since 1970.
    package var now: @Sendable () -> Double
    package var limits: EvaluationLimits

    package init(
        variables: [String: String], projectFolder: String, now: @escaping @Sendable () -> Double,
        limits: EvaluationLimits = EvaluationLimits()
    ) {
        self.variables = variables
        self.projectFolder = projectFolder
        self.now = now
        self.limits = limits
    }
}

/// How much one evaluation may use before it is stopped with a diagnostic.
package struct EvaluationLimits: Sendable {
    /// Statements, calls, rounds of loops, elements that built-ins look at, steps of a regular expression, each by what it
    /// takes. The default is about a second.
    package var steps = 20_000_000
    /// Processor time of a thread of the evaluation, for work that takes longer than its steps tell.
    package var processorSeconds = 2.0
    /// What objects, lists and long texts ever took, in use or not, and short texts while they are in use.
    package var allocatedBytes = 128 << 20
    /// Of the thread that evaluates; address space, used only as far as calls nest.
    package var stackBytes = 64 << 20
    /// Suspended generators and async functions at one time; each has a thread.
    package var coroutines = 256

    package init() {}
}

/// One call of `console.log` and its kin.
package struct ConsoleLine: Sendable, Hashable {
    package enum Level: String, Sendable {
        case log, info, warn, error, debug
    }

    package var level: Level
    package var text: String

    package init(level: Level, text: String) {
        self.level = level
        self.text = text
    }
}
