import AmplifyProject
import FoundationEssentials
import Glibc

/// Which sandbox is meant: the app's folder, the sandbox's name, and where its state lies.
package struct SandboxLocation: Sendable, Hashable {
    /// Absolute path of the folder that holds `amplify/`.
    package var project: String
    package var identifier: String
    package var data: DataFolder { DataFolder(path: dataDirectory + "/" + identifier) }
    package var dataDirectory: String

    /// Finds the sandbox that a command's options mean.
    ///
    /// - Parameters:
    ///   - project: the folder that holds `amplify/`; absent means the nearest at or above the current one.
    ///   - dataDirectory: absent means `sandbox-data` in the project's folder.
    ///   - identifier: absent means the login name.
    package static func find(
        project: String?, dataDirectory: String?, identifier: String?
    ) throws(StartFailure) -> SandboxLocation {
        let current = FileManager.default.currentDirectoryPath
        let start = absolute(project ?? current, from: current)
        let folder: String
        if project == nil {
            guard let nearest = ProjectCompiler.nearestFolder(at: start) else { throw .noProject(from: start) }
            folder = nearest
        } else {
            guard FileManager.default.fileExists(atPath: start + "/amplify") else { throw .noProject(from: start) }
            folder = start
        }
        return SandboxLocation(
            project: folder, identifier: identifier ?? loginName,
            dataDirectory: dataDirectory.map { absolute($0, from: current) } ?? folder + "/sandbox-data")
    }

    /// An absolute path without `.`, `..` or a final slash.
    package static func absolute(_ path: String, from current: String) -> String {
        var segments: [Substring] = []
        for segment in (path.hasPrefix("/") ? path : current + "/" + path).split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        return "/" + segments.joined(separator: "/")
    }

    /// An absolute path, from the current folder.
    package static func absolute(_ path: String) -> String {
        absolute(path, from: FileManager.default.currentDirectoryPath)
    }

    /// A path as seen from the current folder, where that is shorter.
    package static func relative(_ path: String) -> String {
        let current = FileManager.default.currentDirectoryPath
        if path == current { return "." }
        return path.hasPrefix(current + "/") ? String(path.dropFirst(current.count + 1)) : path
    }

    /// The identifier of a sandbox that is given none.
    static var loginName: String {
        let name = getpwuid(getuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
        return name ?? "user\(getuid())"
    }
}
