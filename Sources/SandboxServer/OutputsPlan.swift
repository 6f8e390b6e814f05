import AccessRules
import AmplifyProject
import ClientOutputs
import FoundationEssentials
import SourceText

/// Which files are written for clients, and where.
package struct OutputsPlan: Sendable, Hashable {
    /// Absolute path.
    package var folder: String
    private var version: OutputsVersion
    private var formats: [OutputsFormat]

    /// `amplify_outputs.json` of the newest version.
    package init(folder: String) {
        self.folder = folder
        version = .newest
        formats = [.json]
    }

    /// By the names of `ampx` and our own; the same form twice is one.
    package init(folder: String, version name: String, formats names: [String]) throws(OutputsPlanFault) {
        guard let version = OutputsVersion(rawValue: name) else { throw .unknownVersion(name) }
        var formats: [OutputsFormat] = []
        for name in names {
            guard let format = OutputsFormat(rawValue: name) else { throw .unknownFormat(name) }
            guard format.exists(in: version) else { throw .noSuchForm(format: name, version: version.rawValue) }
            let file = OutputsFile.name(version: version, format: format)
            for other in formats where other != format && OutputsFile.name(version: version, format: other) == file {
                throw .sameFile(other.rawValue, name, file: file)
            }
            if !formats.contains(format) { formats.append(format) }
        }
        self.folder = folder
        self.version = version
        self.formats = formats.isEmpty ? [.json] : formats
    }

    /// Absolute paths of the files.
    var paths: [String] {
        formats.map { folder + "/" + OutputsFile.name(version: version, format: $0) }
    }

    /// Whether clients of a file store at the port that the first generation's flag means, whatever the sandbox's is.
    var needsFixedPort: Bool { formats.contains(.awsExports) || formats.contains(.amplifyConfiguration) }

    /// Writes the files whose content changed. Returns their paths, and what could not be written.
    ///
    /// - Parameter endpoint: the sandbox's address without a final slash.
    func write(
        _ ruleSet: RuleSet, names: DeploymentNames, endpoint: String
    ) -> (written: [String], faults: [String]) {
        var written: [String] = []
        var faults: [String] = []
        for format in formats {
            do {
                let file = try OutputsFile(
                    of: ruleSet, names: names, version: version, format: format, endpoint: endpoint)
                let path = folder + "/" + file.name
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                if try AtomicFile(path: path).replace(with: Array(file.text.utf8)) { written.append(path) }
            } catch let fault as OutputsFile.Fault {
                faults.append(fault.message)
            } catch {
                faults.append("\(error)")
            }
        }
        return (written, faults)
    }
}

/// Why files cannot be written as asked.
package enum OutputsPlanFault: Error, Hashable, CustomStringConvertible {
    case unknownVersion(String)
    case unknownFormat(String)
    case noSuchForm(format: String, version: String)
    case sameFile(String, String, file: String)

    package var description: String {
        switch self {
        case .unknownVersion(let name):
            "`\(name)` is none of the versions \(OutputsVersion.allCases.map(\.rawValue).joined(separator: ", "))"
        case .unknownFormat(let name):
            "`\(name)` is none of the formats \(OutputsFormat.allCases.map(\.rawValue).joined(separator: ", "))"
        case .noSuchForm(let format, let version):
            "version \(version) has no form `\(format)`: give `--outputs-version 0` with it, as for `ampx`"
        case .sameFile(let first, let second, let file):
            "`\(first)` and `\(second)` are both written to `\(file)`: ask for one of them"
        }
    }
}

/// `generate outputs`: compiles the definition and writes the files.
package struct OutputsReport: Sendable {
    /// Absolute paths of the files, also of those that were right already.
    package var written: [String]
    package var faults: [String]

    /// - Parameter port: where the sandbox will answer; nil means where it answers now, or the default port.
    package static func write(location: SandboxLocation, plan: OutputsPlan, port: Int?) async -> OutputsReport {
        let names = DeployedNames.load(
            dataFolder: location.data, project: location.project, identifier: location.identifier,
            region: SandboxRegion.fromEnvironment)
        let project = await ProjectCompiler(folder: location.project).compile(
            environment: ProcessInfo.processInfo.environment, names: names.deploymentNames, generation: 1)
        guard let ruleSet = project.ruleSet else {
            let frames = project.diagnostics.map { $0.codeFrame(TerminalStyle(descriptor: 2).diagnostics) }
            return OutputsReport(written: [], faults: frames)
        }
        let result = plan.write(
            ruleSet, names: names.deploymentNames, endpoint: location.endpoint(port: port))
        return OutputsReport(
            written: result.faults.isEmpty ? plan.paths : result.written, faults: result.faults)
    }
}

extension SandboxLocation {
    /// The address of the sandbox, running or not, without a final slash.
    func endpoint(port: Int?) -> String {
        if let port { return "http://localhost:\(port)" }
        return EndpointFile.read(data.endpointFile)?.endpoint ?? "http://localhost:\(SandboxConfiguration.defaultPort)"
    }
}
