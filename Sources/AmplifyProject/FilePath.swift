/// Paths as text, `/` between the parts.
enum FilePath {
    /// The path with `.`, `..` and doubled slashes resolved by the text alone. A relative path may begin with `..`.
    static func normalized(_ path: String) -> String {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        var parts: [Substring] = []
        for part in self.parts(of: path) where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute {
                parts.append(part)
            }
        }
        return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
    }

    /// Split at bytes: a combining mark after a slash would hide it from `Character`.
    private static func parts(of path: String) -> [Substring] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
    }

    /// `path` seen from `base`, unless it is absolute.
    static func joined(_ base: String, _ path: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") || base.isEmpty { return normalized(path) }
        return normalized("\(base)/\(path)")
    }

    /// All but the last part; empty for a name alone.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func name(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// The last part's extension with its point; empty without one. A name that begins with its only point has none.
    static func pathExtension(of path: String) -> String {
        let name = name(of: path)
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return "" }
        return String(name[point...])
    }

    /// `path` relative to `folder`, both absolute and normalized.
    static func relative(_ path: String, to folder: String) -> String {
        let target = parts(of: path)
        let base = parts(of: folder)
        let shared = zip(target, base).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: base.count - shared) + target[shared...]).joined(separator: "/")
    }

    /// Whether `path` is `folder` or lies below it, both absolute and normalized.
    static func isInside(_ path: String, folder: String) -> Bool {
        folder == "/" || path == folder || path.utf8.starts(with: "\(folder)/".utf8)
    }
}
