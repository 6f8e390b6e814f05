package import FileWatching
import Glibc

/// Why a sandbox could not start.
package enum StartFailure: Error, Sendable {
    /// No folder at or above this one holds `amplify/`.
    case noProject(from: String)
    case dataFolder(path: String, reason: String)
    /// Another process runs on the same folder.
    case folderInUse(path: String, holder: Int?)
    case database(path: String, reason: String)
    /// The port is taken, or the address is not ours.
    case address(host: String, port: Int, reason: String)
    case outputs(path: String, reason: String)
    case keys(path: String, reason: String)
    case watching(WatchFailure)
    case servedFolder(String)
}

extension StartFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noProject(let folder):
            "no `amplify/backend.ts` at or above `\(folder)`"
        case .dataFolder(let path, let reason):
            "cannot use the data folder `\(path)`: \(reason)"
        case .folderInUse(let path, let holder?):
            "a sandbox with process id \(holder) already runs on `\(path)`"
        case .folderInUse(let path, nil):
            "another sandbox already runs on `\(path)`"
        case .database(let path, let reason):
            "cannot open `\(path)`: \(reason)"
        case .address(let host, let port, let reason):
            "cannot listen on \(host), port \(port): \(reason)"
        case .outputs(let path, let reason):
            "cannot write `\(path)`: \(reason)"
        case .keys(let path, let reason):
            "cannot use the keys in `\(path)`: \(reason)"
        case .watching(.noInstance(let code)):
            "cannot watch files: \(String(cString: strerror(code)))"
        case .watching(.noWakeFile(let code)):
            "cannot make a temporary file for watching: \(String(cString: strerror(code)))"
        case .servedFolder(let reason):
            reason
        }
    }

    /// What the user can do about it.
    package var help: String? {
        switch self {
        case .noProject:
            "run it in the folder that holds `amplify/`, or give that folder with --project"
        case .folderInUse(_, let holder?):
            "stop it (kill \(holder)), or start a second one with --identifier and --port"
        case .folderInUse(_, nil):
            "stop it, or start a second one with --identifier and --port"
        case .address(_, let port, _):
            "stop what listens on port \(port), or choose another with --port (0 takes any free one)"
        case .watching(.noWakeFile):
            "make room in the folder for temporary files, or name another with TMPDIR"
        case .watching(.noInstance):
            "raise fs.inotify.max_user_instances (sysctl), or close other programs that watch files"
        case .servedFolder:
            "give the folder of the app's static files with --serve"
        case .dataFolder, .database, .outputs, .keys:
            nil
        }
    }
}
