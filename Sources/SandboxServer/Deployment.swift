import AccessRules
import AmplifyProject
import BackendDefinition
import ClientOutputs
import FoundationEssentials
import IdentityPools
import ObjectStore
import SourceText
import TypeScriptEvaluator
import UserPools
import WebConsole

/// Puts definitions in force: compiles the app's folder and, if it is good, brings the services in line with it.
actor Deployment {
    enum Outcome {
        case deployed
        case unchanged
        case refused
    }

    private let sandbox: PreparedSandbox
    private let accounts: AccountServices
    private let objects: ObjectStore
    private var lastHash: UInt64?

    init(_ sandbox: PreparedSandbox, accounts: AccountServices, objects: ObjectStore) {
        self.sandbox = sandbox
        self.accounts = accounts
        self.objects = objects
    }

    private var rules: CurrentRules { sandbox.rules }
    private var events: EventStream { sandbox.events }

    /// Files outside `amplify/` whose change may change the result; absolute paths.
    private(set) var filesElsewhere: Set<String> = []

    /// Compiles what lies on disk now and puts it in force.
    func deploy() async throws -> Outcome {
        let start = ContinuousClock.now
        return try await deploy(sandbox.compile(), since: start)
    }

    /// Puts a compiled definition in force if it is good and new.
    ///
    /// - Parameter start: when the change was noticed, for the report.
    func deploy(_ project: CompiledProject, since start: ContinuousClock.Instant) async throws -> Outcome {
        note(filesOf: project)
        guard project.contentHash != lastHash else { return .unchanged }
        lastHash = project.contentHash
        let lines = project.consoleLines.map(\.text)
        guard let ruleSet = project.ruleSet else {
            events.publish(.definitionRefused(project.diagnostics, consoleLines: lines))
            return .refused
        }
        let access = AccessChange(from: rules.current.ruleSet, to: ruleSet)
        try await putInForce(ruleSet)
        let wroteOutputs = writeOutputs(project, ruleSet)
        events.publish(
            .rulesChanged(
                RulesChange(
                    generation: ruleSet.generation, access: access, warnings: project.diagnostics,
                    consoleLines: lines, duration: .now - start, wroteOutputs: wroteOutputs)))
        return .deployed
    }

    /// New buckets exist before the rules that speak of them, and old ones refuse only after the rules are gone.
    private func putInForce(_ ruleSet: RuleSet) async throws {
        let current = ruleSet.buckets.compactMap(DefinedBucket.init)
        let leaving = (rules.current.ruleSet?.buckets ?? []).compactMap(DefinedBucket.init)
            .filter { old in !current.contains { $0.name == old.name } }
        _ = try await objects.reconcile(current + leaving, owner: accounts.owner)
        try await accounts.userPool.update(UserPoolConfiguration(names: sandbox.names, auth: ruleSet.backend.auth))
        accounts.identityPool.configuration = IdentityPoolConfiguration(
            names: sandbox.names, auth: ruleSet.backend.auth, endpoint: accounts.endpoint)
        rules.replace(with: ruleSet)
        if !leaving.isEmpty { _ = try await objects.reconcile(current, owner: accounts.owner) }
    }

    /// A file that cannot be written is reported; the rules are in force all the same.
    private func writeOutputs(_ project: CompiledProject, _ ruleSet: RuleSet) -> Bool {
        guard let outputs = project.outputs else { return false }
        do {
            let folder = sandbox.configuration.outputsDirectory
            if sandbox.configuration.writesConnectFile { try writeConnectFile(for: ruleSet, in: folder) }
            let file = AtomicFile(path: folder + "/amplify_outputs.json")
            return try file.replace(with: Array(outputs.indentedText.utf8))
        } catch {
            events.publish(.trouble("\(error)"))
            return false
        }
    }

    private func writeConnectFile(for ruleSet: RuleSet, in folder: String) throws {
        let context = ClientContext(endpoint: accounts.endpoint, names: sandbox.names, ruleSet: ruleSet)
        let file = AtomicFile(path: folder + "/" + ConnectScript.fileName)
        _ = try file.replace(with: Array(ConnectScript(for: context).text.utf8))
    }

    private func note(filesOf project: CompiledProject) {
        let amplify = sandbox.configuration.location.project + "/amplify/"
        filesElsewhere = Set((project.filesRead + project.filesMissed).filter { !$0.hasPrefix(amplify) })
    }
}

extension DefinedBucket {
    /// Physical names are made by us, so they are names that S3 takes.
    fileprivate init?(_ bucket: BucketRules) {
        guard let name = BucketName(bucket.bucketName) else { return nil }
        self.init(name: name, isVersioned: bucket.definition.versioned)
    }
}
