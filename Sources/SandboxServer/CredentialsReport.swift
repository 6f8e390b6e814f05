import AccessRules
import AmplifyProject
import BackendDefinition
import Database
import FoundationEssentials
import IAM
import IdentityPools
import KeyStore
import UserPools

/// How credentials are printed.
package enum CredentialsFormat: String, Sendable, CaseIterable {
    case text
    case json
    /// `export` lines with the endpoint.
    case env
    /// What AWS's `credential_process` setting expects.
    case process
}

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
        guard let name else { return render(Keys(first)) }
        guard let key = administrators.key(named: name) else { throw CredentialsFailure.noAdministrator(name) }
        return render(Keys(key))
    }

    /// Makes a further administrator.
    package func add(_ name: String) async throws -> String {
        render(Keys(try AdministratorKeys(folder: keys).add(name: name)))
    }

    /// The role depends on the definition's groups, so the definition is compiled first.
    private func session(of user: String) async throws -> Keys {
        let project = await ProjectCompiler(folder: location.project).compile(
            environment: ProcessInfo.processInfo.environment, names: names.deploymentNames, generation: 1)
        guard let ruleSet = project.ruleSet else { throw CredentialsFailure.definitionHasErrors }
        let accounts = try AccountServices.open(names, in: location.data, auth: ruleSet.backend.auth)
        let login = user == "guest" ? nil : try await accounts.login(of: user)
        let session = try await accounts.identityPool.credentials(for: login)
        await accounts.close()
        return Keys(session.credentials, identityID: session.identityID)
    }

    /// What any form prints.
    private struct Keys {
        var accessKeyID: String
        var secretAccessKey: String
        var sessionToken: String?
        var expiration: Date?
        var identityID: String?

        init(_ key: AdministratorKey) {
            accessKeyID = key.accessKeyID
            secretAccessKey = key.secretAccessKey
        }

        init(_ credentials: TemporaryCredentials, identityID: String) {
            accessKeyID = credentials.accessKeyID
            secretAccessKey = credentials.secretAccessKey
            sessionToken = credentials.sessionToken
            expiration = credentials.expiration
            self.identityID = identityID
        }
    }

    private func render(_ keys: Keys) -> String {
        let expiration = keys.expiration?.formatted(.iso8601)
        switch format {
        case .process, .json:
            var members = [#""Version": 1"#, #""AccessKeyId": "\#(keys.accessKeyID)""#]
            members.append(#""SecretAccessKey": "\#(keys.secretAccessKey)""#)
            if let token = keys.sessionToken { members.append(#""SessionToken": "\#(token)""#) }
            if let expiration { members.append(#""Expiration": "\#(expiration)""#) }
            if format == .json {
                if let id = keys.identityID { members.append(#""IdentityId": "\#(id)""#) }
                members.append(#""Region": "\#(names.region)", "Endpoint": "\#(endpoint)""#)
            }
            return "{" + members.joined(separator: ", ") + "}"
        case .env:
            var lines = [
                "export AWS_ACCESS_KEY_ID='\(keys.accessKeyID)'",
                "export AWS_SECRET_ACCESS_KEY='\(keys.secretAccessKey)'",
            ]
            lines.append(keys.sessionToken.map { "export AWS_SESSION_TOKEN='\($0)'" } ?? "unset AWS_SESSION_TOKEN")
            lines += [
                "export AWS_REGION='\(names.region)'", "export AWS_DEFAULT_REGION='\(names.region)'",
                "export AWS_ENDPOINT_URL='\(endpoint)'",
            ]
            return lines.joined(separator: "\n")
        case .text:
            var rows = [["access key id", keys.accessKeyID], ["secret access key", keys.secretAccessKey]]
            if let token = keys.sessionToken { rows.append(["session token", token]) }
            if let id = keys.identityID { rows.append(["identity id", id]) }
            if let expiration { rows.append(["expires", expiration]) }
            rows += [["region", names.region], ["endpoint", endpoint]]
            return TextTable(rows).lines.joined(separator: "\n")
        }
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

    var description: String {
        switch self {
        case .noAdministrator(let name): "there is no administrator named `\(name)`; make one with `credentials add`"
        case .noUser(let name): "the user pool has no user `\(name)`"
        case .definitionHasErrors: "the definition has errors; `sandbox check` shows them"
        }
    }
}
