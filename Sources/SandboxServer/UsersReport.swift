import AccessRules
import AmplifyProject
import BackendDefinition
import FoundationEssentials
import IdentityPools
import UserPools

/// Looks after the users of a sandbox, running or not, and says what it did.
package struct UsersReport: Sendable {
    private let accounts: AccountServices
    private let region: String
    private let endpoint: String

    /// Opens the pools as the definition wants them, since names, passwords and roles depend on it.
    package init(location: SandboxLocation) async throws {
        try location.data.create()
        let names = DeployedNames.load(
            dataFolder: location.data, project: location.project, identifier: location.identifier,
            region: SandboxRegion.fromEnvironment)
        let project = await ProjectCompiler(folder: location.project).compile(
            environment: ProcessInfo.processInfo.environment, names: names.deploymentNames, generation: 1)
        guard let auth = project.ruleSet?.backend.auth else {
            throw project.ruleSet == nil ? CredentialsFailure.definitionHasErrors : .noUserPool
        }
        accounts = try AccountServices.open(names, in: location.data, auth: auth)
        // A sandbox that runs has done this; one that never ran has not.
        try await accounts.userPool.update(accounts.userPool.configuration)
        region = names.region
        endpoint = EndpointFile.read(location.data.endpointFile)?.endpoint ?? "http://localhost:20005"
    }

    /// One line a user: name, state, groups, sub and identity side by side.
    package func list(json: Bool) async throws -> String {
        var rows: [[String]] = []
        for user in try await accounts.userPool.users() { rows.append(try await cells(of: user)) }
        if json {
            return rows.map { row in JSONLine(Array(zip(Self.columns, row)).map { ($0, $1) }).text }
                .joined(separator: "\n")
        }
        guard !rows.isEmpty else { return "there are no users yet" }
        return TextTable([Self.columns] + rows).lines.joined(separator: "\n")
    }

    /// A confirmed user.
    package func add(
        _ name: String, password: String?, attributes: [String: String], groups: [String]
    ) async throws -> String {
        let (user, made) = try await accounts.userPool.addUser(
            named: name, password: password, attributes: attributes, groups: groups)
        var rows = [["user", user.displayName], ["sub", user.sub]]
        if !user.groups.isEmpty { rows.append(["groups", user.groups.joined(separator: ", ")]) }
        if password == nil { rows.append(["password", made]) }
        return TextTable(rows).lines.joined(separator: "\n")
    }

    package func remove(_ name: String) async throws -> String {
        try await accounts.userPool.removeUser(named: name)
        return "removed \(name)"
    }

    package func setPassword(_ password: String?, of name: String) async throws -> String {
        let made = try await accounts.userPool.setPassword(password, ofUser: name)
        return password == nil ? "password  \(made)" : "changed the password of \(name)"
    }

    package func changeGroups(of name: String, adding: [String], removing: [String]) async throws -> String {
        let user = try await accounts.userPool.changeGroups(ofUser: name, adding: adding, removing: removing)
        return user.groups.isEmpty
            ? "\(user.displayName) is in no group" : "\(user.displayName) is in \(user.groups.joined(separator: ", "))"
    }

    /// Tokens and credentials, without the password.
    package func signIn(_ name: String, format: CredentialsFormat) async throws -> String {
        let tokens = try await accounts.userPool.signIn(userNamed: name)
        let session = try await accounts.identityPool.credentials(for: try await accounts.login(of: name))
        return CredentialsText(region: region, endpoint: endpoint, format: format).render(
            CredentialsText.Keys(session.credentials, identityID: session.identityID, tokens: tokens))
    }

    package func close() async {
        await accounts.close()
    }

    private static let columns = ["user", "status", "groups", "sub", "identityId"]

    private func cells(of user: UserSummary) async throws -> [String] {
        let identity = try await accounts.identityPool.identityID(ofUser: user.sub)
        return [
            user.displayName, user.isEnabled ? user.status : "DISABLED", user.groups.joined(separator: ","), user.sub,
            identity ?? "-",
        ]
    }
}
