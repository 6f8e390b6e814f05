import ObjectStore
import ServiceLifecycle
import UserPools

/// Puts the object store's changes on the sandbox's stream of events.
struct ObjectChangeFeed: Service {
    let objects: ObjectStore
    let events: EventStream

    func run() async throws {
        for await change in objects.changes().cancelOnGracefulShutdown() { events.publish(.objectChanged(change)) }
    }
}

/// Makes the key of the tokens before somebody waits for it.
struct WarmUp: Service {
    let userPool: UserPoolService
    let events: EventStream

    func run() async throws {
        do {
            try await userPool.warmUp()
        } catch {
            events.publish(.trouble("the key that signs tokens could not be made: \(error)"))
        }
    }
}

/// Keeps `endpoint.json` true while the sandbox runs.
struct EndpointFileWriter: Sendable {
    let path: String
    let endpoint: String
    let rules: CurrentRules
    let events: EventStream

    func write() {
        let file = EndpointFile(
            endpoint: endpoint, pid: Int(ProcessIdentity.current), generation: rules.current.number)
        do {
            try file.write(to: path)
        } catch {
            events.publish(.trouble("\(error)"))
        }
    }

    func remove() {
        EndpointFile.remove(path)
    }
}
