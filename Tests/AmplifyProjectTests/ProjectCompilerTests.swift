import AccessRules
import BackendDefinition
import Foundation
import SandboxTesting
import SourceText
import Testing
import TypeScriptEvaluator

@testable import AmplifyProject

struct ProjectCompilerTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func compile(environment: [String: String] = [:]) async -> CompiledProject {
        await ProjectCompiler(folder: folder.path).compile(
            environment: environment, names: .placeholders, generation: 3)
    }

    private func writeProject(rule: String = "allow.guest.to(['read'])") throws {
        try folder.write("{\"compilerOptions\": {}}", to: "amplify/tsconfig.json")
        try folder.write(
            """
            import { defineBackend } from '@aws-amplify/backend';
            import { auth } from './auth/resource';
            import { storage } from './storage/resource';
            defineBackend({ auth, storage });
            """, to: "amplify/backend.ts")
        try folder.write(
            """
            import { defineAuth } from '@aws-amplify/backend';
            export const auth = defineAuth({ loginWith: { email: true } });
            """, to: "amplify/auth/resource.ts")
        try folder.write(
            """
            import { defineStorage } from '@aws-amplify/backend';
            console.log('name', process.env.NAME);
            export const storage = defineStorage({
              name: process.env.NAME ?? 'files',
              access: (allow) => ({
                'public/*': [\(rule)],
              }),
            });
            """, to: "amplify/storage/resource.ts")
    }

    @Test func compilesWhatLiesInTheFolder() async throws {
        try writeProject()
        let project = await compile()
        #expect(project.diagnostics.isEmpty)
        #expect(project.ruleSet?.generation == 3)
        #expect(project.ruleSet?.buckets.map(\.bucketName) == ["{bucket:files}"])
        #expect(project.consoleLines.map(\.text) == ["name undefined"])
        let names = project.filesRead.map { FilePath.relative($0, to: folder.path) }
        #expect(
            Set(names) == [
                "amplify/backend.ts", "amplify/auth/resource.ts", "amplify/storage/resource.ts",
                "amplify/tsconfig.json",
            ])
        #expect(project.filesMissed.contains("\(folder.path)/.env"))
        #expect(project.filesMissed.contains("\(folder.path)/amplify/backend.js"))
    }

    @Test func environmentFilesGiveWayToTheProcess() async throws {
        try writeProject()
        try folder.write("NAME=local", to: ".env.local")
        try folder.write("NAME=plain\nOTHER=1", to: ".env")
        #expect(await compile().ruleSet?.buckets.map(\.name) == ["local"])
        #expect(await compile(environment: ["NAME": "mine"]).ruleSet?.buckets.map(\.name) == ["mine"])
    }

    @Test func theHashTellsEditsApart() async throws {
        try writeProject()
        let first = await compile()
        #expect(await compile().contentHash == first.contentHash)
        #expect(await compile(environment: ["X": "1"]).contentHash != first.contentHash)
        try writeProject(rule: "allow.guest.to(['list'])")
        #expect(await compile().contentHash != first.contentHash)
    }

    @Test func errorsLeaveNoRules() async throws {
        try writeProject(rule: "allow.guest.to(['read']), allow.guest.to(['list'])")
        let project = await compile()
        #expect(project.ruleSet == nil)
        #expect(project.outputs == nil)
        #expect(project.errors.map(\.name) == ["InvalidStorageAccessDefinitionError"])
        let place = project.diagnostics.first?.range
        #expect(place?.file.name == "amplify/storage/resource.ts")
        #expect(place?.start.line == 6)
    }

    @Test func aFolderWithoutABackendIsRefusedAsAmplifyDoes() async throws {
        let project = await compile()
        #expect(project.errors.map(\.name) == ["FileConventionError"])
        #expect(project.filesMissed.contains("\(folder.path)/amplify/backend.ts"))
    }

    @Test func findsTheNearestProject() throws {
        try folder.write("", to: "app/amplify/backend.ts")
        try folder.write("", to: "app/src/deep/x")
        try folder.write("", to: "app/src/amplify/notes.md")
        let app = "\(folder.path)/app"
        #expect(ProjectCompiler.nearestFolder(at: "\(app)/src/deep") == app)
        #expect(ProjectCompiler.nearestFolder(at: "\(app)/amplify") == app)
        #expect(ProjectCompiler.nearestFolder(at: app) == app)
    }
}
