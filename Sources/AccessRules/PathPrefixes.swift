/// Which of many paths are prefixes of a path, in time that does not grow with their number.
struct PathPrefixes {
    private let paths: [StoragePath]
    /// By the hash of a path's text without wildcards.
    private var indices: [UInt64: [Int]] = [:]

    init(_ paths: [StoragePath]) {
        self.paths = paths
        for (index, path) in paths.enumerated() { indices[path.hashWithoutWildcards, default: []].append(index) }
    }

    /// The other paths that `path` begins with once their wildcards are taken out, in the order given.
    func prefixes(of path: StoragePath) -> [StoragePath] {
        var found: [Int] = []
        path.forEachPrefixHash { hash in
            for index in indices[hash] ?? [] where paths[index].isPrefix(of: path) { found.append(index) }
        }
        return found.sorted().map { paths[$0] }
    }
}
