import Foundation
import JSONWebToken
import SandboxTesting
import Testing
import UserPools

struct SignUpTests {
    @Test("a sign-up sends a code, which confirms the user and the address")
    func confirmation() async throws {
        let pool = try await PoolHarness()
        let answer = try await pool.signUp("Jane@example.com")
        #expect(answer["UserConfirmed"] as? Bool == false)
        #expect(answer.text("CodeDeliveryDetails.Destination") == "J***@e***")
        #expect(answer.text("CodeDeliveryDetails.DeliveryMedium") == "EMAIL")
        #expect(answer.text("CodeDeliveryDetails.AttributeName") == "email")
        let message = try #require(pool.outbox.first)
        #expect(message.kind == .signUp && message.recipient == "Jane@example.com")
        #expect(message.text == "The verification code to your new account is \(message.code)")
        #expect(try await pool.signIn("jane@example.com").error == "UserNotConfirmedException")

        let confirm = ["ClientId": "client1", "Username": "jane@example.com", "ConfirmationCode": message.code]
        #expect(try await pool.call("ConfirmSignUp", confirm).status == 200)
        let user = try await pool.administer("AdminGetUser", ["Username": "JANE@EXAMPLE.COM"])
        #expect(user.text("UserStatus") == "CONFIRMED")
        #expect(user.text("Username") == answer.text("UserSub"))
        let again = try await pool.call("ConfirmSignUp", confirm)
        #expect(again.message == "User cannot be confirmed. Current status is CONFIRMED")
    }

    @Test("an address serves one user, in whatever case")
    func duplicates() async throws {
        let pool = try await PoolHarness()
        try await pool.signUp("jane@example.com")
        let answer = try await pool.signUp("JANE@example.com")
        #expect(answer.error == "UsernameExistsException")
        #expect(answer.message == "An account with the given email already exists.")
    }

    @Test(
        "names must fit the pool",
        arguments: [
            ("jane", "Username should be an email."), ("+15550100", "Username should be an email."),
            ("jane@", "Invalid email address format."), ("jane@example", "Invalid email address format."),
        ])
    func names(_ name: String, _ message: String) async throws {
        let answer = try await PoolHarness().signUp(name)
        #expect(answer.error == "InvalidParameterException")
        #expect(answer.message == message)
    }

    @Test("a pool with telephone numbers sends codes there")
    func phoneNumbers() async throws {
        let pool = try await PoolHarness {
            $0.signInAttributes = [.email, .phoneNumber]
            $0.autoVerifiedAttributes = [.email, .phoneNumber]
        }
        let answer = try await pool.signUp("+15555550123")
        #expect(answer.text("CodeDeliveryDetails.Destination") == "+*******0123")
        #expect(pool.outbox.first?.medium == .sms)
        #expect(try await pool.signUp("x").message == "Username should be either an email or a phone number.")
        #expect(try await pool.signUp("+1555abc").message == "Invalid phone number format.")
    }

    @Test(
        "passwords must fit the policy",
        arguments: [
            ("Sh0rt!", "Password not long enough"), ("passw0rd!", "Password must have uppercase characters"),
            ("PASSW0RD!", "Password must have lowercase characters"),
            ("Password!", "Password must have numeric characters"),
            ("Passw0rd1", "Password must have symbol characters"),
        ])
    func passwords(_ password: String, _ rule: String) async throws {
        let answer = try await PoolHarness().signUp("jane@example.com", password: password)
        #expect(answer.error == "InvalidPasswordException")
        #expect(answer.message == "Password did not conform with policy: \(rule)")
    }

    @Test("a missing password is told as clients expect")
    func missingPassword() async throws {
        let answer = try await PoolHarness().call("SignUp", ["ClientId": "client1", "Username": "jane@example.com"])
        #expect(answer.error == "InvalidParameterException")
        #expect(answer.message?.contains("'password'") == true)
        #expect(answer.message?.contains("Member must not be null") == true)
    }

