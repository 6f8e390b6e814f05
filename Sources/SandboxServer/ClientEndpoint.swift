import AccessRules
import BackendDefinition
import ClientOutputs
import FoundationEssentials
import HTTPServer
import HTTPTypes
import NIOCore
import UserPools
import WebConsole

/// What clients and example apps ask the sandbox for: its scripts, the outputs, and the messages to users.
struct ClientEndpoint: Sendable {
    let names: DeployedNames
    let endpoint: String
    let userPool: UserPoolService
    private let assets = ConsoleAssets()

    init(names: DeployedNames, endpoint: String, userPool: UserPoolService) {
        self.names = names
        self.endpoint = endpoint
        self.userPool = userPool
    }

    /// A file of the program; nil for other paths. `host` is the name by which the client reached the sandbox.
    func asset(for request: HTTPServerRequest, ruleSet: RuleSet?, host: String?) -> HTTPServerResponse? {
        let reached = host.map { "\(request.head.scheme ?? "http")://\($0)" }
        let context = ClientContext(endpoint: reached ?? endpoint, names: names, ruleSet: ruleSet)
        return assets.answer(to: request.head, for: context).map(HTTPServerResponse.init)
    }

    /// What is made anew for each request; nil for other paths.
    func document(for request: HTTPServerRequest, ruleSet: RuleSet?) async -> HTTPServerResponse? {
        switch request.rawPath {
        case "/_sandbox/amplify_outputs.json": outputs(ruleSet)
        case "/_sandbox/api/outbox": await outbox()
        default: nil
        }
    }

    private func outputs(_ ruleSet: RuleSet?) -> HTTPServerResponse {
        guard let ruleSet else { return failure("no definition has compiled yet") }
        do {
            return json(try clientOutputs(of: ruleSet, names: names.deploymentNames).indentedText)
        } catch {
            return failure(error.message)
        }
    }

    private func outbox() async -> HTTPServerResponse {
        do {
            let messages = try await userPool.outbox().map { OutboxReport.Line($0).json }
            return json(#"{"messages": ["# + messages.joined(separator: ", ") + "]}")
        } catch {
            return failure("the outbox cannot be read")
        }
    }

    private func json(_ document: String) -> HTTPServerResponse {
        HTTPServerResponse(
            status: .ok, headerFields: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .bytes(ByteBuffer(string: document + "\n")))
    }

    private func failure(_ reason: String) -> HTTPServerResponse {
        HTTPServerResponse(
            status: .serviceUnavailable,
            headerFields: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .bytes(ByteBuffer(string: reason + "\n")))
    }
}

extension HTTPServerResponse {
    init(_ answer: StaticAnswer) {
        let body: Body =
            switch answer.body {
            case .none: .none
            case .bytes(let bytes): .bytes(ByteBuffer(bytes: bytes))
            case .file(let file):
                .segments([
                    .file(
                        HTTPFileRegion(
                            descriptor: file.descriptor, range: 0..<file.lengthInBytes, owner: file))
                ])
            }
        self.init(status: answer.status, headerFields: answer.headerFields, body: body)
    }
}
