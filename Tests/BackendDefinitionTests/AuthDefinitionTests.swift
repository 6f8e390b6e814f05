import SourceText
import Testing

@testable import BackendDefinition

struct AuthDefinitionTests {
    private func evaluate(_ auth: String) async -> BackendEvaluation {
        await DefinitionFixture(
            storage: "export const storage = defineStorage({ name: 'x' });",
            auth: "import { defineAuth } from '@aws-amplify/backend';\n\(auth)"
        ).evaluate()
    }

    @Test func `settings, groups and texts are read`() async throws {
        let evaluation = await evaluate(
            """
            export const auth = defineAuth({
              loginWith: { email: { verificationEmailSubject: 'Hello', verificationEmailBody: (code) => `Use ${code()}` } },
              userAttributes: { givenName: { required: true }, 'custom:plan': { dataType: 'String', mutable: false } },
              groups: ['admins', 'staff'], multifactor: { mode: 'OPTIONAL', totp: true }, accountRecovery: 'EMAIL_ONLY',
            });
            """)
        let auth = try #require(evaluation.backend?.auth)
        #expect(auth.groups.map(\.name) == ["admins", "staff"] && auth.groups.map(\.precedence) == [0, 1])
        #expect(auth.properties["loginWith"]?["email"]?["verificationEmailBody"] == .string("Use {####}"))
        #expect(auth.userPoolSettings.requiredAttributes == ["email", "given_name"])
        #expect(auth.userPoolSettings.multiFactorMethods == ["TOTP"])
        #expect(evaluation.errors.isEmpty)
    }

    @Test func `two auth definitions are refused`() async throws {
        let evaluation = await evaluate(
            """
            export const auth = defineAuth({ loginWith: { email: true } });
            export const second = defineAuth({ loginWith: { email: true } });
            """)
        #expect(evaluation.errors.map(\.name) == ["MultipleSingletonResourcesError"])
        #expect(evaluation.errors.first?.range?.start.line == 3)
    }

    @Test(arguments: [
        ("{ loginWith: {} }", "InvalidPasswordlessConfigError", nil),
        (
            "{ loginWith: { email: true, phone: true }, multifactor: { mode: 'REQUIRED', totp: true } }",
            "AmplifyAuthConstructInitializationError",
            "Invalid MFA settings. SMS must be enabled in multiFactor if loginWith phone is enabled"
        ),
        (
            "{ loginWith: { email: { verificationEmailBody: () => 'no code' } } }",
            "AmplifyAuthConstructInitializationError",
            "Invalid email settings. Property 'verificationEmailBody' must utilize the 'code' parameter at least once as a placeholder for the verification code."
        ),
        ("{ loginWith: { email: true }, name: '1' }", "InvalidResourceNameError", nil),
    ])
    func `what upstream refuses is refused in its words`(properties: String, name: String, cause: String?) async throws
    {
        let evaluation = await evaluate("export const auth = defineAuth(\(properties));")
        let error = try #require(evaluation.errors.first)
        #expect(error.name == name)
        #expect(error.cause?.message == cause)
    }
}
