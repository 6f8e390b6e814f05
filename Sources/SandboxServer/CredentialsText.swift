import FoundationEssentials
import IdentityPools
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

/// Keys in one of the forms that programs and people read.
struct CredentialsText {
    var region: String
    var endpoint: String
    var format: CredentialsFormat

    /// What any form prints.
    struct Keys {
        var accessKeyID: String
        var secretAccessKey: String
        var sessionToken: String?
        var expiration: Date?
        var identityID: String?
        var tokens: UserTokens?

        init(_ key: AdministratorKey) {
            accessKeyID = key.accessKeyID
            secretAccessKey = key.secretAccessKey
        }

        init(_ credentials: TemporaryCredentials, identityID: String, tokens: UserTokens? = nil) {
            self.tokens = tokens
            accessKeyID = credentials.accessKeyID
            secretAccessKey = credentials.secretAccessKey
            sessionToken = credentials.sessionToken
            expiration = credentials.expiration
            self.identityID = identityID
        }
    }

    func render(_ keys: Keys) -> String {
        let expiration = keys.expiration?.formatted(.iso8601)
        switch format {
        case .process, .json:
            var members = [#""Version": 1"#, #""AccessKeyId": "\#(keys.accessKeyID)""#]
            members.append(#""SecretAccessKey": "\#(keys.secretAccessKey)""#)
            if let token = keys.sessionToken { members.append(#""SessionToken": "\#(token)""#) }
            if let expiration { members.append(#""Expiration": "\#(expiration)""#) }
            if format == .json {
                if let id = keys.identityID { members.append(#""IdentityId": "\#(id)""#) }
                if let tokens = keys.tokens {
                    members.append(#""IdToken": "\#(tokens.idToken)", "AccessToken": "\#(tokens.accessToken)""#)
                    members.append(#""RefreshToken": "\#(tokens.refreshToken)""#)
                }
                members.append(#""Region": "\#(region)", "Endpoint": "\#(endpoint)""#)
            }
            return "{" + members.joined(separator: ", ") + "}"
        case .env:
            var lines = [
                "export AWS_ACCESS_KEY_ID='\(keys.accessKeyID)'",
                "export AWS_SECRET_ACCESS_KEY='\(keys.secretAccessKey)'",
            ]
            lines.append(keys.sessionToken.map { "export AWS_SESSION_TOKEN='\($0)'" } ?? "unset AWS_SESSION_TOKEN")
            lines += [
                "export AWS_REGION='\(region)'", "export AWS_DEFAULT_REGION='\(region)'",
                "export AWS_ENDPOINT_URL='\(endpoint)'",
            ]
            return lines.joined(separator: "\n")
        case .text:
            var rows = [["access key id", keys.accessKeyID], ["secret access key", keys.secretAccessKey]]
            if let token = keys.sessionToken { rows.append(["session token", token]) }
            if let id = keys.identityID { rows.append(["identity id", id]) }
            if let expiration { rows.append(["expires", expiration]) }
            if let tokens = keys.tokens {
                rows += [["id token", tokens.idToken], ["access token", tokens.accessToken]]
                rows += [["refresh token", tokens.refreshToken]]
            }
            rows += [["region", region], ["endpoint", endpoint]]
            return TextTable(rows).lines.joined(separator: "\n")
        }
    }
}
