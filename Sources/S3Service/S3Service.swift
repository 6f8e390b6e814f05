import AWSSigV4
package import FoundationEssentials
package import HTTPTypes
package import IAM
package import Logging
import NIOCore
package import ObjectStore
package import S3Protocol

/// The S3 endpoint of a sandbox: takes requests, finds out who asks, whether they may, and does it.
package final class S3Service: Sendable {
    /// What the service stands on.
    package struct Environment: Sendable {
        package var region: String
        /// The account that owns the definition's buckets.
        package var owner: AccountOwner
        package var hosts: S3Hosts
        package var store: ObjectStore
        package var credentials: any CredentialResolver
        /// The rules in force now. Asked once for each request, so that no request is decided by two sets.
        package var rules: @Sendable () -> RulesInForce
        package var now: @Sendable () -> Date
        /// Takes what became of each request. Must not block.
        package var report: @Sendable (S3AccessEvent) -> Void
        /// Says in a sentence or two why something was refused and what would allow it; nil when there is no more to say.
        package var explain: @Sendable (AuthorizationRequest, Decision) -> String?
        package var logger: Logger
        /// How long a sweep takes a lifecycle rule's day to be.
        package var lifecycleDayInSeconds = Date.dayInSeconds

        package init(
            region: String, owner: AccountOwner, store: ObjectStore, credentials: any CredentialResolver,
            rules: @escaping @Sendable () -> RulesInForce, now: @escaping @Sendable () -> Date = { Date() },
            report: @escaping @Sendable (S3AccessEvent) -> Void = { _ in },
            explain: @escaping @Sendable (AuthorizationRequest, Decision) -> String? = { _, _ in nil }, logger: Logger
        ) {
            self.region = region
            self.owner = owner
            hosts = S3Hosts(region: region)
            self.store = store
            self.credentials = credentials
            self.rules = rules
            self.now = now
            self.report = report
            self.explain = explain
            self.logger = logger
        }
    }

    let environment: Environment
    let verifier: SignatureVerifier
    // What the store should not hold reads as nil.
    let corsConfigurations = DocumentCache { text, _ in try? CORSConfiguration(ByteBuffer(string: text)) }
    let lifecycleConfigurations = DocumentCache { text, _ in try? LifecycleConfiguration(ByteBuffer(string: text)) }
    let bucketPolicies = DocumentCache { text, bucket in
        try? ResourcePolicy(json: Data(text.utf8), bucket: bucket, knowsKey: ConditionKey.isKnown)
    }
    /// Tells servers apart in `x-amz-id-2`; means nothing else.
    private let hostID: String

    package init(_ environment: Environment) {
        self.environment = environment
        verifier = SignatureVerifier(service: "s3", region: environment.region)
        hostID = RequestID().text + RequestID().text
    }

    /// Answers a request. Never throws: whatever goes wrong has its place in S3's errors.
    package func respond(
        to head: HTTPRequest, rawPath: Substring, rawQuery: Substring?, body: S3RequestBody, remoteAddress: String
    ) async -> S3Answer {
        let rules = environment.rules()
        let requestID = RequestID().text
        var event = S3AccessEvent(
            requestID: requestID, time: environment.now(), method: head.method.rawValue,
            remoteAddress: remoteAddress, userAgent: head.headerFields[.userAgent], generation: rules.generation)
        var response: S3Response
        do {
            let request = try S3Request(
                head: head, rawPath: rawPath, rawQuery: rawQuery, body: body, remoteAddress: remoteAddress,
                hosts: environment.hosts)
            event.describe(request)
            let decisions = DecisionLog()
            response = await respond(to: request, rules: rules, decisions: decisions, event: &event)
            event.decisions = decisions.records
        } catch {
            response = refuse(error, &event)
        }
        return finish(&response, head, event)
    }

    /// The answer to something that is no request at all, in S3's form.
    package func refuse(_ error: S3Error) -> S3Answer {
        let requestID = RequestID().text
        var response = S3Response(error, requestID: requestID, hostID: hostID)
        addCommonFields(to: &response, requestID: requestID)
        return S3Answer(response: response, generation: environment.rules().generation, requestID: requestID)
    }

    private func respond(
        to request: S3Request, rules: RulesInForce, decisions: DecisionLog, event: inout S3AccessEvent
    ) async -> S3Response {
        var response: S3Response
        do {
            if request.operation == .preflight { return try preflight(request) }
            let caller = try authenticate(request, at: event.time)
            event.principal = caller?.principal
            let call = S3Call(
                service: self, request: request, requestID: event.requestID, time: event.time, caller: caller,
                rules: rules, decisions: decisions)
            response = try await call.perform()
        } catch {
            response = refuse(s3Error(error, request), &event)
            if request.method == .head { response.body = .none }
        }
        addCrossOriginFields(to: &response, request)
        return response
    }

    private func refuse(_ error: S3Error, _ event: inout S3AccessEvent) -> S3Response {
        event.errorCode = error.code
        event.errorMessage = error.message
        return S3Response(error, requestID: event.requestID, hostID: hostID)
    }

    private func finish(_ response: inout S3Response, _ head: HTTPRequest, _ event: S3AccessEvent) -> S3Answer {
        addCommonFields(to: &response, requestID: event.requestID)
        var event = event
        event.status = response.status.code
        environment.report(event)
        return S3Answer(response: response, generation: event.generation, requestID: event.requestID)
    }

    private func addCommonFields(to response: inout S3Response, requestID: String) {
        response.fields[.xAmzRequestID] = requestID
        response.fields[.xAmzID2] = hostID
        response.fields[.server] = "AmazonS3"
    }
}

/// An answer, and what the edge adds to it.
package struct S3Answer: Sendable {
    package var response: S3Response
    /// Of the rules that decided it.
    package var generation: Int
    package var requestID: String
}

/// One complete set of access rules.
package struct RulesInForce: Sendable {
    package var authorizer: any Authorizer
    package var generation: Int

    package init(authorizer: any Authorizer, generation: Int) {
        self.authorizer = authorizer
        self.generation = generation
    }
}

/// An account as owner of buckets.
package struct AccountOwner: Sendable, Hashable {
    /// Twelve digits.
    package var accountID: String
    package var canonicalID: String
    package var displayName: String

    package init(accountID: String, canonicalID: String, displayName: String) {
        self.accountID = accountID
        self.canonicalID = canonicalID
        self.displayName = displayName
    }
}
