import AccessRules
import BackendDefinition
import ClientOutputs
import OrderedCollections
import SourceText
import Testing

struct ClientOutputsTests {
    static let range = SourceRange(file: SourceFile(name: "amplify/storage/resource.ts", text: ""), offsets: 0..<0)

    static let names = DeploymentNames(
        accountID: "111122223333", region: "us-east-1", userPoolID: "us-east-1_AbCdEf123",
        userPoolClientID: "1example23456789abcdefghij",
        identityPoolID: "us-east-1:11111111-2222-3333-4444-555555555555", oauthDomainPrefix: "a4479c3b5a14bd4113f8",
        bucketName: { "amplify-\($0.lowercased())" })

    static func auth(_ properties: JSONValue = .object([:]), groups: [String] = []) -> AuthDefinition {
        var auth = AuthDefinition(kind: .defineAuth, properties: properties, range: range)
        auth.groups = groups.enumerated().map {
            AuthDefinition.Group(name: $0.element, precedence: $0.offset, range: range)
        }
        return auth
    }

    static func bucket(_ name: String, isDefault: Bool = false, access: [AccessPath]? = nil) -> BucketDefinition {
        BucketDefinition(
            name: name, backendKey: name, isDefault: isDefault, versioned: false, access: access, range: range)
    }

    static func outputs(of backend: Backend) throws -> JSONValue {
        let rules = try #require(compileRules(of: backend, names: names, generation: 1).ruleSet)
        return try clientOutputs(of: rules, names: names)
    }

    static let emailLogin: JSONValue = .object(["loginWith": .object(["email": .boolean(true)])])

    @Test func groupsFunctionsAndOwnersAreWrittenAsAmplifyDoes() throws {
        var backend = Backend()
        backend.auth = Self.auth(Self.emailLogin, groups: ["Editors", "Admins"])
        let all = ["read", "write", "delete"]
        func rule(_ subject: AccessRule.Subject, _ actions: [String]) -> AccessRule {
            AccessRule(subject: subject, actions: actions, range: Self.range)
        }
        backend.buckets = [
            Self.bucket(
                "testName",
                access: [
                    AccessPath(
                        path: "public/*",
                        rules: [
                            rule(.resource("f"), ["read", "write"]), rule(.guest, ["read"]),
                            rule(.authenticated, ["read", "write"]), rule(.groups(["Admins"]), all),
                        ], range: Self.range),
                    AccessPath(
                        path: "protected/{entity_id}/*",
                        rules: [
                            rule(.authenticated, ["read"]), rule(.entity("identity"), all),
                            rule(.groups(["Admins"]), all),
                        ], range: Self.range),
                ])
        ]
        #expect(try Self.outputs(of: backend).indentedText == Self.exampleText)
    }

