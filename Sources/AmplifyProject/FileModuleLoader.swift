import OrderedCollections
import SourceText
import Synchronization
import TypeScriptEvaluator

/// Finds and reads the modules of one compilation on disk, and keeps account of all that it looked at.
final class FileModuleLoader: ModuleLoader {
    private struct State {
        /// Absolute path to a hash of what was read there.
        var read: OrderedDictionary<String, UInt64> = [:]
        var missed: OrderedSet<String> = []
        var configurations: [String: TypeScriptConfiguration?] = [:]
        /// One name for each file, whatever symbolic links lead to it.
        var names: [String: ModuleID] = [:]
        var readBytes = 0
    }

    /// Absolute path of the folder that holds `amplify/`.
    private let folder: String
    private let cache: ModuleCache
    private let state = Mutex(State())

    /// All modules of one project together.
    private static let mostBytes = 64 << 20

    init(folder: String, cache: ModuleCache) {
        self.folder = folder
        self.cache = cache
    }

    /// Absolute paths of the files read, in order, each with a hash of its content.
    var filesRead: OrderedDictionary<String, UInt64> { state.withLock { $0.read } }

    /// Absolute paths that were looked for and are not there.
    var filesMissed: [String] { state.withLock { Array($0.missed) } }

    func resolve(_ specifier: String, from importer: ModuleID) -> ModuleResolution {
        let importerFolder = FilePath.folder(of: path(of: importer))
        if specifier.hasPrefix("./") || specifier.hasPrefix("../") || specifier == "." || specifier == ".."
            || specifier.hasPrefix("/")
        {
            return resolveFile(FilePath.joined(importerFolder, specifier), isFolder: specifier.hasSuffix("/"))
        }
        let name = specifier.hasPrefix("node:") ? String(specifier.dropFirst(5)) : specifier
        // Amplify writes these modules only when it deploys.
        if name.hasPrefix("$amplify/") { return .package(name) }
        return resolveMapped(name, from: importerFolder) ?? .package(name)
    }

    func load(_ module: ModuleID) -> ModuleSource {
        let path = path(of: module)
        let bytes: [UInt8]
        do {
            bytes = try read(path)
        } catch {
            return .unreadable(reason: error.reason)
        }
        let (source, hash) = cache.module(path, bytes: bytes) { Self.parse(module, bytes: bytes) }
        state.withLock { $0.read[path] = hash }
        return source
    }

    func contents(ofFile path: String) -> [UInt8]? {
        guard isInsideProject(path) else { return nil }
        guard let bytes = try? read(path) else { return nil }
        var hash = ContentHash()
        hash.combine(bytes)
        state.withLock { $0.read[path] = hash.value }
        return bytes
    }

    func entries(ofFolder path: String) -> [String]? {
        guard isInsideProject(path), let names = FileSystem.entries(ofFolder: path) else { return nil }
        var hash = ContentHash()
        for name in names { hash.combine(name) }
        state.withLock { $0.read[path] = hash.value }
        return names
    }

    /// The bytes of a file that counts into the result, whether it is there or not; `nil` when it cannot be read.
    func contents(ofSideFile path: String) -> [UInt8]? {
        guard let bytes = try? read(path) else { return nil }
        var hash = ContentHash()
        hash.combine(bytes)
        state.withLock { $0.read[path] = hash.value }
        return bytes
    }

    private func read(_ path: String) throws(FileSystem.ReadFault) -> [UInt8] {
        let bytes: [UInt8]
        do throws(FileSystem.ReadFault) {
            bytes = try FileSystem.contents(ofFile: path)
        } catch {
            if error == .missing { _ = state.withLock { $0.missed.append(path) } }
            throw error
        }
        let total = state.withLock { state in
            state.readBytes += bytes.count
            return state.readBytes
        }
        guard total <= Self.mostBytes else {
            throw .failed("the project's files come to more than \(Self.mostBytes) bytes")
        }
        return bytes
    }

