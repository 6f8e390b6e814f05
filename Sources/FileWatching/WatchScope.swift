/// What one watcher wants to hear of.
struct WatchScope {
    let root: String
    let ignored: Set<String>
    /// Single files outside `root`.
    var files: Set<String> = []

    /// Folder names whose content nobody edits by hand.
    private static let ignoredNames: Set<String> = ["node_modules", ".git"]

    init(root: String, ignored: Set<String>) {
        self.root = root
        self.ignored = ignored
    }

    /// Whether a change of this path is to be reported.
    func includes(_ path: String) -> Bool {
        if files.contains(path) { return true }
        return path == root || (path.hasPrefix(root + "/") && !isIgnored(path))
    }

    /// Whether the path lies at or below something ignored.
    func isIgnored(_ path: String) -> Bool {
        if ignored.contains(path) { return true }
        guard path.hasPrefix(root + "/") else { return false }
        var walked = root
        for name in path.dropFirst(root.count + 1).split(separator: "/") {
            if Self.ignoredNames.contains(String(name)) { return true }
            walked += "/" + name
            if ignored.contains(walked) { return true }
        }
        return false
    }

    /// Folders to watch without what is below them: where the root and the single files would appear.
    var surroundings: Set<String> {
        Set((files.union([root])).map(\.parentFolder))
    }
}

extension String {
    /// The folder above; `/` is its own.
    var parentFolder: String {
        guard let slash = lastIndex(of: "/"), slash != startIndex else { return "/" }
        return String(self[..<slash])
    }
}
