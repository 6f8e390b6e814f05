import SourceText
import Testing

@testable import BackendDefinition

struct StorageDefinitionTests {
    @Test func `a bucket keeps its name, flags, paths and rules in order`() async throws {
        let evaluation = await DefinitionFixture(
            storage: """
                export const storage = defineStorage({ name: 'My files', isDefault: true, versioned: true,
                  access: (allow) => ({
                    'b/{entity_id}/*': [allow.entity('identity').to(['read', 'write']), allow.guest.to(['get'])],
                    'a/*': [allow.groups(['editors', 'staff']).to(['delete']), allow.authenticated.to([])],
                  }) });
                """
        ).evaluate()
        let bucket = try #require(evaluation.backend?.buckets.first)
        #expect(bucket.name == "My files" && bucket.isDefault && bucket.versioned)
        #expect(bucket.access?.map(\.path) == ["b/{entity_id}/*", "a/*"])
        #expect(bucket.access?[0].rules.map(\.subject) == [.entity("identity"), .guest])
        #expect(bucket.access?[1].rules.map(\.actions) == [["delete"], []])
        #expect(bucket.access?[1].rules[0].subject == .groups(["editors", "staff"]))
        #expect(evaluation.errors.isEmpty)
    }

    @Test func `a rule remembers where it was written, through helpers, shared arrays and spreads`() async throws {
        let evaluation = await DefinitionFixture(
            storage: """
                const everyone = (allow: any) => [
                  allow.guest.to(['read']),
                  allow.authenticated.to(['read']),
                ];
                export const storage = defineStorage({ name: 'files', access: (allow) => {
                  const shared = everyone(allow);
                  const record: Record<string, any[]> = {};
                  for (const folder of ['x', 'y']) record[`${folder}/*`] = [...shared];
                  return { ...record, 'z/*': [...shared, allow.groups(['editors']).to(['write'])].filter(Boolean) };
                } });
                """
        ).evaluate()
        let access = try #require(evaluation.backend?.buckets.first?.access)
        #expect(access.map(\.path) == ["x/*", "y/*", "z/*"])
        for path in access {
            #expect(path.rules[0].range.text == "allow.guest.to(['read'])")
            #expect(path.rules[0].range.start.line == 3)
            #expect(path.rules[1].range.start.line == 4)
        }
        #expect(access[2].rules[2].range.start.line == 10)
    }

    @Test func `a copy of a rule with other actions is that rule`() async throws {
        let evaluation = await DefinitionFixture(
            storage: """
                export const storage = defineStorage({ name: 'files', access: (allow) => {
                  const rule = allow.guest.to(['read', 'write']);
                  return { 'a/*': [{ ...rule, actions: rule.actions.filter((x: string) => x !== 'write') }] };
                } });
                """
        ).evaluate()
        let rule = try #require(evaluation.backend?.buckets.first?.access?.first?.rules.first)
        #expect(rule.subject == .guest && rule.actions == ["read"])
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        var storage: String
        var name: String
        var message: String
        var help: String?
        var testDescription: String { message }
    }

    @Test(arguments: [
        Refusal(
            storage: "export const storage = defineStorage({ name: '4 files' });", name: "InvalidResourceNameError",
            message: "Resource name contains invalid characters, found 4 files"),
        Refusal(
            storage: """
                export const storage = defineStorage({ name: 'x', access: (allow) => ({ 'a/*': [allow.guest().to(['read'])] }) });
                """,
            name: "TypeError", message: "allow.guest is not a function", help: "drop the parentheses after `guest`"),
        Refusal(
            storage: """
                export const storage = defineStorage({ name: 'x', access: (allow) => ({ 'a/*': [allow.guests.to(['read'])] }) });
                """,
            name: "TypeError", message: "Cannot read properties of undefined (reading 'to')",
            help: "`allow` has `authenticated`, `guest`, `groups`, `entity`, `resource`; did you mean `guest`?"),
        Refusal(
            storage: "export const storage = defineStorage({ name: 'x', access: (allow) => { ({}); } });",
            name: "TypeError", message: "Cannot convert undefined or null to object",
            help: "return the record of paths from `access`: `(allow) => ({ 'photos/*': […] })`"),
        Refusal(
            storage: "export const storage = {};", name: "TypeError",
            message: "constructFactory.getInstance is not a function",
            help: "pass what `defineStorage`, `defineAuth` or `defineFunction` returns"),
    ])
    func `what Amplify refuses is refused in its words`(refusal: Refusal) async throws {
        let evaluation = await DefinitionFixture(storage: refusal.storage).evaluate()
        let error = try #require(evaluation.errors.first)
        #expect(error.name == refusal.name)
        #expect(error.message == refusal.message)
        if let help = refusal.help { #expect(error.help == help) }
        #expect(error.range?.file.name.hasPrefix("amplify/") == true)
    }

    @Test func `two buckets of one name are refused`() async throws {
        let evaluation = await DefinitionFixture(
            storage: """
                export const storage = defineStorage({ name: 'x', isDefault: true });
                export const other = defineStorage({ name: 'x' });
                """,
            backend: """
                import { defineBackend } from '@aws-amplify/backend';
                import { storage, other } from './storage/resource';
                defineBackend({ storage, other });
                """
        ).evaluate()
        #expect(
            evaluation.errors.map(\.message) == ["There is already a Construct with name 'x' in NestedStack [storage]"])
    }

