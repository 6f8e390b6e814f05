import HTTPServer
import IdentityPools
import ObjectStore

extension RequestDispatch {
    /// The services of a sandbox behind one address.
    init(
        _ sandbox: PreparedSandbox, accounts: AccountServices, objects: ObjectStore, endpoint: String, app: ServedApp?
    ) {
        let signatures = SignedCaller(
            region: sandbox.names.region, credentials: accounts.credentials, now: sandbox.now)
        self.init(
            rules: sandbox.rules,
            control: ControlEndpoint(
                rules: sandbox.rules, endpoint: endpoint,
                clients: ClientEndpoint(names: sandbox.names, endpoint: endpoint, userPool: accounts.userPool)),
            cognito: CognitoEndpoint(
                userPool: accounts.userPool, identityPool: accounts.identityPool, signatures: signatures),
            tokens: SecurityTokenEndpoint(
                service: SecurityTokenService(pool: accounts.identityPool), signatures: signatures),
            keys: PublicKeyEndpoint(
                userPool: accounts.userPool, userPoolID: sandbox.names.userPoolID, endpoint: endpoint),
            app: app, s3: S3Endpoint(sandbox, accounts: accounts, objects: objects))
    }
}
