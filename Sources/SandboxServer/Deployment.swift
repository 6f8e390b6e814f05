import AccessRules
import AmplifyProject
import BackendDefinition
import ClientOutputs
import FoundationEssentials
import IdentityPools
import NIOCore
import ObjectStore
import S3Protocol
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
        let wroteOutputs = writeOutputs(ruleSet)
        events.publish(
            .rulesChanged(
                RulesChange(
                    generation: ruleSet.generation, access: access, warnings: project.diagnostics,
                    consoleLines: lines, duration: .now - start, wroteOutputs: wroteOutputs)))
        return .deployed
    }

    /// New buckets exist before the rules that speak of them, and old ones refuse only after the rules are gone.
    ///
    /// Most edits change rules alone: then nothing is written to the disk before they are in force.
    private func putInForce(_ ruleSet: RuleSet) async throws {
        let current = ruleSet.buckets.compactMap(DefinedBucket.init)
        let before = rules.current.ruleSet?.buckets.compactMap(DefinedBucket.init)
        let leaving = (before ?? []).filter { old in !current.contains { $0.name == old.name } }
        if current != before { _ = try await objects.reconcile(current + leaving, owner: accounts.owner) }
        try await setDocuments(ruleSet)
        let auth = ruleSet.backend.auth?.deployed
        let userPool = UserPoolConfiguration(names: sandbox.names, auth: auth)
        if before == nil || userPool != accounts.userPool.configuration { try await accounts.userPool.update(userPool) }
        accounts.identityPool.configuration = IdentityPoolConfiguration(
            names: sandbox.names, auth: auth, endpoint: accounts.endpoint)
        rules.replace(with: ruleSet)
        if !leaving.isEmpty { _ = try await objects.reconcile(current, owner: accounts.owner) }
    }

    /// A definition that says nothing of CORS or lifecycle rules leaves alone what an administrator has set.
    private func setDocuments(_ ruleSet: RuleSet) async throws {
        for bucket in ruleSet.buckets {
            let before = rules.current.ruleSet?.bucket(named: bucket.bucketName)?.definition
            let current = bucket.definition
            if current.corsConfiguration != nil || before?.corsConfiguration != nil {
                let document = current.corsConfiguration.map { CORSConfiguration(template: $0).document }
                try await setDocument(.cors, to: document, of: bucket)
            }
            guard current.lifecycleConfiguration != nil || before?.lifecycleConfiguration != nil else { continue }
            let document: ByteBuffer?
            do throws(S3Error) {
                document = try current.lifecycleConfiguration.flatMap { template throws(S3Error) in
                    try LifecycleConfiguration.document(template: template)
                }
            } catch {
                // A deployment would fail here; the access rules are good all the same.
                events.publish(.trouble("the lifecycle rules of bucket `\(bucket.name)` are refused: \(error.message)"))
                continue
            }
            try await setDocument(.lifecycle, to: document, of: bucket)
        }
    }

    private func setDocument(_ kind: Bucket.Document, to document: ByteBuffer?, of bucket: BucketRules) async throws {
        let text = document.map { String(buffer: $0) }
        let stored = try objects.bucket(named: bucket.bucketName)
        if stored.documents[kind] != text { try await objects.setDocument(kind, to: text, of: stored) }
    }

    /// A file that cannot be written is reported; the rules are in force all the same.
    private func writeOutputs(_ ruleSet: RuleSet) -> Bool {
        let plan = sandbox.configuration.outputs
        var (written, faults) = plan.write(
            ruleSet, names: sandbox.names.deploymentNames, endpoint: accounts.endpoint)
        if sandbox.configuration.writesConnectFile {
            do {
                try writeConnectFile(for: ruleSet, in: plan.folder)
            } catch {
                faults.append("\(error)")
            }
        }
        for fault in faults { events.publish(.trouble("the outputs could not be written: \(fault)")) }
        return !written.isEmpty
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
