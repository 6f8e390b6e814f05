import AccessRules
import BackendDefinition
import ClientOutputs
import OrderedCollections
import Testing

struct OutputsFileTests {
    private func rules(_ added: [JSONValue] = []) throws -> RuleSet {
        var backend = Backend()
        backend.auth = ClientOutputsTests.auth(
            .object([
                "loginWith": .object(["email": .object(["otpLogin": .boolean(true)])]),
                "multifactor": .object(["mode": .string("OPTIONAL"), "email": .boolean(true), "totp": .boolean(true)]),
            ]), groups: ["staff"])
        backend.buckets = [ClientOutputsTests.bucket("testName", access: [])]
        backend.addedOutputs = added
        return try #require(compileRules(of: backend, names: ClientOutputsTests.names, generation: 1).ruleSet)
    }

    private func file(
        _ version: OutputsVersion, _ format: OutputsFormat = .json, added: [JSONValue] = []
    ) throws -> OutputsFile {
        try OutputsFile(
            of: rules(added), names: ClientOutputsTests.names, version: version, format: format,
            endpoint: "http://localhost:20005")
    }

    struct Version: CustomTestStringConvertible {
        var version: OutputsVersion
        var has: [String]

        var testDescription: String { version.rawValue }
    }

    @Test(arguments: [
        Version(version: .v1, has: []),
        Version(version: .v1_1, has: ["\"buckets\""]),
        Version(version: .v1_2, has: ["\"buckets\"", "\"paths\""]),
        Version(version: .v1_3, has: ["\"buckets\"", "\"paths\"", "\"groups\""]),
        Version(version: .v1_4, has: ["\"buckets\"", "\"paths\"", "\"groups\"", "\"passwordless\"", "\"EMAIL\""]),
        Version(version: .v1_5, has: ["\"buckets\"", "\"paths\"", "\"groups\"", "\"passwordless\"", "\"EMAIL\""]),
    ])
    func versionsHoldWhatTheyKnow(_ example: Version) throws {
        let text = try file(example.version).text
        let all = ["\"buckets\"", "\"paths\"", "\"groups\"", "\"passwordless\"", "\"EMAIL\""]
        #expect(all.filter { text.contains($0) } == example.has)
        #expect(text.hasSuffix("\"version\": \"\(example.version.rawValue)\"\n}"))
    }

    @Test func addedOutputsRaiseTheVersion() throws {
        let added: [JSONValue] = [.object(["custom": .object([:])])]
        #expect(try file(.v1_1, added: added).text.contains("\"version\": \"1.4\""))
        #expect(try file(.v1_5, added: added).text.contains("\"version\": \"1.5\""))
    }

    @Test(arguments: [
        (OutputsVersion.v1_5, OutputsFormat.json, "amplify_outputs.json"), (.v1, .dart, "amplify_outputs.dart"),
        (.legacy, .json, "amplifyconfiguration.json"), (.legacy, .jsonMobile, "amplifyconfiguration.json"),
        (.legacy, .ts, "amplifyconfiguration.ts"), (.legacy, .mjs, "amplifyconfiguration.mjs"),
        (.v1_5, .awsExports, "aws-exports.js"), (.legacy, .awsExports, "aws-exports.js"),
        (.v1, .amplifyConfiguration, "amplifyconfiguration.json"),
        (.v1_5, .resourcesConfig, "amplify_outputs.resources.json"),
        (.legacy, .resourcesConfig, "amplify_outputs.resources.json"),
    ])
    func filesAreNamedByVersionAndFormat(_ version: OutputsVersion, _ format: OutputsFormat, _ name: String) throws {
        #expect(try file(version, format).name == name)
    }

    @Test(arguments: [OutputsFormat.ts, .mjs, .jsonMobile])
    func newVersionsHaveNoScripts(_ format: OutputsFormat) throws {
        let error = #expect(throws: OutputsFile.Fault.self) { try file(.v1_5, format) }
        #expect(error?.message == "Unsupported client config format \(format.rawValue) for client config")
    }

    @Test func legacyFormIsMadeOfVersions14And15() throws {
        let added: [JSONValue] = [.object(["version": .string("1.9")])]
        #expect(throws: OutputsFile.Fault.unsupportedLegacyVersion) { try file(.legacy, added: added) }
    }

