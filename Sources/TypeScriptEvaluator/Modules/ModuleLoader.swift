package import SourceText

/// The name of a module's file: relative to the folder that holds `amplify/`, with `/`, `.` and `..` resolved.
package struct ModuleID: Sendable, Hashable, CustomStringConvertible {
    /// `amplify/storage/resource.ts`
    package let path: String

    package init(_ path: String) { self.path = path }

    package var description: String { path }
}

/// What a specifier leads to.
package enum ModuleResolution: Sendable, Hashable {
    /// A file of the project.
    case file(ModuleID)
    /// A bare specifier, as written but without `node:`: `@aws-amplify/backend`, `aws-cdk-lib/aws-s3`, `path`.
    case package(String)
    /// No such file; `expected` are the names that were tried.
    case missing(expected: [String])
}

/// The text behind a module's name.
package enum ModuleSource: Sendable {
    case script(ParsedModule)
    /// JSON, perhaps with comments and trailing commas.
    case json(SourceFile)
    /// The file is there, but cannot be read: too large, not permitted, a folder. The reason is a clause, lower case.
    case unreadable(reason: String)
}

/// Where the evaluator gets texts from. It is asked from the evaluation's own thread, and may block.
package protocol ModuleLoader: Sendable {
    /// Finds what `specifier` means in the module `importer`; reads no file, may look at folders.
    func resolve(_ specifier: String, from importer: ModuleID) -> ModuleResolution

    /// The text of a file that `resolve` named, parsed. The same parsed module may be given again and again.
    func load(_ module: ModuleID) -> ModuleSource

    /// What `fs.readFileSync` sees at an absolute path, `nil` when there is no such file or it is outside the project.
    func contents(ofFile path: String) -> [UInt8]?

    /// The names in a folder as `fs.readdirSync` gives them, sorted; `nil` when there is no such folder.
    func entries(ofFolder path: String) -> [String]?
}

extension ModuleLoader {
    package func contents(ofFile path: String) -> [UInt8]? { nil }
    package func entries(ofFolder path: String) -> [String]? { nil }
}
