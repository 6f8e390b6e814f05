import OrderedCollections
package import SourceText
import TypeScriptSyntax

/// Packages that the host knows something about: `@aws-amplify/backend`, `aws-cdk-lib`.
package protocol PackageProvider: AnyObject {
    /// What `import * as x from name` gives, `nil` for a package of which nothing is known. Asked once for each name.
    func exports(ofPackage name: String, in realm: Realm) -> Object?
}

/// Something that went wrong with one module.
package enum ModuleFailure {
    /// There is no such file.
    case missing(specifier: String, expected: [String], importer: ModuleID, range: SourceRange)
    /// The file cannot be read.
    case unreadable(ModuleID, reason: String, range: SourceRange)
    /// It has syntax errors, which stand in its diagnostics.
    case unparsable(ParsedModule)
    /// `import { name }` of something that the module does not export.
    case missingExport(name: String, specifier: String, suggestions: [String], range: SourceRange)
    /// Its code threw.
    case thrown(Thrown, ModuleID)
}

/// The modules of an evaluation: loads them, links them, runs them in order.
///
/// A module that fails does not end the evaluation. Its failure is kept, its exports are opaque, and what imports it
/// runs all the same, so that independent errors come to light.
package final class ModuleGraph {
    private let loader: any ModuleLoader
    private let packages: any PackageProvider
    private var modules: [ModuleID: ModuleRecord] = [:]
    private var packageExports: [String: Object] = [:]
    /// In the order in which upstream would have met them.
    package private(set) var failures: [ModuleFailure] = []
    /// Every file that was read or looked for, in the order of first use.
    package var touched: [ModuleID] { touchedModules.elements }
    private var touchedModules: OrderedSet<ModuleID> = []

    /// More failures than anyone mends at a time; what is imported after so many is not looked for.
    private static let mostFailures = 1_000

    init(loader: any ModuleLoader, packages: any PackageProvider) {
        self.loader = loader
        self.packages = packages
    }

    func clear() {
        for module in modules.values { module.clear() }
        modules = [:]
        packageExports = [:]
    }

    func add(_ failure: ModuleFailure) { failures.append(failure) }

    /// Bytes of a file for `fs`.
    func contents(ofFile path: String) -> [UInt8]? { loader.contents(ofFile: path) }
    func entries(ofFolder path: String) -> [String]? { loader.entries(ofFolder: path) }

    /// Loads a module with all that it imports, links and runs it. Throws only what stops the evaluation.
    package func evaluate(entry: ModuleID, in realm: Realm) throws {
        let module = load(entry, from: nil, realm)
        link(module, realm)
        try run(module, realm)
        try finish(entry, realm)
    }

    // MARK: Loading

    private func touch(_ id: ModuleID) {
        touchedModules.append(id)
    }

    private func load(_ id: ModuleID, from site: SourceRange?, _ realm: Realm) -> ModuleRecord {
        if let known = modules[id] { return known }
        touch(id)
        let record: ModuleRecord
        switch loader.load(id) {
        case .script(let parsed) where parsed.hasErrors:
            add(.unparsable(parsed))
            record = ModuleRecord(id, .unavailable)
        case .script(let parsed): record = ModuleRecord(id, .script(parsed))
        case .json(let file):
            do {
                record = ModuleRecord(id, .json(try realm.parseJSON(file)))
            } catch {
                if case Abrupt.thrown(let thrown) = error { add(.thrown(thrown, id)) }
                record = ModuleRecord(id, .unavailable)
            }
        case .unreadable(let reason):
            add(.unreadable(id, reason: reason, range: site ?? realm.site))
            record = ModuleRecord(id, .unavailable)
        }
        modules[id] = record
        loadDependencies(of: record, realm)
        return record
    }

    private func loadDependencies(of module: ModuleRecord, _ realm: Realm) {
        for request in module.code?.requests ?? [] {
            module.dependencies.append(
                dependency(request.specifier, from: module.id, at: request.range, realm))
        }
    }

    private func dependency(
        _ specifier: String, from importer: ModuleID, at range: SourceRange, _ realm: Realm
    ) -> ModuleRecord.Dependency {
        guard failures.count < Self.mostFailures else {
            return .module(ModuleRecord(ModuleID(specifier), .unavailable))
        }
        switch loader.resolve(specifier, from: importer) {
        case .file(let id): return .module(load(id, from: range, realm))
        case .package(let name): return .package(exports(ofPackage: name, realm))
        case .missing(let expected):
            for name in expected { touch(ModuleID(name)) }
            add(.missing(specifier: specifier, expected: expected, importer: importer, range: range))
            return .module(ModuleRecord(ModuleID(specifier), .unavailable))
        }
    }

    func exports(ofPackage name: String, _ realm: Realm) -> Object {
        if let known = packageExports[name] { return known }
        let exports =
            packages.exports(ofPackage: name, in: realm) ?? realm.makeNodeModule(name)
            ?? OpaqueValue(realm, .package(name))
        packageExports[name] = exports
        return exports
    }

    // MARK: Linking

    /// Reference: https://tc39.es/ecma262/#sec-moduledeclarationlinking
    private func link(_ module: ModuleRecord, _ realm: Realm) {
        guard case .new = module.status, let code = module.code else { return }
        module.status = .linked
        for case .module(let dependency) in module.dependencies { link(dependency, realm) }
        for entry in code.imports {
            module.bindings.append(resolve(entry, of: module, code, realm))
        }
        // Functions exist before any module of a cycle runs.
        do {
            try code.instantiate(module.frame(in: realm))
        } catch {
            // Only a bound can be hit here, and the next step will hit it again.
            realm.heap.charge(bytes: 0)
        }
    }

    private func resolve(
        _ entry: ModuleCode.Import, of module: ModuleRecord, _ code: ModuleCode, _ realm: Realm
    ) -> ExportResolution {
        let name: String
        switch entry.imported {
        case .namespace:
            switch module.dependencies[entry.request] {
            case .module(let dependency): return .namespace(dependency)
            case .package(let exports): return .whole(exports)
            }
        case .default: name = "default"
        case .named(let text): name = text
        }
        if let resolution = resolve(name, from: module.dependencies[entry.request], realm) { return resolution }
        if entry.isUsedAsValue, case .module(let dependency) = module.dependencies[entry.request] {
            add(
                .missingExport(
                    name: name, specifier: code.requests[entry.request].specifier,
                    suggestions: exportedNames(of: dependency), range: entry.range))
        }
        return .unavailable(OpaqueValue(realm, .host(name)))
    }

    private func resolve(
        _ name: String, from dependency: ModuleRecord.Dependency, _ realm: Realm,
        visited: Set<ExportQuery> = []
    ) -> ExportResolution? {
        switch dependency {
        case .module(let module): resolve(name, in: module, realm, visited: visited)
        case .package(let exports): .member(exports, PropertyName(name))
        }
    }

    /// Where a name that a module exports leads to; `nil` when it exports none, or two that differ.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-resolveexport
    func resolve(
        _ name: String, in module: ModuleRecord, _ realm: Realm, visited: Set<ExportQuery> = []
    ) -> ExportResolution? {
        let query = ExportQuery(module: module.id, name: name)
        guard !visited.contains(query) else { return nil }
        let visited = visited.union([query])
        switch module.content {
        case .unavailable: return .unavailable(OpaqueValue(realm, .host(name)))
        case .json(let value):
            if name == "default" { return value.asObject.map { .whole($0) } }
            guard let object = value.asObject, object.hasProperty(PropertyName(name)) else { return nil }
            return .member(object, PropertyName(name))
        case .script(let parsed):
            let code = parsed.code
            switch code.exports[name] {
            case .slot(let slot, let local): return .slot(module, slot, name: local)
            case .namespace(let request):
                switch module.dependencies[request] {
                case .module(let dependency): return .namespace(dependency)
                case .package(let exports): return .whole(exports)
                }
            case .indirect(let request, let name):
                return resolve(name, from: module.dependencies[request], realm, visited: visited)
            case .imported(let index):
                let entry = code.imports[index]
                switch entry.imported {
                case .namespace: return resolve(entry, of: module, code, realm)
                case .default:
                    return resolve("default", from: module.dependencies[entry.request], realm, visited: visited)
                case .named(let name):
                    return resolve(name, from: module.dependencies[entry.request], realm, visited: visited)
                }
            case nil: break
            }
            if code.isScript { return .commonJS(module, PropertyName(name)) }
            guard name != "default" else { return nil }
            for request in code.starExports {
                let found = resolve(name, from: module.dependencies[request], realm, visited: visited)
                if let found { return found }
            }
            return nil
        }
    }

    struct ExportQuery: Hashable {
        let module: ModuleID
        let name: String
    }

    /// Reference: https://tc39.es/ecma262/#sec-getexportednames
    func exportedNames(of module: ModuleRecord) -> [String] {
        var visited: Set<ModuleID> = []
        return exportedNames(of: module, &visited)
    }

    private func exportedNames(of module: ModuleRecord, _ visited: inout Set<ModuleID>) -> [String] {
        guard visited.insert(module.id).inserted else { return [] }
        switch module.content {
        case .unavailable: return []
        case .json(let value):
            return ["default"] + (value.asObject?.ownPropertyNames.map(\.text) ?? [])
        case .script(let parsed):
            if parsed.code.isScript { return module.commonJSNames }
            var names = Set(parsed.code.exports.keys)
            for request in parsed.code.starExports {
                switch module.dependencies[request] {
                case .module(let dependency):
                    names.formUnion(exportedNames(of: dependency, &visited).filter { $0 != "default" })
                case .package(let exports): names.formUnion(exports.ownPropertyNames.map(\.text))
                }
            }
            return names.sorted()
        }
    }

    // MARK: Running

    /// Runs what a module imports, then the module itself.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-innermoduleevaluation
    private func run(_ module: ModuleRecord, _ realm: Realm) throws {
        guard let code = module.code else { return }
        switch module.status {
        case .new, .linked: break
        case .evaluating, .evaluated, .failed: return
        }
        module.status = .evaluating
        for case .module(let dependency) in module.dependencies { try run(dependency, realm) }
        if code.isScript { module.prepareCommonJS(in: realm) }
        do {
            try realm.checkStack(at: realm.site)
            _ = try code.body(module.frame(in: realm))
            module.status = .evaluated
        } catch Abrupt.thrown(let thrown) {
            realm.calls = []
            module.status = .failed
            add(.thrown(thrown, module.id))
        }
    }

    /// Runs whatever waits for the end of the modules: promises and timers.
    private func finish(_ entry: ModuleID, _ realm: Realm) throws {
        while true {
            do {
                try realm.runJobs()
                for case .rejected(Abrupt.thrown(let thrown), _) in realm.takeUnhandledRejections() {
                    add(.thrown(thrown, entry))
                }
                return
            } catch Abrupt.thrown(let thrown) {
                realm.calls = []
                add(.thrown(thrown, entry))
            }
        }
    }

    /// `import('…')` and `require('…')`: loads and runs a module now.
    func evaluate(
        _ specifier: String, from importer: ModuleRecord, at site: SourceRange, in realm: Realm
    ) throws -> Object {
        switch dependency(specifier, from: importer.id, at: site, realm) {
        case .package(let exports): return exports
        case .module(let module):
            link(module, realm)
            let calls = realm.calls
            try run(module, realm)
            realm.calls = calls
            return module.namespace(in: realm)
        }
    }
}
