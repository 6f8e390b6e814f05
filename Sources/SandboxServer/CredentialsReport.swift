import AccessRules
import AmplifyProject
import BackendDefinition
import Database
import FoundationEssentials
import IAM
import IdentityPools
import KeyStore
import UserPools

/// Prints keys of a sandbox, running or not.
package struct CredentialsReport: Sendable {
    private let location: SandboxLocation
    private let names: DeployedNames
    private let format: CredentialsFormat
    private let keys: KeyFolder

    package init(location: SandboxLocation, format: CredentialsFormat) throws(StartFailure) {
        self.location = location
        self.format = format
        try location.data.create()
        names = DeployedNames.load(
            dataFolder: location.data, project: location.project, identifier: location.identifier,
            region: SandboxRegion.fromEnvironment)
        do {
            keys = try KeyFolder(path: location.data.keys)
        } catch {
            throw .keys(path: location.data.keys, reason: "\(error)")
        }
    }

    /// An administrator's key, or temporary credentials of a user, or of a guest.
    package func text(administrator name: String?, user: String?) async throws -> String {
        if let user { return render(try await session(of: user)) }
        let administrators = try AdministratorKeys(folder: keys)
        let first = try administrators.first(accountID: names.accountID)
        guard let name else { return render(CredentialsText.Keys(first)) }
        guard let key = administrators.key(named: name) else { throw CredentialsFailure.noAdministrator(name) }
        return render(CredentialsText.Keys(key))
    }

    /// Makes a further administrator.
    package func add(_ name: String) async throws -> String {
        render(CredentialsText.Keys(try AdministratorKeys(folder: keys).add(name: name)))
    }

    /// Lines for `~/.aws/config`: a profile whose keys the AWS CLI and SDKs ask this program for.
    package func profile(named profile: String) -> String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "sandbox"
        let command = [
            program, "credentials", "--format", "process", "--project", location.project, "--data-dir",
            location.dataDirectory, "--identifier", location.identifier,
        ]
        return """
            [profile \(profile)]
            region = \(names.region)
            endpoint_url = \(endpoint)
            credential_process = \(command.map(Self.quoted).joined(separator: " "))
            """
    }

    /// As the AWS CLI splits commands: quotes around what holds spaces.
    private static func quoted(_ word: String) -> String {
        word.contains(where: \.isWhitespace) ? "\"\(word)\"" : word
    }

    /// The role depends on the definition's groups, so the definition is compiled first.
    private func session(of user: String) async throws -> CredentialsText.Keys {
        let project = await ProjectCompiler(folder: location.project).compile(
            environment: ProcessInfo.processInfo.environment, names: names.deploymentNames, generation: 1)
        guard let ruleSet = project.ruleSet else { throw CredentialsFailure.definitionHasErrors }
        let accounts = try AccountServices.open(names, in: location.data, auth: ruleSet.backend.auth)
        let login = user == "guest" ? nil : try await accounts.login(of: user)
        let session = try await accounts.identityPool.credentials(for: login)
        await accounts.close()
        return CredentialsText.Keys(session.credentials, identityID: session.identityID)
    }

    private func render(_ keys: CredentialsText.Keys) -> String {
        CredentialsText(region: names.region, endpoint: endpoint, format: format).render(keys)
    }

    /// Where a running sandbox answers, else where it would by default.
    private var endpoint: String {
        EndpointFile.read(location.data.endpointFile)?.endpoint ?? "http://localhost:20005"
    }
}

/// Why there are no credentials to print.
enum CredentialsFailure: Error, CustomStringConvertible {
    case noAdministrator(String)
    case noUser(String)
    case definitionHasErrors
    case noUserPool

    var description: String {
        switch self {
        case .noAdministrator(let name): "there is no administrator named `\(name)`; make one with `credentials add`"
        case .noUser(let name): "the user pool has no user `\(name)`"
        case .definitionHasErrors: "the definition has errors; `sandbox check` shows them"
        case .noUserPool: "the definition has no `defineAuth`, so there are no users"
        }
    }
}
