import ServiceLifecycle
import UserPools

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

/// Applies the buckets' lifecycle rules every minute, more often where a day is short: AWS does so once a day, which
/// nobody would wait for here.
struct LifecycleSweep: Service {
    let s3: S3Endpoint
    let dayInSeconds: Int

    private var pause: Duration { .seconds(1) * min(60, max(0.5, Double(dayInSeconds) / 5)) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await s3.applyLifecycleRules()
                // Sleeping ends early only when the sandbox stops, and then so does the loop.
                try? await Task.sleep(for: pause)
            }
        }
    }
}

/// Says that the sandbox is ready, in its file and on the terminal.
///
/// A service, since a service group minds signals only from when it runs: whoever sees the file may stop the sandbox at
/// once, and that has to be a clean stop.
struct ReadyAnnouncement: Service {
    let endpointFile: EndpointFileWriter
    let report: StartReport

    func run() async throws {
        endpointFile.write()
        TerminalReport.write(report.render(), to: 1)
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
