import Glibc
import WebConsole

/// What a sandbox says after a clean stop: what it leaves in the app, so that builds go on, and what that means.
struct StopReport {
    let configuration: SandboxConfiguration
    let style: TerminalStyle

    var text: String {
        let left = leftFiles.map(SandboxLocation.relative)
        guard !left.isEmpty else { return "stopped\n" }
        return """
            stopped; \(left.joined(separator: ", ")) \(left.count == 1 ? "stays" : "stay"), so that the app still builds
            \(style.faint("the ids in there are local ones: `sandbox check --release` fails on them, for CI"))

            """
    }

    /// The sandbox's files in the app's folders: what imports them must find them.
    private var leftFiles: [String] {
        let connectFile = configuration.outputs.folder + "/" + ConnectScript.fileName
        let files = configuration.outputs.paths + (configuration.writesConnectFile ? [connectFile] : [])
        return files.filter { access($0, F_OK) == 0 }
    }
}
