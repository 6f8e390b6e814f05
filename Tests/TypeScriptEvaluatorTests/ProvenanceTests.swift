import SourceText
import Testing
import TypeScriptEvaluator

@Suite struct ProvenanceTests {
    /// Evaluates modules in which `mark()` makes an object, and gives the text of each key of `record` and of the
    /// expression that made each value.
    private func origins(of source: String, _ others: [String: String] = [:]) async -> [String] {
        let loader = MarkLoader(files: others.merging(["main.ts": source]) { $1 })
        let host = EvaluationHost(variables: [:], projectFolder: "/p", now: { 0 })
        return await withEvaluationThread(stackBytes: host.limits.stackBytes) { _ in
            let packages = MarkPackages()
            let realm = Realm(host: host, loader: loader, packages: packages)
            defer { realm.close() }
            do {
                try realm.modules.evaluate(entry: ModuleID("main.ts"), in: realm)
            } catch {
                return ["\(error)"]
            }
            return packages.seen
        } ?? []
    }

    @Test func rememberLiteralsAndCalls() async {
        #expect(
            await origins(of: "record({ 'a/*': [mark(1)], [`b/*`]: [mark(2)] })") == [
                "'a/*': mark(1)", "`b/*`: mark(2)",
            ])
    }

    @Test func rememberThroughHelpersSharedArraysAndSpreads() async {
        let source = """
            const shared = [mark('shared')]; const own = () => [mark('helper')];
            const more = { 'm/*': own() };
            record({ 'a/*': shared, 'b/*': [...shared, mark(3)], ...more })
            """
        #expect(
            await origins(of: source) == [
                "'a/*': mark('shared')", "'b/*': mark('shared')", "'b/*': mark(3)", "'m/*': mark('helper')",
            ])
    }

    @Test func rememberThroughEntriesMapsAndLoops() async {
        let source = """
            const table = { red: 1, blue: 2 };
            const mapped = Object.fromEntries(Object.entries(table).map(([k, v]) => [`${k}/*`, [mark(v)]]));
            const looped: any = {}; for (const k of ['x']) looped[`${k}/*`] = [mark(k)];
            record({ ...mapped, ...looped })
            """
        #expect(await origins(of: source) == ["`${k}/*`: mark(v)", "`${k}/*`: mark(v)", "looped[`${k}/*`]: mark(k)"])
    }

    @Test func rememberAcrossModules() async {
        let found = await origins(
            of: "import { rules } from './rules'; record(rules())",
            ["rules.ts": "export const rules = () => ({ 'far/*': [mark('far')] });"])
        #expect(found == ["'far/*': mark('far')"])
    }
}

private struct MarkLoader: ModuleLoader {
    let files: [String: String]

    func resolve(_ specifier: String, from importer: ModuleID) -> ModuleResolution {
        specifier.hasPrefix("./") ? .file(ModuleID(specifier.dropFirst(2) + ".ts")) : .package(specifier)
    }

    func load(_ module: ModuleID) -> ModuleSource {
        let text = "import { mark, record } from 'marks';\n" + (files[module.path] ?? "")
        return .script(ParsedModule(parsing: SourceFile(name: module.path, text: text)))
    }
}

private final class MarkPackages: PackageProvider {
    var seen: [String] = []

    func exports(ofPackage name: String, in realm: Realm) -> Object? {
        let exports = realm.makeObject()
        exports.method("mark", 1) { call in
            let object = call.realm.makeObject()
            object.origin = call.site
            return .object(object)
        }
        exports.method("record", 1) { [unowned self] call in
            guard let record = call[0].asObject else { return .undefined }
            for name in record.ownPropertyNames {
                let key = record.ownProperty(name)?.keyRange?.text ?? "?"
                for value in try record.get(name).asArray?.values ?? [] {
                    seen.append("\(key): \(value.asObject?.origin?.text ?? "?")")
                }
            }
            return .undefined
        }
        return exports
    }
}
