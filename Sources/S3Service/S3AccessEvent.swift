package import FoundationEssentials
package import IAM
package import S3Protocol
import Synchronization

/// What became of one request.
package struct S3AccessEvent: Sendable {
    /// One question that the rules were asked, and their answer.
    package struct DecisionRecord: Sendable {
        package var request: AuthorizationRequest
        package var decision: Decision

        package init(request: AuthorizationRequest, decision: Decision) {
            self.request = request
            self.decision = decision
        }
    }

    /// As in `x-amz-request-id`.
    package var requestID: String
    package var time: Date
    package var method: String
    package var remoteAddress: String
    package var userAgent: String?
    /// Of the rules in force when the request came.
    package var generation: Int
    /// Nil for what is no S3 request.
    package var operation: S3Operation?
    package var bucket: String?
    package var key: String?
    /// The prefix of a listing.
    package var prefix: String?
    /// Nil when the request was not, or not rightly, signed.
    package var principal: Principal?
    /// In their order; several for copies and batches, none for requests that were refused before.
    package var decisions: [DecisionRecord] = []
    package var status = 0
    /// Of the error document.
    package var errorCode: String?
    package var errorMessage: String?

    package init(
        requestID: String, time: Date, method: String, remoteAddress: String, userAgent: String?, generation: Int
    ) {
        self.requestID = requestID
        self.time = time
        self.method = method
        self.remoteAddress = remoteAddress
        self.userAgent = userAgent
        self.generation = generation
    }

    mutating func describe(_ request: S3Request) {
        operation = request.operation
        bucket = request.address.bucket
        key = request.address.key
        prefix = key == nil ? request.query["prefix"] : nil
    }
}

/// Collects the decisions of one request.
final class DecisionLog: Sendable {
    private let entries = Mutex<[S3AccessEvent.DecisionRecord]>([])

    func append(_ request: AuthorizationRequest, _ decision: Decision) {
        entries.withLock { $0.append(S3AccessEvent.DecisionRecord(request: request, decision: decision)) }
    }

    var records: [S3AccessEvent.DecisionRecord] { entries.withLock { $0 } }
}
