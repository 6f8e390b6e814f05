import SourceText

extension Realm {
    /// Where a module's file lies, from the root.
    func absolutePath(of id: ModuleID) -> String {
        resolvedPath([id.path], from: host.projectFolder)
    }

    /// A built-in module of Node, `nil` for a name that is none.
    func makeNodeModule(_ name: String) -> Object? {
        switch name {
        case "path", "path/posix": makePathModule()
        case "url": makeURLModule()
        case "fs": makeFileSystemModule(promises: false)
        case "fs/promises": makeFileSystemModule(promises: true)
        case "process": withDefault(global.ownProperty("process")?.plainValue.asObject)
        case "crypto": withDefault(global.ownProperty("crypto")?.plainValue.asObject)
        case "buffer": makeBufferModule()
        case "os": makeOSModule()
        case "child_process": makeProcessModule()
        case "http", "https", "net", "tls", "dns", "dgram", "http2": makeNetworkModule(name)
        case "module": makeModuleModule()
        default: nil
        }
    }

    /// `import x from` gives the same as `import * as x from`.
    private func withDefault(_ module: Object?) -> Object? {
        guard let module else { return nil }
        module.put(.default, .object(module), .hidden)
        return module
    }

    private func makePathModule() -> Object? {
        let path = HostObject(
            self, label: "path",
            members: [
                "join", "resolve", "dirname", "basename", "extname", "normalize", "relative", "isAbsolute", "parse",
            ])
        path.put("sep", "/")
        path.put("delimiter", ":")
        path.put("posix", .object(path))
        path.method("join", 2) { call in
            let parts = try call.texts().filter { !$0.isEmpty }
            return .text(parts.isEmpty ? "." : normalizedPath(parts.joined(separator: "/")))
        }
        path.method("resolve", 2) { call in
            .text(resolvedPath(try call.texts(), from: call.realm.host.projectFolder))
        }
        path.method("normalize", 1) { call in .text(normalizedPath(try call.text(0))) }
        path.method("dirname", 1) { call in .text(parentFolder(of: try call.text(0))) }
        path.method("basename", 2) { call in
            let name = lastPart(of: try call.text(0))
            let suffix = call[1].isUndefined ? "" : try call.text(1)
            return .text(name.hasSuffix(suffix) && name != suffix ? String(name.dropLast(suffix.count)) : name)
        }
        path.method("extname", 1) { call in .text(fileExtension(of: try call.text(0))) }
        path.method("isAbsolute", 1) { call in .boolean(try call.text(0).hasPrefix("/")) }
        path.method("relative", 2) { call in
            let folder = call.realm.host.projectFolder
            return .text(
                relativePath(
                    from: resolvedPath([try call.text(0)], from: folder),
                    to: resolvedPath([try call.text(1)], from: folder)))
        }
        path.method("parse", 1) { call in
            let text = try call.text(0)
            let base = lastPart(of: text)
            let suffix = fileExtension(of: text)
            let parts = Object(call.realm, prototype: call.realm.intrinsics.objectPrototype)
            parts.put("root", .text(text.hasPrefix("/") ? "/" : ""))
            parts.put("dir", .text(text.contains("/") ? parentFolder(of: text) : ""))
            parts.put("base", .text(base))
            parts.put("ext", .text(suffix))
            parts.put("name", .text(String(base.dropLast(suffix.count))))
            return .object(parts)
        }
        return withDefault(path)
    }

    private func makeURLModule() -> Object? {
        let url = HostObject(self, label: "url", members: ["fileURLToPath", "pathToFileURL", "URL", "URLSearchParams"])
        url.put("URL", .object(intrinsics.url.constructor))
        url.put("URLSearchParams", .object(intrinsics.urlSearchParams.constructor))
        url.method("fileURLToPath", 1) { call in
            let text = try call.text(0)
            guard text.hasPrefix("file://") else { throw call.typeError("The URL must be of scheme file") }
            return .text(percentDecoded(String(text.dropFirst(7).prefix { $0 != "?" && $0 != "#" })))
        }
        url.method("pathToFileURL", 1) { call in
            let path = resolvedPath([try call.text(0)], from: call.realm.host.projectFolder)
            return .object(try call.realm.makeURL(fileURL(ofPath: path), base: nil, at: call.site))
        }
        return withDefault(url)
    }

    private func makeBufferModule() -> Object? {
        let module = HostObject(self, label: "buffer", members: ["Buffer"])
        module.put("Buffer", .object(intrinsics.buffer.constructor))
        return withDefault(module)
    }

    private func makeOSModule() -> Object? {
        let os = HostObject(self, label: "os", members: ["EOL", "platform", "tmpdir", "homedir"])
        os.put("EOL", "\n")
        os.method("platform", 0) { _ in "linux" }
        os.method("type", 0) { _ in "Linux" }
        os.method("arch", 0) { _ in "x64" }
        os.method("tmpdir", 0) { _ in "/tmp" }
        for name in ["homedir", "hostname", "userInfo", "cpus", "networkInterfaces"] as [StaticString] {
            os.method(name, 0) { call in
                throw call.realm.unsupported(
                    "`os.\(name)`: a definition must be the same on every machine", at: call.site)
            }
        }
        return withDefault(os)
    }

    private func makeModuleModule() -> Object? {
        let module = HostObject(self, label: "module", members: ["createRequire"])
        module.method("createRequire", 1) { call in
            throw call.realm.unsupported("`createRequire`", at: call.site)
        }
        return withDefault(module)
    }

    /// Programs are not started: calls say so once, and give something to go on with.
    private func makeProcessModule() -> Object? {
        let module = HostObject(self, label: "child_process", members: ["execSync", "exec", "spawn", "spawnSync"])
        for name in ["execSync", "exec", "execFile", "execFileSync", "spawn", "spawnSync", "fork"] {
            addInertFunction(name, of: "child_process", to: module) {
                "does nothing: a definition is evaluated without starting programs"
            }
        }
        return withDefault(module)
    }

    private func makeNetworkModule(_ name: String) -> Object? {
        let module = OpaqueValue(self, .package(name))
        for method in ["get", "request", "connect", "createServer", "lookup"] {
            addInertFunction(method, of: name, to: module) {
                "does nothing: a definition is evaluated without network"
            }
        }
        return module
    }

    /// A function that only warns, and gives an opaque value.
    func addInertFunction(_ name: String, of module: String, to object: Object, _ why: @escaping () -> String) {
        let label = "\(module).\(name)"
        let function = NativeFunction(self, name: UTF16String(name), length: 1) { call in
            call.realm.diagnostics.add(
                Diagnostic(.warning, code: "not-run", message: "`\(label)` \(why())", range: call.site))
            return .object(OpaqueValue(call.realm, .host("\(label)()"), origin: call.site))
        }
        object.put(PropertyName(name), .object(function))
    }
}

extension Call {
    /// An argument as text; a URL gives its address.
    func text(_ index: Int) throws -> String {
        switch self[index] {
        case .string(let text): return text.text
        case .object: return try realm.toText(self[index]).text
        default:
            let received =
                self[index].isNullish
                ? inspectPlain(self[index]) : "type \(self[index].typeName) (\(inspect(self[index])))"
            throw typeError("The \"path\" argument must be of type string. Received \(received)")
        }
    }

    fileprivate func texts() throws -> [String] {
        try arguments.indices.map(text)
    }
}
