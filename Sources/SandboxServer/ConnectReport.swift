import AmplifyProject
import FoundationEssentials
import WebConsole

/// Tells how tools are connected to a sandbox, running or not.
package struct ConnectReport: Sendable {
    /// The tools that there are lines for.
    package static let tools = ConnectTool.allCases.map(\.rawValue)

    private let location: SandboxLocation
    private let context: ClientContext
    private let certificates: TLSCertificates

    /// Compiles the definition, whose buckets a client must know. Throws ``StartFailure`` or ``ConnectFailure``.
    package init(location: SandboxLocation) async throws {
        let names = DeployedNames.load(
            dataFolder: location.data, project: location.project, identifier: location.identifier,
            region: SandboxRegion.fromEnvironment)
        let project = await ProjectCompiler(folder: location.project).compile(
            environment: ProcessInfo.processInfo.environment, names: names.deploymentNames, generation: 1)
        guard let ruleSet = project.ruleSet else { throw ConnectFailure.definitionHasErrors }
        self.location = location
        context = ClientContext(endpoint: location.endpoint(port: nil), names: names, ruleSet: ruleSet)
        certificates = try TLSCertificates(location: location)
    }

    /// The lines to paste for one of ``tools``. `program` is this program's absolute path.
    package func snippet(for tool: String, page: String?, program: String) throws -> String {
        guard let tool = ConnectTool(rawValue: tool) else { throw ConnectFailure.unknownTool(tool) }
        return try ConnectSnippet(
            for: context, program: program, selection: location.options, browser: browser(page: page)
        ).text(for: tool)
    }

    /// The options of a Chromium that finds the sandbox behind the real names.
    package func browserArguments(page: String?) throws -> [String] {
        try browser(page: page).arguments
    }

    private func browser(page: String?) throws -> BrowserCommand {
        BrowserCommand(
            for: context, keyPin: try certificates.keyPin(), profile: location.data.path + "/browser", page: page)
    }
}

/// Why there is nothing to connect to.
package enum ConnectFailure: Error, CustomStringConvertible {
    case definitionHasErrors
    case unknownTool(String)

    package var description: String {
        switch self {
        case .definitionHasErrors: "the definition has errors; `sandbox check` shows them"
        case .unknownTool(let name): "`\(name)` is none of \(ConnectReport.tools.joined(separator: ", "))"
        }
    }
}

extension SandboxLocation {
    /// The options that mean this very sandbox, from whatever folder.
    package var options: [String] {
        ["--project", project, "--data-dir", dataDirectory, "--identifier", identifier]
    }
}
