import FoundationEssentials
import Glibc

/// `endpoint.json`: says that a sandbox answers, where, and which generation of the rules is in force.
package struct EndpointFile: Sendable, Codable, Hashable {
    package var endpoint: String
    package var pid: Int
    package var generation: Int

    package init(endpoint: String, pid: Int, generation: Int) {
        self.endpoint = endpoint
        self.pid = pid
        self.generation = generation
    }

    func write(to path: String) throws {
        let text = #"{"endpoint": "\#(endpoint)", "pid": \#(pid), "generation": \#(generation)}"# + "\n"
        _ = try AtomicFile(path: path).replace(with: Array(text.utf8))
    }

    static func remove(_ path: String) {
        unlink(path)
    }

    /// What a running sandbox has written; absent when none runs.
    package static func read(_ path: String) -> EndpointFile? {
        guard let data = FileManager.default.contents(atPath: path),
            let file = try? JSONDecoder().decode(EndpointFile.self, from: data)  // A file not ours says nothing.
        else { return nil }
        return kill(pid_t(file.pid), 0) == 0 ? file : nil
    }
}
