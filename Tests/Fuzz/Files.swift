import Glibc

/// Reading and writing whole files.
enum Files {
    static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    @discardableResult
    static func write(_ bytes: [UInt8], to path: String) -> Bool {
        guard let file = fopen(path, "w") else { return false }
        let isComplete = fwrite(bytes, 1, bytes.count, file) == bytes.count
        return fclose(file) == 0 && isComplete
    }

    /// All regular files below a folder, sorted, as paths relative to it.
    static func all(below folder: String, prefix: String = "") -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            if entry.pointee.d_type == DT_DIR {
                found += all(below: "\(folder)/\(name)", prefix: "\(prefix)\(name)/")
            } else {
                found.append(prefix + name)
            }
        }
        return found.sorted()
    }
}
