import AmplifyProject
import Database
import FileWatching
import FoundationEssentials
import HTTPServer
import KeyStore
import Logging
import ObjectStore
import ServiceLifecycle
import UnixSignals

/// One running sandbox: everything on one port, until it is told to stop.
package enum Sandbox {
    package enum Outcome: Sendable {
        case stopped
        /// With `--once`: the definition has errors.
        case definitionFailed
    }

    /// Serves the definition and watches it. Returns after a clean stop. Throws ``StartFailure``.
    package static func run(_ configuration: SandboxConfiguration) async throws -> Outcome {
        let prepared = try PreparedSandbox(configuration)
        let app = try configuration.servedFolder.map(ServedApp.init)
        async let compiling = prepared.compile()
        let listener = try await prepared.bind()
        let accounts = try prepared.openAccounts(endpoint: listener.endpoint)
        let objects = try prepared.openObjects(in: accounts.database)
        let deployment = Deployment(prepared, accounts: accounts, objects: objects)
        let terminal = TerminalReport(prepared.events, printing: configuration.prints)
        if configuration.outputs.needsFixedPort, listener.port != SandboxConfiguration.defaultPort {
            prepared.events.publish(
                .trouble(
                    "clients of the first generation's outputs store at port \(SandboxConfiguration.defaultPort), which "
                        + "is built into them; this sandbox answers at \(listener.port)"))
        }
        let watcher = try prepared.watch()
        let outcome = try await deployment.deploy(compiling, since: prepared.start)

        let endpointFile = EndpointFileWriter(
            path: configuration.location.data.endpointFile, endpoint: listener.endpoint, rules: prepared.rules,
            events: prepared.events)
        defer { endpointFile.remove() }
        let dispatch = RequestDispatch(
            prepared, accounts: accounts, objects: objects, endpoint: listener.endpoint, app: app)
        let server = HTTPServer(
            listener: listener, refusal: dispatch.s3.refuse, handler: dispatch.respond)
        let report = StartReport(
            configuration: configuration, names: prepared.names, endpoint: listener.endpoint,
            ruleSet: outcome == .deployed ? prepared.rules.current.ruleSet : nil, style: terminal.out)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                // Without a name, each service would be described with everything in it.
                services: [
                    .init(service: terminal, successTerminationBehavior: .ignore, serviceName: "terminal"),
                    .init(service: server, serviceName: "HTTP server"),
                    .init(
                        service: LifecycleSweep(s3: dispatch.s3, dayInSeconds: configuration.lifecycleDayInSeconds),
                        serviceName: "lifecycle"),
                    .init(
                        service: ReloadLoop(
                            watcher: watcher, deployment: deployment, events: prepared.events,
                            deployed: { endpointFile.write() }), serviceName: "reload"),
                    .init(
                        service: WarmUp(userPool: accounts.userPool, events: prepared.events),
                        successTerminationBehavior: .ignore, serviceName: "warm-up"),
                    .init(
                        service: ReadyAnnouncement(endpointFile: endpointFile, report: report),
                        successTerminationBehavior: .ignore, serviceName: "announcement"),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "sandbox")))
        try await group.run()
        await objects.close()
        await accounts.close()
        prepared.events.finish()
        TerminalReport.write(StopReport(configuration: configuration, style: terminal.out).text, to: 1)
        return .stopped
    }

    /// Evaluates the definition, brings buckets and outputs in line with it, and ends. Throws ``StartFailure``.
    package static func deployOnce(_ configuration: SandboxConfiguration) async throws -> Outcome {
        let prepared = try PreparedSandbox(configuration)
        let terminal = TerminalReport(prepared.events, printing: configuration.prints)
        let accounts = try prepared.openAccounts(endpoint: "http://localhost:\(configuration.port)")
        let objects = try prepared.openObjects(in: accounts.database)
        let outcome = try await Deployment(prepared, accounts: accounts, objects: objects)
            .deploy(prepared.compile(), since: prepared.start)
        prepared.events.finish()
        for await event in terminal.events { terminal.report(event) }
        await objects.close()
        await accounts.close()
        guard outcome == .deployed, let ruleSet = prepared.rules.current.ruleSet else { return .definitionFailed }
        TerminalReport.write(AccessTableText(ruleSet: ruleSet, style: terminal.out).render() + "\n", to: 1)
        return .stopped
    }
}