    @Test func `a value that is no rule or no array is a failure of its path alone`() async throws {
        let evaluation = await DefinitionFixture(
            storage: """
                export const storage = defineStorage({ name: 'x', access: (allow) => ({
                  'a/*': allow.guest.to(['read']),
                  'b/*': [allow.guest.to(['read']), undefined],
                  'c/*': [allow.guest.to(['read'])],
                }) });
                """
        ).evaluate()
        let access = try #require(evaluation.backend?.buckets.first?.access)
        #expect(access[0].failures.map(\.error.message) == ["accessDefinitions.forEach is not a function"])
        #expect(access[1].failures.map(\.beforeRule) == [1])
        #expect(access[2].failures.isEmpty && access[2].rules.count == 1)
    }

    @Test func `storage defined elsewhere is refused`() async throws {
        let evaluation = await DefinitionFixture([
            "amplify/backend.ts": """
            import { defineBackend, defineStorage } from '@aws-amplify/backend';
            defineBackend({ storage: defineStorage({ name: 'x' }) });
            """
        ]).evaluate()
        #expect(evaluation.errors.map(\.message) == ["Amplify Storage must be defined in amplify/storage/resource.ts"])
    }

    @Test func `storage that is not registered is worth a warning`() async throws {
        let evaluation = await DefinitionFixture(
            storage: "export const storage = defineStorage({ name: 'x' });",
            backend: """
                import { defineBackend } from '@aws-amplify/backend';
                import { auth } from './auth/resource';
                import './storage/resource';
                defineBackend({ auth });
                """
        ).evaluate()
        #expect(evaluation.diagnostics.map(\.code) == ["unregistered-storage"])
        #expect(evaluation.backend?.buckets.isEmpty == true)
    }

    @Test func `independent errors are all found, upstream's first one first`() async throws {
        let evaluation = await DefinitionFixture(
            storage: """
                export const storage = defineStorage({ name: '%', isDefault: true });
                export const other = defineStorage({ name: 'x', access: (allow) => ({ 'a/*': [allow.owner.to(['read'])] }) });
                """,
            backend: """
                import { defineBackend } from '@aws-amplify/backend';
                import { storage, other } from './storage/resource';
                defineBackend({ storage, other });
                """
        ).evaluate()
        #expect(evaluation.errors.map(\.name) == ["InvalidResourceNameError", "TypeError"])
    }

    @Test func `functions are named by name, entry or folder, and made once`() async throws {
        let evaluation = await DefinitionFixture(
            storage: """
                const tidy = defineFunction({ entry: './tidy-up.ts', environment: { MODE: '1' } });
                export const storage = defineStorage({ name: 'x', triggers: { onDelete: tidy, onUpload: defineFunction() },
                  access: (allow) => ({ 'a/*': [allow.resource(tidy).to(['read']),
                    allow.resource(defineFunction({ name: 'named', timeoutSeconds: 30 })).to(['write'])] }) });
                """
        ).evaluate()
        #expect(evaluation.backend?.functions.map(\.name) == ["tidy-up", "storage", "named"])
        #expect(
            evaluation.backend?.functions.map(\.entry) == [
                "amplify/storage/tidy-up.ts", "amplify/storage/handler.ts", "amplify/storage/handler.ts",
            ])
        let bucket = try #require(evaluation.backend?.buckets.first)
        #expect(bucket.triggers.map(\.events) == [["s3:ObjectRemoved:*"], ["s3:ObjectCreated:*"]])
        #expect(bucket.access?[0].rules.map(\.subject) == [.resource("tidy-up"), .resource("named")])
    }
}
