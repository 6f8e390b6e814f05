import Glibc

/// What a worker tells while it runs, in memory that it shares with whoever started it; it outlives a crash.
///
/// One process writes, one reads; each number stands for itself.
struct Progress {
    private let numbers: UnsafeMutablePointer<Int>

    private enum Slot: Int, CaseIterable {
        case input, cpuAtStart, done, slowestNanoseconds, slowestInput, firstResident, lastResident, peakResident
    }

    /// Maps the file at `path`, which is made when it is missing.
    init?(path: String) {
        let size = Slot.allCases.count * MemoryLayout<Int>.stride
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard ftruncate(descriptor, size) == 0,
            let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
        else { return nil }
        numbers = memory.bindMemory(to: Int.self, capacity: Slot.allCases.count)
    }

    private subscript(slot: Slot) -> Int {
        get { numbers[slot.rawValue] }
        nonmutating set { numbers[slot.rawValue] = newValue }
    }

    /// The number of the input that is being tried.
    var input: Int { self[.input] }
    /// The processor time of the worker when it began with `input`, in nanoseconds.
    var cpuAtStart: Int { self[.cpuAtStart] }
    /// Inputs that came to an end.
    var done: Int { self[.done] }
    var slowestNanoseconds: Int { self[.slowestNanoseconds] }
    var slowestInput: Int { self[.slowestInput] }
    /// Resident memory in bytes: after the first inputs, now, and the most.
    var resident: (first: Int, last: Int, peak: Int) {
        (self[.firstResident], self[.lastResident], self[.peakResident])
    }

    func begin(_ input: Int) {
        self[.cpuAtStart] = Self.processorTime
        self[.input] = input
    }

    func end() {
        let taken = Self.processorTime - self[.cpuAtStart]
        if taken > self[.slowestNanoseconds] {
            self[.slowestNanoseconds] = taken
            self[.slowestInput] = self[.input]
        }
        self[.done] += 1
    }

    /// Notes how much memory is in use.
    func measureMemory() {
        let resident = Self.residentBytes
        if self[.firstResident] == 0 { self[.firstResident] = resident }
        self[.lastResident] = resident
        self[.peakResident] = max(self[.peakResident], resident)
    }

    /// Forgets the memory of a worker that ended.
    func startOver() {
        self[.firstResident] = 0
        self[.cpuAtStart] = 0
    }

    /// Of all threads of this process, in nanoseconds.
    private static var processorTime: Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static var residentBytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, 128, file) != nil else { return 0 }
        let fields = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            .split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
    }
}
