import AccessRules
import AmplifyProject
import ClientOutputs
import FoundationEssentials
import SourceText

/// How a check is printed.
package enum CheckFormat: String, Sendable, CaseIterable {
    case text
    case json
    case sarif
}

/// Compiles a definition without serving it, and looks whether the app is ready to be released.
package struct DefinitionCheck: Sendable {
    /// For standard output.
    package var output: String
    /// For standard error; empty for the formats that hold the diagnostics themselves.
    package var diagnostics: String
    package var hasErrors: Bool

    /// - Parameter release: folders that must hold nothing of a sandbox; nil if that is not asked.
    package static func run(
        location: SandboxLocation, format: CheckFormat, release folders: [String]? = nil
    ) async -> DefinitionCheck {
        var project = await ProjectCompiler(folder: location.project).compile(
            environment: ProcessInfo.processInfo.environment, names: .placeholders, generation: 1)
        let local = folders.map { ReleaseCheck(folders: $0, project: location.project).run() } ?? []
        project.diagnostics += local
        let hasErrors = project.ruleSet == nil || local.contains { $0.severity == .error }
        switch format {
        case .json:
            return DefinitionCheck(
                output: project.checkReport.indentedText + "\n", diagnostics: "", hasErrors: hasErrors)
        case .sarif:
            return DefinitionCheck(
                output: project.sarifReport(version: SandboxVersion.current).indentedText + "\n", diagnostics: "",
                hasErrors: hasErrors)
        case .text:
            let style = TerminalStyle(descriptor: 2)
            let frames = project.diagnostics.map { $0.codeFrame(style.diagnostics) + "\n" }
            let table = project.ruleSet.map {
                AccessTableText(ruleSet: $0, style: TerminalStyle(descriptor: 1)).render() + "\n"
            }
            return DefinitionCheck(output: table ?? "", diagnostics: frames.joined(), hasErrors: hasErrors)
        }
    }
}

/// The program's own version.
package enum SandboxVersion {
    package static let current = "0.1.0"
}
