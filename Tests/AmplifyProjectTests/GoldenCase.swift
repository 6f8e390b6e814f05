import BackendDefinition
import Foundation
import IAM
import OrderedCollections
import Testing

@testable import AmplifyProject

/// One folder of the golden definitions: a backend and what Amplify makes of it.
struct GoldenCase: CustomTestStringConvertible, Sendable {
    var folder: String
    var name: String { FilePath.name(of: folder) }
    var testDescription: String { name }

    /// This package's own cases, and those of a `shared` folder beside it that are not among them or are newer.
    static let all: [GoldenCase] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let own = cases(in: root.appending(path: "Tests/Golden/definitions").path)
        let shared = cases(in: root.deletingLastPathComponent().appending(path: "shared/golden/definitions").path)
        let further = shared.filter { one in
            !own.contains { $0.name == one.name && $0.expectedBytes == one.expectedBytes && $0.sameSources(as: one) }
        }
        return own + further
    }()

    private static func cases(in folder: String) -> [GoldenCase] {
        (FileSystem.entries(ofFolder: folder) ?? []).map { GoldenCase(folder: "\(folder)/\($0)") }
            .filter { $0.expectedBytes != nil }
    }

    private var expectedBytes: [UInt8]? { try? FileSystem.contents(ofFile: "\(folder)/expected.json") }

    private func sameSources(as other: GoldenCase) -> Bool {
        let paths = FileManager.default.enumerator(atPath: other.folder)?.compactMap { $0 as? String } ?? []
        return paths.allSatisfy {
            FileManager.default.contents(atPath: "\(folder)/\($0)")
                == FileManager.default.contents(atPath: "\(other.folder)/\($0)")
        }
    }

    var expected: JSONValue {
        get throws { try RelaxedJSON.parse(FileSystem.contents(ofFile: "\(folder)/expected.json")) }
    }

    /// One row of `decisions.tsv`.
    struct Row: CustomStringConvertible {
        var description: String
        var request: AuthorizationRequest
        var outcome: Decision.Outcome
    }

    /// The rows; none where the case has no such table.
    func rows() throws -> [Row] {
        guard let bytes = try? FileSystem.contents(ofFile: "\(folder)/decisions.tsv") else { return [] }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
        return try lines.map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 6, let action = S3Action(rawValue: "s3:\(fields[2])"),
                let outcome = Decision.Outcome(rawValue: fields[5]), let principal = Self.principal(fields[1]),
                (outcome == .allow) == (fields[4] == "allow")
            else { throw UnreadableRow(line: String(line)) }
            let bucket = "{bucket:\(fields[0])}"
            let resource: AuthorizationRequest.Resource =
                if action == .listBucket {
                    .bucket(bucket, prefix: fields[3] == "(none)" ? nil : fields[3] == "(empty)" ? "" : fields[3])
                } else {
                    .object(bucket: bucket, key: fields[3])
                }
            return Row(
                description: String(line),
                request: AuthorizationRequest(principal: principal, action: action, resource: resource),
                outcome: outcome)
        }
    }

    struct UnreadableRow: Error { var line: String }

    /// `guest`, `user:<region>:<uuid>`, `user:<region>:<uuid>:<group>`, `function:<name>`.
    private static func principal(_ text: String) -> Principal? {
        let parts = text.split(separator: ":", maxSplits: 3).map(String.init)
        switch parts.first {
        case "guest": return .session(Principal.RoleSession(role: .guest, identityID: "eu-west-1:guest"))
        case "function":
            return .session(Principal.RoleSession(role: .function(parts.dropFirst().joined(separator: ":"))))
        case "user" where parts.count >= 3:
            let role: Role = parts.count == 4 ? .group(parts[3]) : .authenticated
            return .session(Principal.RoleSession(role: role, identityID: "\(parts[1]):\(parts[2])"))
        default: return nil
        }
    }
}
