import BackendDefinition

/// What a `tsconfig.json` says about where bare specifiers lead.
struct TypeScriptConfiguration: Sendable, Hashable {
    /// Absolute folder; absent without `baseUrl`.
    var baseFolder: String?
    /// In the order in which they are tried: exact names, then the longest text before the `*`.
    var mappings: [Mapping] = []

    struct Mapping: Sendable, Hashable {
        /// `@/*` or `settings`; at most one `*`.
        var pattern: String
        /// Absolute paths, `*` standing for what the pattern's matched.
        var targets: [String]
    }

    /// The paths to look at for a specifier; nil when no mapping speaks of it.
    func candidates(for specifier: String) -> [String]? {
        for mapping in mappings {
            guard let matched = Self.match(specifier, pattern: mapping.pattern) else { continue }
            return mapping.targets.map { target in
                guard let star = target.firstIndex(of: "*") else { return target }
                let after = target[target.index(after: star)...]
                return FilePath.normalized("\(target[..<star])\(matched)\(after)")
            }
        }
        return nil
    }

    /// What the `*` of a pattern stands for in a specifier that fits it.
    private static func match(_ specifier: String, pattern: String) -> Substring? {
        guard let star = pattern.firstIndex(of: "*") else { return specifier == pattern ? "" : nil }
        let before = pattern[..<star]
        let after = pattern[pattern.index(after: star)...]
        guard specifier.utf8.count >= before.utf8.count + after.utf8.count, specifier.hasPrefix(before),
            specifier.hasSuffix(after)
        else { return nil }
        return specifier.dropFirst(before.count).dropLast(after.count)
    }
}

extension TypeScriptConfiguration {
    /// Reads a configuration and those that it extends; `read` gives the content of a file, or nil. What cannot be
    /// understood is left out, as the definition may do without it.
    init(path: String, read: (_ path: String) -> [UInt8]?) {
        self.init()
        load(path, read: read, depth: 0)
        mappings.sort { left, right in
            let (leftStar, rightStar) = (left.pattern.firstIndex(of: "*"), right.pattern.firstIndex(of: "*"))
            guard let leftStar, let rightStar else { return leftStar == nil && rightStar != nil }
            return left.pattern[..<leftStar].utf8.count > right.pattern[..<rightStar].utf8.count
        }
    }

    /// What a configuration says replaces what the ones that it extends say.
    private mutating func load(_ path: String, read: (_ path: String) -> [UInt8]?, depth: Int) {
        // A chain of this length is a circle.
        guard depth < 16, let bytes = read(path), let json = try? RelaxedJSON.parse(bytes) else { return }
        let folder = FilePath.folder(of: path)
        let parents = json["extends"]?.text.map { [$0] } ?? json["extends"]?.texts ?? []
        for parent in parents where parent.hasPrefix(".") || parent.hasPrefix("/") {
            let file = FilePath.joined(folder, parent)
            load(file.hasSuffix(".json") ? file : "\(file).json", read: read, depth: depth + 1)
        }
        let options = json["compilerOptions"]
        if let base = options?["baseUrl"]?.text { baseFolder = FilePath.joined(folder, base) }
        guard case .object(let paths)? = options?["paths"] else { return }
        mappings = paths.map { pattern, targets in
            Mapping(pattern: pattern, targets: targets.texts.map { FilePath.joined(baseFolder ?? folder, $0) })
        }
    }
}
