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

    /// By the names of `ampx`; nil for unknown ones, and for forms that the version does not have.
    package init?(folder: String, version: String, formats: [String]) {
        guard let version = OutputsVersion(rawValue: version) else { return nil }
        self.folder = folder
        self.version = version
        self.formats = formats.compactMap(OutputsFormat.init(rawValue:))
        let onlyLegacy: Set<OutputsFormat> = [.ts, .mjs, .jsonMobile]
        guard self.formats.count == formats.count,
            version == .legacy || onlyLegacy.isDisjoint(with: self.formats)
        else { return nil }
    }

    /// Absolute paths of the files.
    var paths: [String] {
        formats.map { folder + "/" + OutputsFile.name(version: version, format: $0) }
    }

    /// Writes the files whose content changed. Returns their paths, and what could not be written.
    func write(_ ruleSet: RuleSet, names: DeploymentNames) -> (written: [String], faults: [String]) {
        var written: [String] = []
        var faults: [String] = []
        for format in formats {
            do {
                let file = try OutputsFile(of: ruleSet, names: names, version: version, format: format)
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

/// `generate outputs`: compiles the definition and writes the files.
package struct OutputsReport: Sendable {
    package var written: [String]
    package var faults: [String]

    package static func write(location: SandboxLocation, plan: OutputsPlan) async -> OutputsReport {
        let names = DeployedNames.load(
            dataFolder: location.data, project: location.project, identifier: location.identifier,
            region: SandboxRegion.fromEnvironment)
        let project = await ProjectCompiler(folder: location.project).compile(
            environment: ProcessInfo.processInfo.environment, names: names.deploymentNames, generation: 1)
        guard let ruleSet = project.ruleSet else {
            let frames = project.diagnostics.map { $0.codeFrame(TerminalStyle(descriptor: 2).diagnostics) }
            return OutputsReport(written: [], faults: frames)
        }
        let result = plan.write(ruleSet, names: names.deploymentNames)
        return OutputsReport(
            written: result.faults.isEmpty ? plan.paths : result.written, faults: result.faults)
    }
}
