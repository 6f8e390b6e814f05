import Foundation
import SandboxTesting
import Testing
@testable import UserPools

struct SecondFactorTests {
    /// Reference: RFC 6238, appendix B, cut to six digits.
    @Test(
        "authenticator codes are the published ones",
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ])
    func publishedCodes(_ seconds: Int, _ code: String) {
        let secret = Array("12345678901234567890".utf8)
        #expect(TimeBasedCode.code(secret: secret, step: seconds / 30) == code)
        #expect(TimeBasedCode.step(of: code, secret: secret, at: Double(seconds + 30)) == seconds / 30)
        #expect(TimeBasedCode.step(of: code, secret: secret, at: Double(seconds + 90)) == nil)
    }

    /// Reference: RFC 4648, section 10.
    @Test(
        "secrets are base32",
        arguments: [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")])
    func base32(_ text: String, _ encoded: String) {
        #expect(TimeBasedCode.base32(Array(text.utf8)) == encoded)
    }

    private func decode(base32 text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bytes, buffer, bits): ([UInt8], Int, Int) = ([], 0, 0)
        for character in text {
            buffer = (buffer << 5 | (alphabet.firstIndex(of: character) ?? 0)) & 0xFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> bits & 0xFF))
            }
        }
        return bytes
    }

    private func code(_ secret: String, _ pool: PoolHarness) -> String {
        TimeBasedCode.code(secret: decode(base32: secret), step: Int(pool.clock.now.timeIntervalSince1970 / 30))
    }

    @Test("a user sets up an authenticator and is asked for its codes, each once")
    func authenticator() async throws {
        let pool = try await PoolHarness {
            $0.multiFactor = MultiFactorPolicy(mode: .optional, factors: [.authenticatorApp])
        }
        try await pool.makeUser("jane@example.com")
        let token = try await pool.signIn("jane@example.com").accessToken ?? ""
        let settings: [String: Any] = [
            "AccessToken": token, "SoftwareTokenMfaSettings": ["Enabled": true, "PreferredMfa": true],
        ]
        #expect(try await pool.call("SetUserMFAPreference", settings).error == "InvalidParameterException")
        let secret = try #require(
            try await pool.call("AssociateSoftwareToken", ["AccessToken": token]).text("SecretCode"))
        let wrong = try await pool.call("VerifySoftwareToken", ["AccessToken": token, "UserCode": "abc"])
        #expect(wrong.error == "EnableSoftwareTokenMFAException")
        let verified = try await pool.call(
            "VerifySoftwareToken", ["AccessToken": token, "UserCode": code(secret, pool)])
        #expect(verified.text("Status") == "SUCCESS")
        #expect(try await pool.signIn("jane@example.com").accessToken != nil)
        #expect(try await pool.call("SetUserMFAPreference", settings).status == 200)
        let user = try await pool.call("GetUser", ["AccessToken": token])
        #expect(user.text("PreferredMfaSetting") == "SOFTWARE_TOKEN_MFA")
        #expect(user["UserMFASettingList"] as? [String] == ["SOFTWARE_TOKEN_MFA"])

        let challenge = try await pool.signIn("jane@example.com")
        #expect(challenge.challenge == "SOFTWARE_TOKEN_MFA")
        try await pool.restart()
        func answer(_ code: String) async throws -> Answer {
            try await pool.respond(
                "SOFTWARE_TOKEN_MFA", ["USERNAME": "x", "SOFTWARE_TOKEN_MFA_CODE": code], session: challenge.session)
        }
        // The code that verified the authenticator is spent.
        #expect(try await answer(code(secret, pool)).error == "CodeMismatchException")
        pool.clock.advance(by: 30)
        #expect(try await answer("000").message == "Invalid code received for user")
        #expect(try await answer(code(secret, pool)).accessToken != nil)
        #expect(try await answer(code(secret, pool)).message == "Invalid session for the user.")
    }

    @Test("a required factor is set up at the first sign-in")
    func requiredSetup() async throws {
        let pool = try await PoolHarness {
            $0.multiFactor = MultiFactorPolicy(mode: .required, factors: [.authenticatorApp])
        }
        try await pool.makeUser("jane@example.com")
        let challenge = try await pool.signIn("jane@example.com")
        #expect(challenge.challenge == "MFA_SETUP")
        #expect(challenge.text("ChallengeParameters.MFAS_CAN_SETUP") == #"["SOFTWARE_TOKEN_MFA"]"#)
        let early = try await pool.respond("MFA_SETUP", ["USERNAME": "x"], session: challenge.session)
        #expect(early.error == "InvalidParameterException")
        let associated = try await pool.call("AssociateSoftwareToken", ["Session": challenge.session ?? ""])
        let secret = try #require(associated.text("SecretCode"))
        try await pool.restart()
        let verified = try await pool.call(
            "VerifySoftwareToken", ["Session": associated.session ?? "", "UserCode": code(secret, pool)])
        let done = try await pool.respond("MFA_SETUP", ["USERNAME": "x"], session: verified.session)
        #expect(done.accessToken != nil)
        #expect(try await pool.signIn("jane@example.com").challenge == "SOFTWARE_TOKEN_MFA")
    }

    @Test("codes by SMS are sent, checked and limited")
    func sms() async throws {
        let pool = try await PoolHarness {
            $0.signInAttributes = [.phoneNumber]
            $0.autoVerifiedAttributes = [.phoneNumber]
            $0.multiFactor = MultiFactorPolicy(mode: .required, factors: [.sms])
        }
        try await pool.makeUser("+15555550123")
        let challenge = try await pool.signIn("+15555550123")
        #expect(challenge.challenge == "SMS_MFA")
        #expect(challenge.text("ChallengeParameters.CODE_DELIVERY_DELIVERY_MEDIUM") == "SMS")
        #expect(challenge.text("ChallengeParameters.CODE_DELIVERY_DESTINATION") == "+*******0123")
        #expect(pool.outbox.last?.text == "Your authentication code is \(pool.lastCode).")
        func answer(_ code: String) async throws -> Answer {
            try await pool.respond("SMS_MFA", ["USERNAME": "x", "SMS_MFA_CODE": code], session: challenge.session)
        }
        #expect(try await answer("x").error == "CodeMismatchException")
        try await pool.restart()
        #expect(try await answer(pool.lastCode).accessToken != nil)
        #expect(try await answer(pool.lastCode).message == "Invalid session for the user.")

        let second = try await pool.signIn("+15555550123")
        for _ in 0..<5 {
            _ = try await pool.respond("SMS_MFA", ["USERNAME": "x", "SMS_MFA_CODE": "x"], session: second.session)
        }
        let tooLate = try await pool.respond(
            "SMS_MFA", ["USERNAME": "x", "SMS_MFA_CODE": pool.lastCode], session: second.session)
        #expect(tooLate.message == "Invalid session for the user.")
    }

    @Test("of several factors the user chooses one")
    func selection() async throws {
        let pool = try await PoolHarness {
            $0.signInAttributes = [.email, .phoneNumber]
            $0.multiFactor = MultiFactorPolicy(mode: .optional, factors: [.sms, .email])
        }
        try await pool.makeUser("jane@example.com")
        try await pool.administer(
            "AdminUpdateUserAttributes",
            [
                "Username": "jane@example.com",
                "UserAttributes": [
                    ["Name": "phone_number", "Value": "+15555550123"],
                    ["Name": "phone_number_verified", "Value": "true"],
                ],
            ])
        let settings: [String: Any] = [
            "Username": "jane@example.com", "SMSMfaSettings": ["Enabled": true],
            "EmailMfaSettings": ["Enabled": true],
        ]
        #expect(try await pool.administer("AdminSetUserMFAPreference", settings).status == 200)
        let choice = try await pool.signIn("jane@example.com")
        #expect(choice.challenge == "SELECT_MFA_TYPE")
        #expect(choice.text("ChallengeParameters.MFAS_CAN_CHOOSE") == #"["SMS_MFA","EMAIL_OTP"]"#)
        let wrong = try await pool.respond(
            "SELECT_MFA_TYPE", ["USERNAME": "x", "ANSWER": "SOFTWARE_TOKEN_MFA"], session: choice.session)
        #expect(wrong.error == "InvalidParameterException")
        let mail = try await pool.respond(
            "SELECT_MFA_TYPE", ["USERNAME": "x", "ANSWER": "EMAIL_OTP"], session: choice.session)
        #expect(mail.challenge == "EMAIL_OTP")
        let done = try await pool.respond(
            "EMAIL_OTP", ["USERNAME": "x", "EMAIL_OTP_CODE": pool.lastCode], session: mail.session)
        #expect(done.accessToken != nil)
    }

    @Test("a pool without factors refuses to set them up")
    func off() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let token = try await pool.signIn("jane@example.com").accessToken ?? ""
        let answer = try await pool.call("AssociateSoftwareToken", ["AccessToken": token])
        #expect(answer.error == "SoftwareTokenMFANotFoundException")
    }
}
