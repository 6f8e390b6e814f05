import Glibc

/// The part that may die: tries inputs, one after the other.
struct Worker {
    let target: any FuzzTarget
    /// Where the kinds of outcome are counted, for whoever started this.
    let outcomesFile: String
    private var outcomes: [String: Int] = [:]

    /// Inputs between two looks at the memory; so many are tried before growth is looked for.
    static let interval = 2_000

    init(_ target: any FuzzTarget, outcomesFile: String) {
        self.target = target
        self.outcomesFile = outcomesFile
    }

    /// Tries inputs from number `first` on, until the time or the number is reached.
    mutating func run(_ source: InputSource, from first: Int, upTo end: Int, until deadline: Int, _ progress: Progress)
        async
    {
        var number = first
        while number < end, time(nil) < deadline {
            let input = source.input(number)
            progress.begin(number)
            outcomes[await outcome(of: input), default: 0] += 1
            progress.end()
            number += 1
            if (number - first).isMultiple(of: Self.interval) {
                progress.measureMemory()
                writeOutcomes()
            }
        }
        writeOutcomes()
    }

    /// Tries one input alone.
    func run(_ input: [UInt8], _ progress: Progress) async {
        progress.begin(0)
        print(await outcome(of: input))
        progress.end()
    }

    private func outcome(of input: [UInt8]) async -> String {
        do {
            return try await target.run(input)
        } catch {
            let words = Array("\(error)".utf8)
            write(STDERR_FILENO, words, words.count)
            exit(ChildProcess.brokenProperty)
        }
    }

    private func writeOutcomes() {
        let lines = outcomes.map { "\($1) \($0)\n" }.joined()
        Files.write(Array(lines.utf8), to: outcomesFile)
    }
}
