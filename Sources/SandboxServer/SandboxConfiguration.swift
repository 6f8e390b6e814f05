/// How one sandbox is to run.
package struct SandboxConfiguration: Sendable {
    package enum Durability: String, Sendable, CaseIterable {
        /// A change is on the disk before it is acknowledged.
        case full
        /// A change is with the operating system: it outlives the process, not the machine.
        case relaxed
    }

    package enum Printing: Sendable {
        case refusals
        case everyRequest
    }

    /// Old Amplify clients have it built in.
    package static let defaultPort = 20005

    package var location: SandboxLocation
    /// Addresses to listen on; loopback unless told otherwise.
    package var hosts = ["127.0.0.1", "::1"]
    /// 0 takes any free port.
    package var port = SandboxConfiguration.defaultPort
    /// What is written for clients.
    package var outputs: OutputsPlan
    /// Whether the connect script is written beside the outputs.
    package var writesConnectFile = false
    /// A folder of static files to serve on the same port; absolute.
    package var servedFolder: String?
    package var durability = Durability.full
    /// A code that takes the place of random ones, for tests.
    package var fixedCode: String?
    /// How long lifecycle rules take a day to be.
    package var lifecycleDayInSeconds = 86_400
    package var prints = Printing.refusals

    package init(location: SandboxLocation) {
        self.location = location
        outputs = OutputsPlan(folder: location.project)
    }
}
