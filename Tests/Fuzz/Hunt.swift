import Glibc

/// One run over a target: keeps a worker going, notes what goes wrong, and says what came of it.
struct Hunt {
    let target: any FuzzTarget
    let name: String
    let seed: Int
    let folder: String
    let bounds: Bounds
    private let progress: Progress
    private var failures: [(failure: Failure, input: Int, file: String)] = []
    private var outcomes: [String: Int] = [:]
    private var growth: (first: Int, last: Int, peak: Int) = (0, 0, 0)

    /// So many different failures are enough to begin with.
    private static let mostFailures = 20
    /// Memory that may come on top of what the first inputs needed; a leak grows beyond any such number.
    private static let mostGrowth = 96 << 20

    init?(_ target: any FuzzTarget, seed: Int, folder: String, bounds: Bounds) {
        self.target = target
        self.seed = seed
        self.folder = folder
        self.bounds = bounds
        name = type(of: target).name
        for path in ["progress", "trial-progress"] { unlink("\(folder)/\(path)") }
        guard let progress = Progress(path: "\(folder)/progress") else { return nil }
        self.progress = progress
    }

    /// Returns whether nothing was found.
    mutating func run(from first: Int, upTo end: Int, seconds: Int) throws -> Bool {
        let started = time(nil)
        let deadline = started + seconds
        let source = InputSource(target, seed: seed)
        var next = first
        while next < end, time(nil) < deadline, failures.count < Self.mostFailures {
            progress.startOver()
            let worker = try ChildProcess(
                arguments: [
                    "worker", name, "--seed", "\(seed)", "--from", "\(next)", "--to", "\(end)", "--deadline",
                    "\(deadline)", "--folder", folder,
                ], errorFile: "\(folder)/errors")
            let ending = worker.wait(progress, bounds: bounds)
            takeOutcomes()
            takeMemory()
            guard case .failed(let failure) = ending else { break }
            next = progress.input + 1
            note(failure, of: progress.input, source.input(progress.input))
        }
        return report(seconds: time(nil) - started)
    }

    // MARK: Failures

    private mutating func note(_ failure: Failure, of number: Int, _ input: [UInt8]) {
        let file = "\(folder)/\(failure.word)-\(seed)-\(number)"
        Files.write(input, to: file)
        say("input \(number): \(failure)")
        guard !failures.contains(where: { $0.failure.isSameKind(as: failure) && $0.failure != .hang }) else {
            return failures.append((failure, number, file))
        }
        var minimizer = Minimizer(seconds: 120) { [self] in trial($0)?.isSameKind(as: failure) ?? false }
        let small = minimizer.minimize(input)
        Files.write(small, to: file + ".min")
        _ = trial(small, backtrace: file + ".trace")
        say("  \(input.count) bytes, \(small.count) are enough: \(file).min")
        failures.append((failure, number, file + ".min"))
    }

    /// What one input leads to in a process of its own; nil when all is well.
    private func trial(_ input: [UInt8], backtrace: String? = nil) -> Failure? {
        let file = "\(folder)/trial"
        guard Files.write(input, to: file), let progress = Progress(path: "\(folder)/trial-progress"),
            let child = try? ChildProcess(
                arguments: ["worker", name, "--folder", folder, "--file", file],
                errorFile: backtrace ?? "\(folder)/trial-errors", backtrace: backtrace != nil)
        else { return nil }
        progress.startOver()
        guard case .failed(let failure) = child.wait(progress, bounds: bounds) else { return nil }
        return failure
    }

    // MARK: Words

    private mutating func takeOutcomes() {
        let text = String(decoding: Files.read("\(folder)/outcomes") ?? [], as: UTF8.self)
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 1)
            guard fields.count == 2, let count = Int(fields[0]) else { continue }
            outcomes[String(fields[1]), default: 0] += count
        }
        unlink("\(folder)/outcomes")
    }

    private mutating func takeMemory() {
        let worker = progress.resident
        guard worker.first > 0, worker.last - worker.first >= growth.last - growth.first else { return }
        growth = worker
    }

    private func report(seconds: Int) -> Bool {
        let grew = growth.last - growth.first > Self.mostGrowth
        let kinds = Dictionary(grouping: failures) { $0.failure.word }.mapValues(\.count)
        say("")
        say("target     \(name), seed \(seed)")
        say("inputs     \(progress.done) in \(seconds / 60) min \(seconds % 60) s")
        for (word, label) in [("crash", "crashes"), ("hang", "hangs"), ("broken", "broken"), ("memory", "memory")] {
            say(label.padded(to: 11) + "\(kinds[word] ?? 0)")
        }
        say(
            "slowest    \(progress.slowestNanoseconds / 1_000_000) ms of processor time, input \(progress.slowestInput)"
        )
        let megabytes = [growth.first, growth.last, growth.peak].map { $0 >> 20 }
        say(
            "memory     \(megabytes[0]) MiB after the first inputs, \(megabytes[1]) at the end, \(megabytes[2]) at most"
        )
        if grew { say("           that grows") }
        say("outcomes")
        for (outcome, count) in outcomes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(24) {
            say("  \(count)\t\(outcome)")
        }
        for failure in failures {
            say("\(failure.failure): input \(failure.input), Tests/Fuzz/run \(name) --file \(failure.file)")
        }
        return failures.isEmpty && !grew
    }

    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(width - count, 0))
    }
}
