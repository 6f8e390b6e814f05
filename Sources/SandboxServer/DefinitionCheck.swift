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

/// Compiles a definition without serving it.
package struct DefinitionCheck: Sendable {
    /// For standard output.
    package var output: String
    /// For standard error; empty for the formats that hold the diagnostics themselves.
    package var diagnostics: String
    package var hasErrors: Bool

    package static func run(location: SandboxLocation, format: CheckFormat) async -> DefinitionCheck {
        let project = await ProjectCompiler(folder: location.project).compile(
            environment: ProcessInfo.processInfo.environment, names: .placeholders, generation: 1)
        let hasErrors = project.ruleSet == nil
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
