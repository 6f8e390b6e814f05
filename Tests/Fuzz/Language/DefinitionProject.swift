import SourceText
import TypeScriptEvaluator

/// A project in memory, written as one text.
struct DefinitionProject: ModuleLoader {
    private var files: [String: [UInt8]] = [:]

    static let marker = Array("//--- ".utf8)
    private static let extensions = ["", ".ts", ".js", ".json", "/index.ts"]

    init(_ input: [UInt8]) {
        var name = "amplify/backend.ts"
        var text: [UInt8] = []
        for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.starts(with: Self.marker) {
                if !text.isEmpty { files[name] = text }
                name = String(decoding: line.dropFirst(Self.marker.count), as: UTF8.self)
                text = []
            } else {
                text += line + [0x0A]
            }
        }
        files[name] = text
    }

    func resolve(_ specifier: String, from importer: ModuleID) -> ModuleResolution {
        guard specifier.hasPrefix(".") else { return .package(specifier) }
        var parts = importer.path.split(separator: "/").dropLast()
        for part in specifier.split(separator: "/") where part != "." {
            if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
        }
        var path = parts.joined(separator: "/")
        for name in Self.extensions.map({ path + $0 }) where files[name] != nil { return .file(ModuleID(name)) }
        if path.hasSuffix(".js") {
            path = path.dropLast(3) + ".ts"
            if files[path] != nil { return .file(ModuleID(path)) }
        }
        return .missing(expected: [path])
    }

    func load(_ module: ModuleID) -> ModuleSource {
        guard let text = files[module.path] else { return .unreadable(reason: "there is no such file") }
        let file = SourceFile(name: module.path, text: text)
        return module.path.hasSuffix(".json") ? .json(file) : .script(ParsedModule(parsing: file))
    }
}
