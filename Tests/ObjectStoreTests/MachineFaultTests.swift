import Database
import Foundation
import Glibc
import Logging
import NIOCore
import SandboxTesting
import Testing

@testable import ObjectStore

/// What the machine refuses is told by name, and the store lives on.
@Suite struct MachineFaultTests {
    @Test func fullDeviceIsToldByName() throws {
        let full = try FileCalls.open("/dev/full", O_WRONLY)
        defer { FileCalls.close(full) }
        #expect(throws: StoreFault.storageFull) { try noise(10).withUnsafeBytes { try FileCalls.write($0, to: full) } }
    }

    @Test(arguments: [
        (ENOSPC, StoreFault.storageFull), (EDQUOT, .storageFull),
        (EROFS, .storageInaccessible("`x`: Read-only file system")),
        (EACCES, .storageInaccessible("`x`: Permission denied")),
        (EIO, .storageFailed("`x`: Input/output error")), (EMFILE, .storageFailed("`x`: Too many open files")),
    ])
    func errorNumbersHaveNames(code: CInt, fault: StoreFault) { #expect(FileCalls.fault("x", code) == fault) }

    @Test func fileThatMayNotGrowFailsItsWriteOnly() async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            let store = try await Subject.open(path)
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 4 << 20, rlim_max: 4 << 20)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            try await Subject.expectStorageFault { try await Subject.put("big", noise(9 << 20), in: store) }
            try await Subject.put("small", noise(100), in: store)
            try await Subject.put("middle", noise(1 << 20), in: store)
            guard try await Subject.get("middle", in: store) == noise(1 << 20) else { exit(3) }
            guard try FileCalls.names(in: path + "/blobs/incoming").isEmpty else { exit(4) }
        }
    }

    @Test func lostRightsFailWritesAndComeBack() async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            // Rights do not bind the superuser, so another user takes over.
            if geteuid() == 0 {
                chown(path, 65_534, 65_534)
                guard seteuid(65_534) == 0 else { exit(2) }
            }
            let store = try await Subject.open(path)
            try await Subject.put("before", noise(100_000), in: store)
            chmod(path + "/blobs/incoming", 0o500)
            try await Subject.expectStorageFault { try await Subject.put("big", noise(100_000), in: store) }
            try await Subject.put("small", noise(100), in: store)
            guard try await Subject.get("before", in: store) == noise(100_000) else { exit(3) }
            chmod(path + "/blobs/incoming", 0o700)
            try await Subject.put("big", noise(100_000), in: store)
            chmod(path + "/blobs/0/1", 0)
            try await Subject.expectStorageFault { _ = try await Subject.get("before", in: store) }
            chmod(path + "/blobs/0/1", 0o600)
            // Its time of change is another one now: it is read through, found good and served.
            guard try await Subject.get("before", in: store) == noise(100_000) else { exit(4) }
        }
    }

    @Test func descriptorsAreGivenBack() async throws {
        let fixture = try await StoreFixture()
        let before = try descriptorsInUse(fixture)
        for round in 0..<30 {
            try await fixture.put("k\(round % 3)", noise(50_000 + round))
            _ = try await fixture.get("k\(round % 3)")
            let intake = fixture.store.beginWrite(expectedLength: 100_000, checksums: [])
            try await intake.append(ByteBuffer(bytes: noise(60_000)))
            intake.abort()
            _ = try? await fixture.put("k0", noise(50_000), conditions: WriteConditions(ifMatch: .oneOf(["x"])))
        }
        #expect(try descriptorsInUse(fixture) <= before + 2)
        try await fixture.close()
        #expect(try descriptorsInUse(fixture) == 0)
    }

    /// Descriptors of files in the fixture's folder; other tests open files at the same time.
    private func descriptorsInUse(_ fixture: StoreFixture) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name)
            return target?.hasPrefix(fixture.folder.path) == true
        }.count
    }
}

/// What the child processes do.
private enum Subject {
    static func open(_ path: String) async throws -> (ObjectStore, Bucket) {
        let database = try MetadataDatabase.open(inFolder: path, durability: .relaxed)
        let store = try ObjectStore.open(database: database, folder: path + "/blobs", logger: Logger(label: "child"))
        return (store, try await store.createBucket(BucketName("child-bucket")!, owner: StoreFixture.owner))
    }

    static func put(_ key: String, _ bytes: [UInt8], in place: (ObjectStore, Bucket)) async throws {
        let intake = place.0.beginWrite(expectedLength: bytes.count, checksums: [])
        for start in stride(from: 0, to: bytes.count, by: 65_536) {
            try await intake.append(ByteBuffer(bytes: bytes[start..<min(start + 65_536, bytes.count)]))
        }
        let object = NewObject(
            key: ObjectKey(key)!, attributes: ObjectAttributes(), requester: StoreFixture.requester)
        _ = try await place.0.putObject(try await intake.finish(), as: object, in: place.1)
    }

    static func get(_ key: String, in place: (ObjectStore, Bucket)) async throws -> [UInt8] {
        let open = try await place.0.openObject(ObjectKey(key)!, in: place.1) { 0..<$0.size }
        return Array(buffer: try await open.body.collect())
    }

    static func expectStorageFault(_ work: () async throws -> Void) async throws {
        do {
            try await work()
            exit(10)
        } catch let fault as StoreFault {
            switch fault {
            case .storageFailed, .storageFull, .storageInaccessible: return
            default: exit(11)
            }
        }
    }
}