    private static func parse(_ module: ModuleID, bytes: [UInt8]) -> ModuleSource {
        let file = SourceFile(name: module.path, text: bytes)
        switch FilePath.pathExtension(of: module.path) {
        case ".json": return .json(file)
        case let name where ModuleExtensions.scripts.contains(name): return .script(ParsedModule(parsing: file))
        default: return .unreadable(reason: "it is neither a script nor JSON")
        }
    }

    private func path(of module: ModuleID) -> String { FilePath.joined(folder, module.path) }

    /// Definitions may read files of their own project, and no others.
    private func isInsideProject(_ path: String) -> Bool {
        guard let real = FileSystem.realPath(path), let realFolder = FileSystem.realPath(folder) else { return false }
        return FilePath.isInside(real, folder: realFolder)
    }
}

// MARK: Resolution

extension FileModuleLoader {
    /// The first file that a path without or with an extension, or a folder, can mean.
    private func resolveFile(_ path: String, isFolder: Bool) -> ModuleResolution {
        var candidates = ModuleExtensions.candidates(for: path)
        if isFolder { candidates = ModuleExtensions.indexFiles(in: path) }
        var missed: [String] = []
        for candidate in candidates {
            if FileSystem.kind(of: candidate) == .file {
                state.withLock { $0.missed.append(contentsOf: missed) }
                return .file(name(ofFile: candidate))
            }
            missed.append(candidate)
        }
        state.withLock { $0.missed.append(contentsOf: missed) }
        return .missing(expected: missed.map { FilePath.relative($0, to: folder) })
    }

    /// The name of a file; the one under which it was found first, when symbolic links give it several.
    private func name(ofFile path: String) -> ModuleID {
        let module = ModuleID(FilePath.relative(path, to: folder))
        guard let real = FileSystem.realPath(path) else { return module }
        return state.withLock { state in
            if let known = state.names[real] { return known }
            state.names[real] = module
            return module
        }
    }

    /// Where `paths` or `baseUrl` of the nearest `tsconfig.json` lead a bare specifier; nil when they do not.
    private func resolveMapped(_ specifier: String, from importerFolder: String) -> ModuleResolution? {
        guard let configuration = configuration(for: importerFolder) else { return nil }
        var expected: [String] = []
        for target in configuration.candidates(for: specifier) ?? [] {
            // An alias of a package is that package.
            guard !target.contains("/node_modules/") else { return nil }
            switch resolveFile(target, isFolder: false) {
            case .missing(let names): expected += names
            case let found: return found
            }
        }
        if let base = configuration.baseFolder,
            case .file(let module) = resolveFile(FilePath.joined(base, specifier), isFolder: false)
        {
            return .file(module)
        }
        let isCatchAll = configuration.mappings.first { $0.pattern == "*" } != nil
        return expected.isEmpty || isCatchAll ? nil : .missing(expected: expected)
    }

    /// The nearest `tsconfig.json` at or above a folder, up to the project's; for folders outside, the project's.
    private func configuration(for importerFolder: String) -> TypeScriptConfiguration? {
        var current = FilePath.isInside(importerFolder, folder: folder) ? importerFolder : folder
        while true {
            if let configuration = configuration(in: current) { return configuration }
            guard current != folder, current != "/" else { return nil }
            current = FilePath.folder(of: current)
        }
    }

    private func configuration(in folder: String) -> TypeScriptConfiguration? {
        if let known = state.withLock({ $0.configurations[folder] }) { return known }
        let path = FilePath.joined(folder, "tsconfig.json")
        let exists = FileSystem.kind(of: path) == .file
        let configuration =
            exists ? TypeScriptConfiguration(path: path) { self.contents(ofSideFile: $0) } : nil
        state.withLock { state in
            if !exists { state.missed.append(path) }
            state.configurations[folder] = configuration
        }
        return configuration
    }
}