/// A sandbox that holds its data folder but does not answer yet.
struct PreparedSandbox: Sendable {
    let configuration: SandboxConfiguration
    let names: DeployedNames
    let rules: CurrentRules
    let events = EventStream()
    let compiler: ProjectCompiler
    let start: ContinuousClock.Instant
    let now: @Sendable () -> Date = { Date() }
    private let lock: DataFolder.Lock

    init(_ configuration: SandboxConfiguration) throws(StartFailure) {
        start = .now
        self.configuration = configuration
        let data = configuration.location.data
        try data.create()
        lock = try data.lock()
        EndpointFile.remove(data.endpointFile)
        names = DeployedNames.load(
            dataFolder: data, project: configuration.location.project, identifier: configuration.location.identifier,
            region: SandboxRegion.fromEnvironment)
        do {
            try names.settle(in: data)
        } catch {
            throw .dataFolder(path: data.path, reason: "\(error)")
        }
        rules = CurrentRules(accountID: names.accountID)
        compiler = ProjectCompiler(folder: configuration.location.project)
    }

    func compile() async -> CompiledProject {
        await compiler.compile(
            environment: ProcessInfo.processInfo.environment, names: names.deploymentNames,
            generation: rules.current.number + 1)
    }

    func bind() async throws(StartFailure) -> HTTPListener {
        let tls = try tls()
        do {
            return try await HTTPListener.bind(hosts: configuration.hosts, port: configuration.port, tls: tls)
        } catch {
            throw .address(
                host: configuration.hosts.joined(separator: ", "), port: configuration.port, reason: "\(error)")
        }
    }

    /// Makes certificates when the first client asks for them: most never do.
    private func tls() throws(StartFailure) -> HTTPListener.TLSSource {
        let events = events
        let keys: KeyFolder
        do {
            keys = try KeyFolder(path: configuration.location.data.keys)
        } catch {
            throw .keys(path: configuration.location.data.keys, reason: "\(error)")
        }
        let certificates = TLSCertificates(keys: keys, region: names.region, now: now)
        return {
            do {
                return try certificates.context()
            } catch {
                events.publish(.trouble("there is no certificate for TLS: \(error)"))
                return nil
            }
        }
    }

    func openAccounts(endpoint: String) throws(StartFailure) -> AccountServices {
        try AccountServices.open(
            names, in: configuration.location.data,
            options: AccountServices.Options(
                durability: configuration.durability, fixedCode: configuration.fixedCode, endpoint: endpoint,
                events: events, now: now))
    }

    /// Opens the object store, which sweeps what a crash left: only for the process that holds the folder. Blocks.
    func openObjects(in database: MetadataDatabase) throws(StartFailure) -> ObjectStore {
        let folder = configuration.location.data.blobs
        do {
            return try ObjectStore.open(
                database: database, folder: folder, logger: Logger(label: "objects"), now: now)
        } catch let fault as DatabaseFault {
            throw .database(path: database.path, reason: "\(fault)")
        } catch {
            throw .dataFolder(path: folder, reason: "\(error)")
        }
    }

    func watch() throws(StartFailure) -> FileWatcher {
        do {
            return try FileWatcher(
                root: configuration.location.project + "/amplify",
                ignoring: Set([configuration.location.dataDirectory] + configuration.outputs.paths))
        } catch {
            throw .watching(error)
        }
    }
}

extension HTTPListener {
    /// The address to give to people: a name, where loopback is meant.
    var endpoint: String {
        let loopback = hosts.contains { $0 == "127.0.0.1" || $0 == "::1" || $0 == "0.0.0.0" || $0 == "::" }
        let host = hosts.first ?? "localhost"
        return "http://\(loopback ? "localhost" : host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

/// The region that clients are told.
enum SandboxRegion {
    static var fromEnvironment: String {
        let environment = ProcessInfo.processInfo.environment
        return environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1"
    }
}
