import Foundation
import IAM
import S3Protocol
import S3Service
import SandboxTesting
import Testing

@testable import SandboxServer

struct AccessLineTests {
    private static let guest = Principal.session(.init(role: .guest, identityID: "us-east-1:1"))

    private func event(_ operation: S3Operation, key: String?, status: Int, refusing refused: [String] = [])
        -> S3AccessEvent
    {
        var event = S3AccessEvent(
            requestID: "1", time: Date(timeIntervalSince1970: 0), method: "PUT", remoteAddress: "", userAgent: nil,
            generation: 1)
        event.operation = operation
        event.bucket = "photos"
        event.key = key
        event.principal = Self.guest
        event.status = status
        event.decisions = refused.map { key in
            S3AccessEvent.DecisionRecord(
                request: AuthorizationRequest(principal: Self.guest, action: .putObject, bucket: "photos", key: key),
                decision: Decision(.implicitDeny, generation: 1))
        }
        return event
    }

    private func line(_ event: S3AccessEvent, _ printing: SandboxConfiguration.Printing = .refusals) -> String? {
        guard AccessLine.isPrinted(event, printing) else { return nil }
        return AccessLine(event, style: TerminalStyle(isColoured: false)).text
    }

    @Test func `a refusal says once who, what and where, then why and what to change`() {
        var event = event(.putObject, key: "a/hello.txt", status: 403, refusing: ["a/hello.txt"])
        event.errorMessage =
            "Access Denied: guest may not write `a/hello.txt`: no rule speaks of it; add `allow.guest.to(['write'])` to `a/*`"
        #expect(
            line(event) == """
                403 PutObject a/hello.txt by guest
                    no rule speaks of it; add `allow.guest.to(['write'])` to `a/*`
                """)
    }

    @Test func `another reason is told as it is`() {
        var event = event(.getObject, key: "a", status: 403, refusing: ["a"])
        event.errorMessage = "Access Denied: there is no object `a`, and S3 says so only to those who may list it"
        #expect(
            line(event)?.hasSuffix("\n    there is no object `a`, and S3 says so only to those who may list it") == true
        )
    }

    @Test func `a batch names the first refused keys`() {
        let keys = (1...5).map { "a/\($0)" }
        #expect(
            line(event(.deleteObjects, key: nil, status: 200, refusing: keys)) == """
                200 DeleteObjects photos by guest
                    refused 5 of 5: `a/1`, `a/2`, `a/3` and 2 more
                """)
    }

    @Test func `what is allowed is told only on request`() {
        let event = event(.putObject, key: "a", status: 200)
        #expect(line(event) == nil)
        #expect(line(event, .everyRequest) == "200 PutObject a by guest")
    }

    @Test func `a key commands no terminal and fills none`() {
        #expect(
            line(event(.putObject, key: "\u{1B}[2Jx\n", status: 200), .everyRequest) == "200 PutObject ␛[2Jx␊ by guest")
        let long = line(event(.putObject, key: String(repeating: "x", count: 1000), status: 200), .everyRequest)
        #expect((long?.count ?? 0) < 160)
    }
}
