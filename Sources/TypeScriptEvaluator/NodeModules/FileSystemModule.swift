import SourceText

/// fs: reads go through the host's loader, writes do nothing but warn.
///
/// Reference: https://nodejs.org/api/fs.html
extension Realm {
    func makeFileSystemModule(promises isPromises: Bool) -> Object {
        let module = HostObject(
            self, label: "fs",
            members: ["readFileSync", "existsSync", "readdirSync", "statSync", "promises", "readFile", "readdir"])
        if isPromises {
            addReads(to: module, suffix: "") { realm, body in .object(realm.settledPromise(body)) }
        } else {
            addReads(to: module, suffix: "Sync") { _, body in try body() }
            module.method("existsSync", 1) { call in
                let path = try call.path()
                return .boolean(call.realm.fileExists(path) || call.realm.modules.entries(ofFolder: path) != nil)
            }
            module.put("promises", .object(makeFileSystemModule(promises: true)))
        }
        let writes = [
            "writeFile", "appendFile", "mkdir", "rm", "rmdir", "unlink", "copyFile", "cp", "rename", "symlink", "chmod",
            "mkdtemp", "open", "createWriteStream", "watch",
        ]
        for name in writes {
            for name in isPromises ? [name] : [name, name + "Sync"] {
                addInertFunction(name, of: "fs", to: module) {
                    "does nothing: a definition is evaluated without writing files"
                }
            }
        }
        module.put(.default, .object(module), .hidden)
        return module
    }

    /// `wrap` gives a result as it is, or as a promise.
    private func addReads(
        to module: Object, suffix: String,
        _ wrap: @escaping (Realm, @escaping () throws -> Value) throws -> Value
    ) {
        func add(_ name: String, _ behaviour: @escaping (Call) throws -> Value) {
            let function = NativeFunction(self, name: UTF16String(name + suffix), length: 1) { call in
                try wrap(call.realm) { try behaviour(call) }
            }
            module.put(PropertyName(name + suffix), .object(function))
        }
        add("readFile") { call in
            let path = try call.path()
            guard let bytes = call.realm.modules.contents(ofFile: path) else {
                throw call.missingFile("open", path)
            }
            try call.realm.reserve(bytes: bytes.count * 3, at: call.site)
            let encoding = try call[1].asObject.map { try $0.get("encoding") } ?? call[1]
            guard !encoding.isNullish else { return .object(BufferObject(call.realm, bytes)) }
            return .text(String(decoding: bytes, as: UTF8.self))
        }
        add("readdir") { call in
            let path = try call.path()
            guard let names = call.realm.modules.entries(ofFolder: path) else {
                throw call.missingFile("scandir", path)
            }
            return .object(ArrayObject(call.realm, names.map { .text($0) }))
        }
        for name in ["stat", "lstat"] {
            add(name) { call in
                let path = try call.path()
                let isFolder = call.realm.modules.entries(ofFolder: path) != nil
                guard isFolder || call.realm.fileExists(path) else { throw call.missingFile("stat", path) }
                let stat = Object(call.realm, prototype: call.realm.intrinsics.objectPrototype)
                stat.method("isDirectory", 0) { _ in .boolean(isFolder) }
                stat.method("isFile", 0) { _ in .boolean(!isFolder) }
                stat.method("isSymbolicLink", 0) { _ in .boolean(false) }
                if !isFolder { stat.put("size", .integer(call.realm.modules.contents(ofFile: path)?.count ?? 0)) }
                return .object(stat)
            }
        }
        add("access") { call in
            let path = try call.path()
            guard call.realm.fileExists(path) || call.realm.modules.entries(ofFolder: path) != nil else {
                throw call.missingFile("access", path)
            }
            return .undefined
        }
    }

    private func fileExists(_ path: String) -> Bool {
        modules.contents(ofFile: path) != nil
    }

    /// A promise for what the body gives or throws.
    private func settledPromise(_ body: () throws -> Value) -> PromiseObject {
        let promise = PromiseObject(self)
        do {
            try promise.resolve(with: body())
        } catch Abrupt.thrown(let thrown) {
            promise.settle(rejection: .thrown(thrown))
        } catch {
            // A stop: the next step of the evaluation meets the same bound.
            promise.waitsFor = "a file"
        }
        return promise
    }
}

extension Call {
    /// The first argument as a path from the root.
    fileprivate func path() throws -> String {
        var path = try text(0)
        if path.hasPrefix("file://") { path = percentDecoded(String(path.dropFirst(7))) }
        return resolvedPath([path], from: realm.host.projectFolder)
    }

    fileprivate func missingFile(_ operation: String, _ path: String) -> Abrupt {
        let error = ErrorObject(
            realm, prototype: realm.intrinsics.errorPrototype(.error),
            message: UTF16String("ENOENT: no such file or directory, \(operation) '\(path)'"), origin: site)
        error.put("code", "ENOENT")
        error.put("path", .text(path))
        return realm.thrown(.object(error), at: site)
    }
}
