/// Where a project lies and where its definition begins.
enum ProjectFolder {
    /// The extensions of `amplify/backend`, in the order in which Amplify looks for them.
    static let entryExtensions = [".js", ".mjs", ".cjs", ".ts"]

    /// The nearest folder at or above `path` whose `amplify/` has a backend; else the nearest with an `amplify/` at all.
    static func nearest(at path: String) -> String? {
        var folders: [String] = []
        var current = FilePath.normalized(path)
        while true {
            folders.append(current)
            if current == "/" || current.isEmpty { break }
            current = FilePath.folder(of: current)
        }
        return folders.first { !entries(in: $0).isEmpty }
            ?? folders.first { FileSystem.kind(of: FilePath.joined($0, "amplify")) == .folder }
    }

    /// The files `amplify/backend.…` that are there, the one that counts first.
    static func entries(in folder: String) -> [String] {
        entryExtensions.map { "amplify/backend\($0)" }.filter {
            FileSystem.kind(of: FilePath.joined(folder, $0)) == .file
        }
    }
}