    @Test func legacyTextsWrapTheSameObject() throws {
        let json = try file(.legacy).text
        #expect(json == Self.legacyText)
        #expect(
            try file(.legacy, .ts).text == "const amplifyConfig = \(json)\nexport default amplifyConfig;\n")
        #expect(try file(.legacy, .mjs).text == file(.legacy, .ts).text)
        let mobile = try file(.legacy, .jsonMobile).text
        #expect(mobile == Self.mobileText)
        #expect(
            try file(.legacy, .dart).text
                == "const amplifyConfig = r'''\(mobile)''';\n\nconst amplifyconfig = amplifyConfig;")
    }

    @Test(arguments: [OutputsVersion.legacy, .v1, .v1_5])
    func theFirstGenerationsFormsHaveTheFlagInEveryVersion(_ version: OutputsVersion) throws {
        let json = try file(version, .amplifyConfiguration).text
        let flag = "  \"aws_user_files_s3_dangerously_connect_to_http_endpoint_for_testing\": true"
        #expect(json == Self.legacyText.dropLast(2) + ",\n\(flag)\n}")
        #expect(
            try file(version, .awsExports).text == "const awsmobile = \(json);\n\nexport default awsmobile;\n")
    }

    @Test func oldClientsAreSentToTheirFixedPort() throws {
        let outputs = try clientOutputs(of: rules(), names: ClientOutputsTests.names)
        let flag = "aws_user_files_s3_dangerously_connect_to_http_endpoint_for_testing"
        #expect(legacyConfiguration(of: outputs)[flag] == nil)
        #expect(legacyConfiguration(of: outputs, storingAt: .fixedLocalPort)[flag] == .boolean(true))
    }

    @Test func resourcesConfigurationNamesTheEndpoints() throws {
        let outputs = try clientOutputs(of: rules(), names: ClientOutputsTests.names)
        let configuration = resourcesConfiguration(of: outputs, endpoint: "http://localhost:20005/")
        let cognito = configuration["Auth"]?["Cognito"]
        #expect(cognito?["userPoolEndpoint"]?.text == "http://localhost:20005/")
        #expect(cognito?["identityPoolEndpoint"]?.text == "http://localhost:20005/")
        #expect(cognito?["userPoolId"]?.text == "us-east-1_AbCdEf123")
        #expect(cognito?["allowGuestAccess"]?.boolean == true)
        #expect(cognito?["loginWith"] == .object(["email": .boolean(true)]))
        let storage = configuration["Storage"]?["S3"]
        #expect(storage?["bucket"]?.text == "amplify-testname")
        #expect(storage?["buckets"]?["testName"]?["bucketName"]?.text == "amplify-testname")
        #expect(configuration["version"] == nil)
    }

    static let legacyText = """
        {
          "aws_project_region": "us-east-1",
          "aws_user_pools_id": "us-east-1_AbCdEf123",
          "aws_cognito_region": "us-east-1",
          "aws_user_pools_web_client_id": "1example23456789abcdefghij",
          "aws_cognito_identity_pool_id": "us-east-1:11111111-2222-3333-4444-555555555555",
          "allowUnauthenticatedIdentities": "true",
          "aws_cognito_mfa_types": [
            "TOTP",
            "EMAIL"
          ],
          "aws_cognito_mfa_configuration": "OPTIONAL",
          "aws_cognito_signup_attributes": [
            "EMAIL"
          ],
          "aws_cognito_username_attributes": [
            "EMAIL"
          ],
          "aws_cognito_verification_mechanisms": [
            "EMAIL"
          ],
          "aws_cognito_password_protection_settings": {
            "passwordPolicyMinLength": 8,
            "passwordPolicyCharacters": [
              "REQUIRES_NUMBERS",
              "REQUIRES_LOWERCASE",
              "REQUIRES_UPPERCASE",
              "REQUIRES_SYMBOLS"
            ]
          },
          "aws_user_files_s3_bucket": "amplify-testname",
          "aws_user_files_s3_bucket_region": "us-east-1"
        }
        """

    static let mobileText = """
        {
          "UserAgent": "@aws-amplify/client-config/1.11.0",
          "Version": "1.0",
          "auth": {
            "plugins": {
              "awsCognitoAuthPlugin": {
                "UserAgent": "@aws-amplify/client-config/1.11.0",
                "Version": "1.0",
                "CognitoUserPool": {
                  "Default": {
                    "PoolId": "us-east-1_AbCdEf123",
                    "AppClientId": "1example23456789abcdefghij",
                    "Region": "us-east-1"
                  }
                },
                "CredentialsProvider": {
                  "CognitoIdentity": {
                    "Default": {
                      "PoolId": "us-east-1:11111111-2222-3333-4444-555555555555",
                      "Region": "us-east-1"
                    }
                  }
                },
                "Auth": {
                  "Default": {
                    "authenticationFlowType": "USER_SRP_AUTH",
                    "mfaConfiguration": "OPTIONAL",
                    "mfaTypes": [
                      "TOTP",
                      "EMAIL"
                    ],
                    "passwordProtectionSettings": {
                      "passwordPolicyMinLength": 8,
                      "passwordPolicyCharacters": [
                        "REQUIRES_NUMBERS",
                        "REQUIRES_LOWERCASE",
                        "REQUIRES_UPPERCASE",
                        "REQUIRES_SYMBOLS"
                      ]
                    },
                    "signupAttributes": [
                      "EMAIL"
                    ],
                    "usernameAttributes": [
                      "EMAIL"
                    ],
                    "verificationMechanisms": [
                      "EMAIL"
                    ],
                    "socialProviders": []
                  }
                }
              }
            }
          },
          "storage": {
            "plugins": {
              "awsS3StoragePlugin": {
                "bucket": "amplify-testname",
                "region": "us-east-1"
              }
            }
          }
        }
        """
}
