import BackendDefinition

extension [AccessPath] {
    /// What Amplify refuses in the paths of one bucket: for each path, in order, the first rule that it breaks.
    func pathErrors() -> [DefinitionError] {
        let paths = map { StoragePath($0.path) }
        let index = PathPrefixes(paths)
        let faults = zip(self, paths).lazy.compactMap { access, path -> DefinitionError? in
            guard let fault = PathFault(path, prefixes: index.prefixes(of: path).map(\.text)) else { return nil }
            return DefinitionError(
                name: "InvalidStorageAccessPathError", message: fault.message, resolution: fault.resolution,
                details: fault.details, help: fault.help, range: access.range)
        }
        // A loop makes thousands of the same fault; nobody reads so many.
        return [DefinitionError](faults.prefix(100))
    }
}

/// One way in which a path is not accepted, in the order in which upstream looks for them.
private enum PathFault {
    case startsWithSlash(StoragePath)
    case noWildcardAtEnd(StoragePath)
    case emptySegment(StoragePath)
    case innerWildcard(StoragePath)
    case severalPrefixes(StoragePath, [String])
    case prefixOfEntityPath(StoragePath, [String])
    case tokenTwice(StoragePath)
    case tokenNotLast(StoragePath)
    case tokenFirst(StoragePath)
    case tokenGlued(StoragePath)

    init?(_ path: StoragePath, prefixes: [String]) {
        let fault: PathFault? =
            if path.starts(with: "/") {
                .startsWithSlash(path)
            } else if !path.ends(with: "/*") {
                .noWildcardAtEnd(path)
            } else if path.contains("//") {
                .emptySegment(path)
            } else if path.hasInnerWildcard {
                .innerWildcard(path)
            } else if prefixes.count > 1 {
                .severalPrefixes(path, prefixes)
            } else {
                Self.tokenFault(path, prefixes: prefixes)
            }
        guard let fault else { return nil }
        self = fault
    }

    private static func tokenFault(_ path: StoragePath, prefixes: [String]) -> PathFault? {
        let parts = path.parts(around: StoragePath.entityToken)
        guard parts.count > 1 else { return nil }
        if !prefixes.isEmpty { return .prefixOfEntityPath(path, prefixes) }
        if parts.count > 2 { return .tokenTwice(path) }
        if parts[1] != "/*" { return .tokenNotLast(path) }
        if parts[0].isEmpty { return .tokenFirst(path) }
        return StoragePath(parts[0]).ends(with: "/") ? nil : .tokenGlued(path)
    }

    /// Upstream's words; the missing full stop of one is theirs.
    var message: String {
        switch self {
        case .startsWithSlash(let path): "Storage access paths must not start with \"/\". Found [\(path.text)]."
        case .noWildcardAtEnd(let path): "Storage access paths must end with \"/*\". Found [\(path.text)]."
        case .emptySegment(let path): "Path cannot contain \"//\". Found [\(path.text)]."
        case .innerWildcard(let path):
            "Wildcards are only allowed as the final part of a path. Found [\(path.text)]."
        case .severalPrefixes(let path, let prefixes):
            "For any given path, only one other path can be a prefix of it. Found [\(path.text)] which has prefixes "
                + "[\(Self.list(prefixes))]."
        case .prefixOfEntityPath:
            "A path cannot be a prefix of another path that contains the {entity_id} token."
        case .tokenTwice(let path):
            "The {entity_id} token can only appear once in a path. Found [\(path.text)]"
        case .tokenNotLast(let path):
            "The {entity_id} token must be the path part right before the ending wildcard. Found [\(path.text)]."
        case .tokenFirst(let path):
            "The {entity_id} token must not be the first path part. Found [\(path.text)]."
        case .tokenGlued(let path):
            "A path part that includes the {entity_id} token cannot include any other characters. "
                + "Found [\(path.text)]."
        }
    }

    /// Upstream's words; the missing closing quotes of two are theirs.
    var resolution: String {
        switch self {
        case .startsWithSlash, .noWildcardAtEnd, .emptySegment:
            "Update all paths to match the format requirements."
        case .innerWildcard:
            "Remove all wildcards that are not the final part of the path."
        case .severalPrefixes, .prefixOfEntityPath:
            "Update the storage access paths such that any given path has at most one other path that is a prefix."
        case .tokenTwice:
            "Remove all but one occurrence of the {entity_id} token"
        case .tokenNotLast:
            "Update the path such that the owner token is the last path part before the ending wildcard. "
                + "For example: \"foo/bar/{entity_id}/*."
        case .tokenFirst:
            "Add an additional prefix to the path. For example: \"foo/{entity_id}/*."
        case .tokenGlued:
            "Remove all other characters from the path part with the {entity_id} token. "
                + "For example: \"foo/{entity_id}/*\""
        }
    }

    var details: String? {
        guard case .prefixOfEntityPath(let path, let prefixes) = self else { return nil }
        return "Found [\(path.text)] which has prefixes [\(Self.list(prefixes))]."
    }

    /// A path that would do, made out of the one found.
    var help: String {
        switch self {
        case .startsWithSlash(let path):
            path.text == "/*"
                ? "the bucket's root cannot be granted; name a folder: `public/*`"
                : "drop the slash: `\(path.text.drop { $0 == "/" })`"
        case .noWildcardAtEnd(let path):
            path.text == "*"
                ? "the bucket's root cannot be granted; name a folder: `public/*`"
                : "end the path with `/*`: `\(Self.folder(path))/*`"
        case .emptySegment(let path):
            "write one slash: `\(Self.segments(path).joined(separator: "/"))`"
        case .innerWildcard(let path):
            "keep only the final `*`: `\(Self.upToWildcard(path))`"
        case .severalPrefixes(_, let prefixes):
            "keep at most one of \(Self.list(prefixes.map { "`\($0)`" })), or move the path out of them"
        case .prefixOfEntityPath(let path, let prefixes):
            "move `\(path.text)` out of \(Self.list(prefixes.map { "`\($0)`" }))"
        case .tokenTwice(let path), .tokenNotLast(let path), .tokenGlued(let path):
            "put the token right before the final `*`: `\(Self.ownerPath(path))`"
        case .tokenFirst:
            "put a folder before the token: `files/{entity_id}/*`"
        }
    }

    /// The names with commas between; beyond a hundred, which only a program writes, the rest are counted.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(100).joined(separator: ", ")
        return names.count > 100 ? "\(shown), … \(names.count - 100) more" : shown
    }

    /// The path's parts that hold something.
    private static func segments(_ path: StoragePath) -> [String] {
        path.parts(around: "/").filter { !$0.isEmpty }
    }

    /// The path without slashes and wildcards at its end.
    private static func folder(_ path: StoragePath) -> String {
        var segments = segments(path)
        while let last = segments.last, last.utf8.allSatisfy({ $0 == UInt8(ascii: "*") }) { segments.removeLast() }
        return segments.isEmpty ? "files" : segments.joined(separator: "/").replacing("*", with: "")
    }

    private static func upToWildcard(_ path: StoragePath) -> String {
        let kept = segments(path).prefix { !$0.utf8.contains(UInt8(ascii: "*")) }
        return (kept.isEmpty ? ["files"] : Array(kept)).joined(separator: "/") + "/*"
    }

    private static func ownerPath(_ path: StoragePath) -> String {
        let kept = segments(path).prefix { !StoragePath($0).hasEntityToken }
        return (kept.isEmpty ? ["files"] : Array(kept)).joined(separator: "/") + "/{entity_id}/*"
    }
}
