import SourceText
import Synchronization
import TypeScriptEvaluator

/// Modules as they were parsed last, by path. A module whose bytes have not changed is not parsed again.
final class ModuleCache: Sendable {
    private struct Entry {
        var bytes: [UInt8]
        var hash: UInt64
        var source: ModuleSource
        /// The compilation that used it last.
        var compilation: Int
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var compilation = 0
    }

    private let state = Mutex(State())

    /// Begins a compilation; modules that the one before the last did not use are forgotten.
    func begin() {
        state.withLock { state in
            state.entries = state.entries.filter { $0.value.compilation >= state.compilation - 1 }
            state.compilation += 1
        }
    }

    /// The module at a path whose content is `bytes`, and the hash of them.
    func module(_ path: String, bytes: [UInt8], parse: () -> ModuleSource) -> (source: ModuleSource, hash: UInt64) {
        let known = state.withLock { state -> Entry? in
            guard let entry = state.entries[path], entry.bytes == bytes else { return nil }
            state.entries[path]?.compilation = state.compilation
            return entry
        }
        if let known { return (known.source, known.hash) }
        var hash = ContentHash()
        hash.combine(bytes)
        let source = parse()
        state.withLock { state in
            state.entries[path] = Entry(
                bytes: bytes, hash: hash.value, source: source, compilation: state.compilation)
        }
        return (source, hash.value)
    }
}