    @Test func bucketsWithoutRulesHaveNoPaths() throws {
        var backend = Backend()
        backend.buckets = [
            Self.bucket("firstBucket", isDefault: true), Self.bucket("secondBucket", access: []),
        ]
        #expect(
            try Self.outputs(of: backend).indentedText == """
                {
                  "storage": {
                    "aws_region": "us-east-1",
                    "bucket_name": "amplify-firstbucket",
                    "buckets": [
                      {
                        "name": "firstBucket",
                        "bucket_name": "amplify-firstbucket",
                        "aws_region": "us-east-1"
                      },
                      {
                        "name": "secondBucket",
                        "bucket_name": "amplify-secondbucket",
                        "aws_region": "us-east-1",
                        "paths": {}
                      }
                    ]
                  },
                  "version": "1.5"
                }
                """)
    }

    @Test func nothingDefinedIsAVersion() throws {
        #expect(try Self.outputs(of: Backend()).indentedText == "{\n  \"version\": \"1.5\"\n}")
    }

    // MARK: addOutput

    struct Addition: CustomTestStringConvertible {
        var parts: [JSONValue]
        /// The top-level members that come out after `storage`, or the error's name and message.
        var result: String

        var testDescription: String { result }
    }

    @Test(arguments: [
        Addition(parts: [.object(["custom": .object(["a": .number(1)])])], result: #"version="1.5" custom={"a":1}"#),
        Addition(
            parts: [
                .object(["custom": .object(["a": .array([.number(1)]), "z": .string("")])]),
                .object(["custom": .object(["a": .array([.number(2)]), "b": .null, "z": .string("y")])]),
            ], result: #"version="1.5" custom={"a":[1,2],"z":"y","b":null}"#),
        Addition(
            parts: [.object(["custom": .object(["where": .string("{region}/{bucket:photos}/{other}/{")])])],
            result: #"version="1.5" custom={"where":"us-east-1/amplify-photos/{other}/{"}"#),
        Addition(parts: [.object(["version": .string("1.7")])], result: #"version="1.7""#),
        Addition(parts: [.object(["version": .string("1")])], result: #"version="1.5""#),
        Addition(
            parts: [.object(["custom": .object(["a": .number(1)])]), .object(["custom": .object(["a": .number(1)])])],
            result: "OutputEntryAlreadyExistsError Output entry with key a already exists"),
        Addition(
            parts: [.object(["storage": .object(["aws_region": .string("us-east-1")])])],
            result: "OutputEntryAlreadyExistsError Duplicated entry with key aws_region detected in deployment outputs"),
        Addition(
            parts: [.object(["version": .string("2")])],
            result: "VersionMismatchError Conflicting versions of client configuration found. "),
    ])
    func addedOutputsAreMerged(_ addition: Addition) throws {
        var backend = Backend()
        backend.buckets = [Self.bucket("photos")]
        backend.addedOutputs = addition.parts
        let rules = try #require(compileRules(of: backend, names: Self.names, generation: 1).ruleSet)
        do throws(OutputsConflict) {
            guard case .object(let members) = try clientOutputs(of: rules, names: Self.names) else {
                Issue.record("no object")
                return
            }
            let text = members.filter { $0.key != "storage" }.map { key, value in
                "\(key)=\(value.indentedText.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.joined())"
            }.joined(separator: " ").replacing("\": ", with: "\":")
            #expect(text == addition.result)
        } catch {
            #expect("\(error.name) \(error.message)" == addition.result)
        }
    }

    @Test func furtherBucketsAreAppended() throws {
        var backend = Backend()
        backend.buckets = [Self.bucket("photos")]
        backend.addedOutputs = [
            .object(["storage": .object(["buckets": .array([.object(["name": .string("old")])])])])
        ]
        let outputs = try Self.outputs(of: backend)
        #expect(outputs["storage"]?["buckets"]?.elements.compactMap { $0["name"]?.text } == ["photos", "old"])
    }

    static let exampleText = """
        {
          "auth": {
            "user_pool_id": "us-east-1_AbCdEf123",
            "aws_region": "us-east-1",
            "user_pool_client_id": "1example23456789abcdefghij",
            "identity_pool_id": "us-east-1:11111111-2222-3333-4444-555555555555",
            "mfa_methods": [],
            "standard_required_attributes": [
              "email"
            ],
            "username_attributes": [
              "email"
            ],
            "user_verification_types": [
              "email"
            ],
            "groups": [
              {
                "Editors": {
                  "precedence": 0
                }
              },
              {
                "Admins": {
                  "precedence": 1
                }
              }
            ],
            "mfa_configuration": "NONE",
            "password_policy": {
              "min_length": 8,
              "require_lowercase": true,
              "require_numbers": true,
              "require_symbols": true,
              "require_uppercase": true
            },
            "unauthenticated_identities_enabled": true
          },
          "storage": {
            "aws_region": "us-east-1",
            "bucket_name": "amplify-testname",
            "buckets": [
              {
                "name": "testName",
                "bucket_name": "amplify-testname",
                "aws_region": "us-east-1",
                "paths": {
                  "public/*": {
                    "guest": [
                      "get",
                      "list"
                    ],
                    "authenticated": [
                      "get",
                      "list",
                      "write"
                    ],
                    "groupsAdmins": [
                      "get",
                      "list",
                      "write",
                      "delete"
                    ]
                  },
                  "protected/*": {
                    "authenticated": [
                      "get",
                      "list"
                    ],
                    "groupsAdmins": [
                      "get",
                      "list",
                      "write",
                      "delete"
                    ]
                  },
                  "protected/${cognito-identity.amazonaws.com:sub}/*": {
                    "entityidentity": [
                      "get",
                      "list",
                      "write",
                      "delete"
                    ]
                  }
                }
              }
            ]
          },
          "version": "1.5"
        }
        """
}
