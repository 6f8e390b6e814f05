import AWSSigV4
import Database
import Foundation
import HTTPTypes
import IAM
import Logging
import NIOCore
import ObjectStore
import S3Protocol
import SandboxTesting
import Synchronization

@testable import S3Service

/// A service over a store in a temporary folder, and clients that sign.
final class TestService: Sendable {
    static let ownerID = String(repeating: "a", count: 64)
    static let otherID = String(repeating: "b", count: 64)

    let folder: TemporaryFolder
    let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))
    let store: ObjectStore
    let service: S3Service
    private let reported = Mutex<[S3AccessEvent]>([])

    /// - Parameter statements: what signed-in users (and, with `guest`, guests) may do.
    init(authenticated: [PolicyStatement] = [], guest: [PolicyStatement] = []) async throws {
        folder = try TemporaryFolder()
        let database = try MetadataDatabase.open(inFolder: folder.path, durability: .relaxed)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock = clock
        store = try ObjectStore.open(
            database: database, folder: folder.path + "/blobs", logger: logger, now: { clock.now })
        _ = try await store.reconcile(
            [DefinedBucket(name: BucketName("app-bucket")!, isVersioned: false)],
            owner: Owner(canonicalID: Self.ownerID, displayName: "admin"))
        let authorizer = PlainAuthorizer(
            accountID: "111111111111", generation: 7,
            policies: [
                .authenticated: PolicyDocument(statements: authenticated), .guest: PolicyDocument(statements: guest),
            ])
        let sink = EventSink()
        service = S3Service(
            .init(
                region: "eu-west-1",
                owner: .init(accountID: "111111111111", canonicalID: Self.ownerID, displayName: "admin"), store: store,
                credentials: TestCredentials(), rules: { RulesInForce(authorizer: authorizer, generation: 7) },
                now: { clock.now }, report: { sink.take($0) },
                explain: { request, _ in "no rule allows \(request.action.rawValue)" }, logger: logger))
        self.sink = sink
    }

    private let sink: EventSink

    var events: [S3AccessEvent] { sink.events }

    /// Collects what the service reports.
    private final class EventSink: Sendable {
        private let collected = Mutex<[S3AccessEvent]>([])
        func take(_ event: S3AccessEvent) { collected.withLock { $0.append(event) } }
        var events: [S3AccessEvent] { collected.withLock { $0 } }
    }

    var admin: TestClient { TestClient(service: self, accessKeyID: "AKIDADMIN") }
    var other: TestClient { TestClient(service: self, accessKeyID: "AKIDOTHER") }
    var alice: TestClient { TestClient(service: self, accessKeyID: "ASIAALICE") }
    var guest: TestClient { TestClient(service: self, accessKeyID: "ASIAGUEST") }
}

/// Four callers; each secret is the key id and `secret`.
private struct TestCredentials: CredentialResolver {
    func resolve(
        accessKeyID: String, sessionToken: String?, at now: Date
    ) throws(CredentialFault) -> ResolvedCredentials {
        let principal: Principal
        switch accessKeyID {
        case "AKIDADMIN":
            principal = .administrator(
                .init(name: "admin", accountID: "111111111111", canonicalID: TestService.ownerID))
        case "AKIDOTHER":
            principal = .administrator(
                .init(name: "other", accountID: "222222222222", canonicalID: TestService.otherID))
        case "ASIAALICE":
            principal = .session(.init(role: .authenticated, identityID: "eu-west-1:alice", userName: "alice"))
        case "ASIAGUEST": principal = .session(.init(role: .guest, identityID: "eu-west-1:guest"))
        case "ASIAOLD": throw .expiredToken
        default: throw .unknownAccessKeyID
        }
        return ResolvedCredentials(secretAccessKey: accessKeyID + "secret", principal: principal, expiration: nil)
    }
}

/// What came back.
struct TestAnswer: Sendable {
    var status: Int
    var fields: HTTPFields
    var body: String
    var generation: Int

