import Foundation
import KeyStore
import SandboxTesting
import Testing

struct KeyFolderTests {
    let temporary: TemporaryFolder
    let folder: KeyFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = try KeyFolder(path: temporary.path + "/keys")
    }

    @Test("a secret is made once, and is its owner's alone")
    func madeOnce() throws {
        #expect(try folder.secret(named: "a") == nil)
        #expect(try folder.secret(named: "a") { [1, 2, 3] } == [1, 2, 3])
        #expect(try folder.secret(named: "a") { [4] } == [1, 2, 3])
        #expect(try KeyFolder(path: folder.path).secret(named: "a") == [1, 2, 3])
        for (path, mode) in [(folder.path + "/a", 0o600), (folder.path, 0o700)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
    }

    @Test("a secret that is there is not replaced")
    func kept() throws {
        try folder.store([1], as: "a")
        try folder.store([2], as: "a")
        #expect(try folder.secret(named: "a") == [1])
        #expect(try folder.names() == ["a"])
        try folder.remove("a")
        try folder.remove("a")
        #expect(try folder.names().isEmpty)
    }

    @Test("a link is not followed")
    func links() throws {
        try Data("outside".utf8).write(to: temporary.url.appending(path: "outside"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/a", withDestinationPath: temporary.path + "/outside")
        #expect(throws: KeyFolderFault.self) { try folder.secret(named: "a") }
    }

    @Test("a folder that cannot be made is named")
    func refused() {
        #expect(throws: KeyFolderFault.self) { try KeyFolder(path: temporary.path + "/missing/keys") }
    }
}
