/// What one watcher wants to hear of.
struct WatchScope {
    let root: String
    let ignored: Set<String>
    /// Single files, mostly outside `root`. Those that are ignored are left out.
    var files: Set<String> = [] {
        didSet { files = files.filter { !isExcluded($0) } }
    }

    /// Folder names whose content nobody edits by hand.
    private static let ignoredNames: Set<String> = ["node_modules", ".git"]

    init(root: String, ignored: Set<String>) {
        self.root = root
        self.ignored = ignored
    }

    /// Whether a change of this path is to be reported.
    func includes(_ path: String) -> Bool {
        files.contains(path) || path == root || (path.isBelow(root) && !isIgnored(path))
    }

    /// Whether the path lies at or below something ignored, or, below the root, in a folder that nobody edits by hand.
    func isIgnored(_ path: String) -> Bool {
        if isExcluded(path) { return true }
        guard path.isBelow(root) else { return false }
        return path.dropFirst(root.count + 1).split(separator: "/").contains { Self.ignoredNames.contains(String($0)) }
    }

    /// Whether the path lies at or below one that was given as ignored.
    private func isExcluded(_ path: String) -> Bool {
        ignored.contains(path) || ignored.contains { path.isBelow($0) }
    }

    /// Folders to watch without what is below them: where the root and the single files would appear.
    var surroundings: Set<String> {
        Set(files.union([root]).map(\.parentFolder))
    }
}

extension String {
    /// The folder above; `/` is its own.
    var parentFolder: String {
        guard let slash = lastIndex(of: "/"), slash != startIndex else { return "/" }
        return String(self[..<slash])
    }

    /// The folders above, the nearest first, `/` last.
    var foldersAbove: [String] {
        var folders: [String] = []
        var folder = self
        while folder != "/" {
            folder = folder.parentFolder
            folders.append(folder)
        }
        return folders
    }

    func isBelow(_ folder: String) -> Bool {
        hasPrefix(folder == "/" ? "/" : folder + "/")
    }

    func isAtOrBelow(_ folder: String) -> Bool {
        self == folder || isBelow(folder)
    }

    /// The path of an entry of this folder.
    func appending(entry name: String) -> String {
        self == "/" ? "/" + name : self + "/" + name
    }

    var withoutFinalSlash: String {
        count > 1 && hasSuffix("/") ? String(dropLast()) : self
    }
}
