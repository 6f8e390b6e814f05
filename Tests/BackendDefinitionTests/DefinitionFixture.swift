import SourceText
import TypeScriptEvaluator

@testable import BackendDefinition

/// A project in memory: `amplify/backend.ts` and its modules.
struct DefinitionFixture: ModuleLoader {
    var files: [String: String]

    init(_ files: [String: String]) {
        self.files = files
    }

    /// A project with the given storage module, auth by e-mail with the group `editors`, and the usual backend.
    init(storage: String, auth: String? = nil, backend: String? = nil) {
        files = [
            "amplify/storage/resource.ts": "import { defineStorage, defineFunction } from '@aws-amplify/backend';\n"
                + storage,
            "amplify/auth/resource.ts": auth
                ?? """
                import { defineAuth } from '@aws-amplify/backend';
                export const auth = defineAuth({ loginWith: { email: true }, groups: ['editors'] });
                """,
            "amplify/backend.ts": backend
                ?? """
                import { defineBackend } from '@aws-amplify/backend';
                import { auth } from './auth/resource';
                import { storage } from './storage/resource';
                export const backend = defineBackend({ auth, storage });
                """,
        ]
    }

    /// The same, with code after `defineBackend`.
    static func after(_ code: String, imports: String = "", storage: String? = nil) -> DefinitionFixture {
        DefinitionFixture(
            storage: storage
                ?? """
                export const storage = defineStorage({ name: 'files', access: (allow) => ({
                  'a/*': [allow.guest.to(['read'])],
                }) });
                export const resize = defineFunction({ name: 'resize' });
                """,
            backend: """
                import { defineBackend } from '@aws-amplify/backend';
                \(imports)
                import { auth } from './auth/resource';
                import { storage, resize } from './storage/resource';
                const backend = defineBackend({ auth, storage, resize });
                \(code)
                """)
    }

    func evaluate() async -> BackendEvaluation {
        await evaluateBackend(
            entry: ModuleID("amplify/backend.ts"), loader: self,
            host: EvaluationHost(variables: [:], projectFolder: "/app", now: { 0 }))
    }

    func resolve(_ specifier: String, from importer: ModuleID) -> ModuleResolution {
        guard specifier.hasPrefix(".") else { return .package(specifier) }
        let path = FolderPath.resolve(specifier, in: importer.path.parentFolder)
        for name in [path, path + ".ts"] where files[name] != nil { return .file(ModuleID(name)) }
        return .missing(expected: [path + ".ts"])
    }

    func load(_ module: ModuleID) -> ModuleSource {
        guard let text = files[module.path] else { return .unreadable(reason: "there is no such file") }
        return .script(ParsedModule(parsing: SourceFile(name: module.path, text: text)))
    }
}