    /// The text of the first element of this name.
    func element(_ name: String) -> String? {
        guard let start = body.range(of: "<\(name)>"), let end = body.range(of: "</\(name)>") else { return nil }
        return String(body[start.upperBound..<end.lowerBound])
    }

    /// The error's code; of answers to HEAD there is none.
    var code: String? { element("Code") }
}

/// Signs requests and gives them to the service.
struct TestClient: Sendable {
    let service: TestService
    var accessKeyID: String
    var region = "eu-west-1"
    var host = "localhost:20005"
    /// The host and path that are signed instead of those that are sent.
    var signedTarget: (host: String, path: String)?

    func signer(_ secret: String? = nil) -> RequestSigner {
        RequestSigner(
            accessKeyID: accessKeyID, secretAccessKey: secret ?? accessKeyID + "secret", region: region, service: "s3")
    }

    func send(
        _ method: HTTPRequest.Method, _ target: String, fields: [String: String] = [:], body: String = "",
        contentHash: ContentHash? = nil, secret: String? = nil
    ) async throws -> TestAnswer {
        let hash = contentHash ?? .unsigned
        let signed = signer(secret).sign(request(method, target, fields), contentHash: hash, at: service.clock.now)
        return try await deliver(method, target, signed, body: body)
    }

    func sendUnsigned(
        _ method: HTTPRequest.Method, _ target: String, fields: [String: String] = [:], body: String = ""
    ) async throws -> TestAnswer {
        try await deliver(method, target, request(method, target, fields), body: body)
    }

    func request(_ method: HTTPRequest.Method, _ target: String, _ fields: [String: String]) -> SigningRequest {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return SigningRequest(
            method: method.rawValue, path: signedTarget?.path ?? String(parts[0]),
            query: parts.count == 2 ? String(parts[1]) : "",
            headers: [("host", signedTarget?.host ?? host)] + fields.map { ($0.key, $0.value) })
    }

    func deliver(
        _ method: HTTPRequest.Method, _ target: String, _ signed: SigningRequest, body: String
    ) async throws -> TestAnswer {
        var fields = HTTPFields()
        for (name, value) in signed.headers where name != "host" {
            fields.append(HTTPField(name: .init(name)!, value: value))
        }
        let path = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let answer = await service.service.respond(
            to: HTTPRequest(method: method, scheme: "http", authority: host, path: target, headerFields: fields),
            rawPath: path, rawQuery: signed.query.isEmpty ? nil : signed.query[...],
            body: .whole(ByteBuffer(string: body)), remoteAddress: "127.0.0.1")
        return TestAnswer(
            status: answer.response.status.code, fields: answer.response.fields,
            body: try await answer.response.body.text(), generation: answer.generation)
    }
}

extension S3Response.Body {
    func text() async throws -> String {
        switch self {
        case .none: return ""
        case .bytes(let bytes): return String(buffer: bytes)
        case .segments(let segments):
            var text = ""
            for segment in segments {
                switch segment {
                case .bytes(let bytes): text += String(buffer: bytes)
                case .file(_, let open):
                    let region = try await open()
                    let file = FileHandle(fileDescriptor: region.descriptor, closeOnDealloc: false)
                    try file.seek(toOffset: UInt64(region.range.lowerBound))
                    text += String(decoding: try file.read(upToCount: region.range.count) ?? Data(), as: UTF8.self)
                    withExtendedLifetime(region.owner) {}
                }
            }
            return text
        case .stream: throw CancellationError()
        }
    }
}

extension PolicyStatement {
    /// `objects` and `prefixes` are below `app-bucket`.
    static func allow(_ actions: String..., objects: String) -> PolicyStatement {
        PolicyStatement(
            effect: .allow, actions: actions, resources: [PolicyPattern("arn:aws:s3:::app-bucket/\(objects)")])
    }

    static func allowListing(_ prefixes: String...) -> PolicyStatement {
        PolicyStatement(
            effect: .allow, actions: ["s3:ListBucket"], resources: [PolicyPattern("arn:aws:s3:::app-bucket")],
            prefixes: prefixes.map { PolicyPattern($0) })
    }
}
