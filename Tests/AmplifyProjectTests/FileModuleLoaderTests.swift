import BackendDefinition
import Foundation
import OrderedCollections
import SandboxTesting
import SourceText
import Testing
import TypeScriptEvaluator

@testable import AmplifyProject

struct FileModuleLoaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func loader(_ files: [String]) throws -> FileModuleLoader {
        for file in files { try folder.write("", to: file) }
        return FileModuleLoader(folder: folder.path, cache: ModuleCache())
    }

    struct Case: CustomTestStringConvertible {
        var specifier: String
        var files: [String]
        /// The file's name; with `package:` a package; absent when it is missing.
        var result: String?

        var testDescription: String { "\(specifier) among \(files)" }
    }

    /// Seen from `amplify/storage/resource.ts`.
    @Test(arguments: [
        Case(specifier: "./paths", files: ["amplify/storage/paths.ts"], result: "amplify/storage/paths.ts"),
        Case(
            specifier: "./paths", files: ["amplify/storage/paths.js", "amplify/storage/paths.ts"],
            result: "amplify/storage/paths.ts"),
        Case(
            specifier: "./paths.js", files: ["amplify/storage/paths.js", "amplify/storage/paths.ts"],
            result: "amplify/storage/paths.ts"),
        Case(specifier: "./paths.js", files: ["amplify/storage/paths.js"], result: "amplify/storage/paths.js"),
        Case(specifier: "./paths.mjs", files: ["amplify/storage/paths.mts"], result: "amplify/storage/paths.mts"),
        Case(specifier: "./paths.ts", files: ["amplify/storage/paths.ts"], result: "amplify/storage/paths.ts"),
        Case(specifier: "../auth", files: ["amplify/auth/index.ts"], result: "amplify/auth/index.ts"),
        Case(specifier: "../auth/", files: ["amplify/auth/index.ts"], result: "amplify/auth/index.ts"),
        Case(
            specifier: "../auth", files: ["amplify/auth.ts", "amplify/auth/index.ts"], result: "amplify/auth.ts"),
        Case(specifier: "..", files: ["amplify/index.js"], result: "amplify/index.js"),
        Case(specifier: "./a.config", files: ["amplify/storage/a.config.ts"], result: "amplify/storage/a.config.ts"),
        Case(specifier: "./a.json", files: ["amplify/storage/a.json"], result: "amplify/storage/a.json"),
        Case(specifier: "../../shared/a", files: ["shared/a.tsx"], result: "shared/a.tsx"),
        Case(specifier: "./gone", files: [], result: nil),
        Case(specifier: "./types", files: ["amplify/storage/types.d.ts"], result: nil),
        Case(specifier: "@aws-amplify/backend", files: [], result: "package:@aws-amplify/backend"),
        Case(specifier: "node:path", files: [], result: "package:path"),
        Case(specifier: "$amplify/env/x", files: [], result: "package:$amplify/env/x"),
    ])
    func findsWhatASpecifierMeans(_ example: Case) throws {
        let loader = try loader(example.files)
        let found = loader.resolve(example.specifier, from: ModuleID("amplify/storage/resource.ts"))
        switch found {
        case .file(let module): #expect(module.path == example.result)
        case .package(let name): #expect("package:\(name)" == example.result)
        case .missing(let expected):
            #expect(example.result == nil)
            #expect(expected.contains { $0.hasSuffix(".ts") })
        }
    }

    @Test func followsPathsOfTheNearestConfiguration() throws {
        let loader = try loader(["amplify/config/names.ts", "src/shared/x.ts", "amplify/exact.ts"])
        try folder.write(
            """
            \u{FEFF}{
              // aliases
              "compilerOptions": {
                "paths": {
                  "@/*": ["./config/*", "../src/*"], /* in this order */
                  "@/special": ["./exact"],
                },
              },
            }
            """, to: "amplify/tsconfig.json")
        let importer = ModuleID("amplify/storage/resource.ts")
        #expect(loader.resolve("@/names", from: importer) == .file(ModuleID("amplify/config/names.ts")))
        #expect(loader.resolve("@/shared/x.js", from: importer) == .file(ModuleID("src/shared/x.ts")))
        #expect(loader.resolve("@/special", from: importer) == .file(ModuleID("amplify/exact.ts")))
        #expect(loader.resolve("@scope/x", from: importer) == .package("@scope/x"))
        guard case .missing(let expected) = loader.resolve("@/gone", from: importer) else {
            Issue.record("an alias that leads nowhere is missing")
            return
        }
        #expect(expected.contains("amplify/config/gone.ts"))
        #expect(loader.filesRead.keys.contains("\(folder.path)/amplify/tsconfig.json"))
    }

    @Test func configurationsExtendOthers() throws {
        let loader = try loader(["lib/x.ts"])
        try folder.write(#"{"compilerOptions":{"baseUrl":".","paths":{"~/*":["lib/*"]}}}"#, to: "base.json")
        try folder.write(#"{"extends":"../base"}"#, to: "amplify/tsconfig.json")
        let importer = ModuleID("amplify/backend.ts")
        #expect(loader.resolve("~/x", from: importer) == .file(ModuleID("lib/x.ts")))
        #expect(loader.resolve("lib/x", from: importer) == .file(ModuleID("lib/x.ts")))
    }

    @Test func oneFileHasOneNameWhateverLinksLeadToIt() throws {
        let loader = try loader(["shared/storage/resource.ts", "amplify/backend.ts"])
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/amplify/storage", withDestinationPath: "../shared/storage")
        let importer = ModuleID("amplify/backend.ts")
        let first = loader.resolve("./storage/resource", from: importer)
        #expect(first == .file(ModuleID("amplify/storage/resource.ts")))
        #expect(loader.resolve("../shared/storage/resource", from: importer) == first)
    }

    @Test func aModuleOutsideTheProjectIsReadWhenItIsImported() throws {
        let outside = try TemporaryFolder()
        try outside.write("export const a = 1", to: "a.ts")
        let loader = try loader([])
        let path = "../" + outside.url.lastPathComponent + "/a"
        let found = loader.resolve("../\(path)", from: ModuleID("amplify/backend.ts"))
        #expect(found == .file(ModuleID("\(path).ts")))
        guard case .script = loader.load(ModuleID("\(path).ts")) else {
            Issue.record("not read")
            return
        }
        #expect(loader.contents(ofFile: "\(outside.path)/a.ts") == nil)
    }

    @Test func whatIsNoFileIsNotRead() throws {
        let loader = try loader([])
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/amplify/x.ts", withIntermediateDirectories: true)
        mkfifo("\(folder.path)/pipe.ts", 0o600)
        try folder.write(String(repeating: " ", count: (4 << 20) + 1), to: "large.ts")
        try folder.write("x", to: "style.css")
        let reasons = ["amplify/x.ts", "pipe.ts", "large.ts", "style.css", "gone.ts"].map { name -> String in
            if case .unreadable(let reason) = loader.load(ModuleID(name)) { reason } else { "read" }
        }
        #expect(
            reasons == [
                "it is a folder", "it is no regular file",
                "it has 4194305 bytes, and 4194304 is the most that is read", "it is neither a script nor JSON",
                "it does not exist",
            ])
    }

    @Test func modulesAreParsedAgainOnlyWhenTheyChange() throws {
        let cache = ModuleCache()
        try folder.write("const a = 1", to: "amplify/a.ts")
        func parsed() -> ParsedModule? {
            cache.begin()
            let loader = FileModuleLoader(folder: folder.path, cache: cache)
            if case .script(let module) = loader.load(ModuleID("amplify/a.ts")) { return module }
            return nil
        }
        let first = try #require(parsed())
        #expect(parsed() === first)
        try folder.write("const a = 2", to: "amplify/a.ts")
        #expect(parsed() !== first)
    }

    @Test func filesOfTheProjectAreReadForTheDefinition() throws {
        let loader = try loader(["data/b", "data/a"])
        #expect(loader.contents(ofFile: "\(folder.path)/data/a") == [])
        #expect(loader.entries(ofFolder: "\(folder.path)/data") == ["a", "b"])
        #expect(loader.contents(ofFile: "\(folder.path)/data/../../../etc/passwd") == nil)
        #expect(loader.contents(ofFile: "/etc/passwd") == nil)
        #expect(loader.filesRead.keys.contains("\(folder.path)/data/a"))
    }
}
