/// crypto: the one thing that definitions take from it is a fresh identifier, and a definition must not be different
/// each time it is evaluated.
extension Realm {
    func makeWebCrypto() -> Object {
        let crypto = HostObject(self, label: "crypto", members: ["randomUUID", "createHash"])
        crypto.method("randomUUID", 0) { call in
            throw call.realm.unsupported("`crypto.randomUUID` at load time", at: call.site)
        }
        for name in ["randomBytes", "getRandomValues", "createHash", "createHmac"] as [StaticString] {
            crypto.method(name, 1) { call in
                throw call.realm.unsupported("`crypto.\(name)`", at: call.site)
            }
        }
        return crypto
    }
}