    @Test("attributes must be known, permitted and complete")
    func attributes() async throws {
        let pool = try await PoolHarness {
            $0.attributes = [
                AttributeSchema(name: "given_name", isRequired: true),
                AttributeSchema(name: "custom:plan", minimum: 2, maximum: 5),
                AttributeSchema(name: "custom:age", kind: .number, minimum: 18),
            ]
        }
        func message(_ attributes: [String: String]) async throws -> String? {
            try await pool.signUp("jane@example.com", attributes: attributes).message
        }
        #expect(try await message([:])?.contains("given_name: The attribute given_name is required") == true)
        #expect(try await message(["custom:x": "1"])?.contains("custom:x: Attribute does not exist") == true)
        #expect(try await message(["custom:plan": "a"])?.contains("longer than 1") == true)
        #expect(try await message(["custom:plan": "abcdef"])?.contains("no longer than 5") == true)
        #expect(try await message(["custom:age": "seven"])?.contains("not of type Number") == true)
        #expect(try await message(["custom:age": "17"])?.contains("at least 18") == true)
        let verified = try await pool.signUp("jane@example.com", attributes: ["email_verified": "true"])
        #expect(verified.error == "NotAuthorizedException")
        let good = try await pool.signUp("jane@example.com", attributes: ["given_name": "Jane", "custom:age": "18"])
        #expect(good.status == 200)
    }

    @Test("a code is right or wrong, ends, and cannot be guessed")
    func codes() async throws {
        let pool = try await PoolHarness()
        try await pool.signUp("jane@example.com")
        let code = pool.lastCode
        let wrong = code == "000000" ? "000001" : "000000"
        func confirm(_ code: String) async throws -> Answer {
            try await pool.call(
                "ConfirmSignUp", ["ClientId": "client1", "Username": "jane@example.com", "ConfirmationCode": code])
        }
        for _ in 0..<5 { #expect(try await confirm(wrong).error == "CodeMismatchException") }
        #expect(try await confirm(code).error == "LimitExceededException")

        try await pool.call("ResendConfirmationCode", ["ClientId": "client1", "Username": "jane@example.com"])
        #expect(pool.outbox.last?.kind == .resendCode)
        pool.clock.advance(by: 86401)
        #expect(try await confirm(pool.lastCode).error == "ExpiredCodeException")
        try await pool.call("ResendConfirmationCode", ["ClientId": "client1", "Username": "jane@example.com"])
        #expect(try await confirm(pool.lastCode).status == 200)
    }

    @Test("codes are sent five times within an hour")
    func sendings() async throws {
        let pool = try await PoolHarness()
        try await pool.signUp("jane@example.com")
        let resend = ["ClientId": "client1", "Username": "jane@example.com"]
        for _ in 0..<4 { #expect(try await pool.call("ResendConfirmationCode", resend).status == 200) }
        #expect(try await pool.call("ResendConfirmationCode", resend).error == "LimitExceededException")
        pool.clock.advance(by: 3601)
        #expect(try await pool.call("ResendConfirmationCode", resend).status == 200)
    }

    @Test("who does not exist cannot be told from who does")
    func unknownUsers() async throws {
        let pool = try await PoolHarness()
        let nobody = ["ClientId": "client1", "Username": "nobody@example.com"]
        let resend = try await pool.call("ResendConfirmationCode", nobody)
        #expect(resend.text("CodeDeliveryDetails.Destination") == "n***@e***")
        let forgot = try await pool.call("ForgotPassword", nobody)
        #expect(forgot.text("CodeDeliveryDetails.Destination") == "n***@e***")
        let confirm = try await pool.call("ConfirmSignUp", nobody.merging(["ConfirmationCode": "1"]) { $1 })
        #expect(confirm.error == "ExpiredCodeException")
        #expect(pool.outbox.isEmpty)
    }

    @Test("a fixed code serves tests")
    func fixedCode() async throws {
        let pool = try await PoolHarness(fixedCode: "123456")
        try await pool.signUp("jane@example.com")
        #expect(pool.lastCode == "123456")
    }

    @Test("user names may be plain")
    func plainNames() async throws {
        let pool = try await PoolHarness { $0.signInAttributes = [] }
        try await pool.signUp("Jane", attributes: ["email": "jane@example.com"])
        #expect(try await pool.signUp("jane").message == "User already exists")
        try await pool.administer("AdminConfirmSignUp", ["Username": "jane"])
        let answer = try await pool.signIn("JANE")
        #expect(try pool.claims(answer.idToken)["cognito:username"] == .string("Jane"))
    }
}
