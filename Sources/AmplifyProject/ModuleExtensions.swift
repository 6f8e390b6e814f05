/// Which files a specifier can mean, in the order in which they are looked for.
///
/// A script in TypeScript is taken before its compiled twin, also when the specifier names the twin.
enum ModuleExtensions {
    static let scripts: Set = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"]

    private static let implied = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"]

    /// The sources that a compiled file may come from.
    private static let twins = [
        ".js": [".ts", ".tsx"], ".jsx": [".tsx"], ".mjs": [".mts"], ".cjs": [".cts"],
    ]

    static func candidates(for path: String) -> [String] {
        let written = FilePath.pathExtension(of: path)
        let stem = String(path.dropLast(written.count))
        var candidates: [String] = (twins[written] ?? []).map { stem + $0 }
        candidates.append(path)
        candidates += implied.map { path + $0 }
        return candidates + indexFiles(in: path)
    }

    static func indexFiles(in folder: String) -> [String] { implied.map { "\(folder)/index\($0)" } }
}
