import Foundation
import SandboxTesting
import Testing

@testable import ObjectStore

@Suite struct VersionTests {
    private let key = ObjectKey("k")!

    private func versions(
        _ fixture: StoreFixture, _ request: VersionListingRequest = VersionListingRequest(), in bucket: Bucket? = nil
    ) async throws -> [String] {
        try await fixture.store.listVersions(request, in: bucket ?? fixture.versioned).entries.map { entry in
            switch entry {
            case .version(let version):
                "\(version.key) \(version.size)\(version.versionID == .null ? " null" : "")\(version.isLatest ? " latest" : "")"
            case .deleteMarker(let marker):
                "\(marker.key) marker\(marker.versionID == .null ? " null" : "")\(marker.isLatest ? " latest" : "")"
            }
        }
    }

    @Test func eachWriteMakesAVersion() async throws {
        let fixture = try await StoreFixture()
        let first = try await fixture.put("k", [1], in: fixture.versioned)
        let second = try await fixture.put("k", noise(50_000), in: fixture.versioned)
        #expect(first.versionID != second.versionID)
        #expect(try await fixture.get("k", in: fixture.versioned) == noise(50_000))
        #expect(try await fixture.get("k", version: .version(first.versionID), in: fixture.versioned) == [1])
        #expect(try await fixture.get("k", version: .version(second.versionID), in: fixture.versioned).count == 50_000)
        #expect(try await versions(fixture) == ["k 50000 latest", "k 1"])
        await #expect(throws: StoreFault.noSuchVersion(key, "null")) {
            try await fixture.get("k", version: .version(.null), in: fixture.versioned)
        }
        try await fixture.close()
    }

    @Test func deletionPutsAMarkerAndItsRemovalBringsTheObjectBack() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("k", [1], in: fixture.versioned)
        guard case .marked(let marker) = try await fixture.delete("k", in: fixture.versioned) else {
            Issue.record("no marker")
            return
        }
        await #expect(throws: StoreFault.isDeleteMarker(marker)) { try await fixture.get("k", in: fixture.versioned) }
        #expect(try await versions(fixture) == ["k marker latest", "k 1"])
        #expect(try await fixture.store.listObjects(ListingRequest(), in: fixture.versioned).objects.isEmpty)

        let outcome = try await fixture.delete("k", version: .version(marker.versionID), in: fixture.versioned)
        guard case .removedVersion(marker.versionID, wasMarker: true) = outcome else {
            Issue.record("unexpected \(outcome)")
            return
        }
        #expect(try await fixture.get("k", in: fixture.versioned) == [1])
        #expect(try await versions(fixture) == ["k 1 latest"])
        try await fixture.close()
    }

    @Test func removingVersionsFreesTheirBlobs() async throws {
        let fixture = try await StoreFixture()
        var made: [ObjectVersion] = []
        for seed in 0..<4 {
            made.append(try await fixture.put("k", noise(40_000 + seed, seed: UInt64(seed)), in: fixture.versioned))
        }
        try await fixture.delete("k", version: .version(made[3].versionID), in: fixture.versioned)
        #expect(try await fixture.get("k", in: fixture.versioned).count == 40_002)
        try await fixture.delete("k", version: .version(made[1].versionID), in: fixture.versioned)
        #expect(try await versions(fixture) == ["k 40002 latest", "k 40000"])
        let again = try await fixture.reopened()
        #expect(try again.blobFiles().count == 2)
        try await again.close()
    }

    @Test func suspendedVersioningHasOneNullVersion() async throws {
        let fixture = try await StoreFixture()
        let bucket = fixture.versioned
        try await fixture.put("k", [1], in: bucket)
        try await fixture.store.setVersioning(.suspended, of: bucket)
        let null = try await fixture.put("k", [1, 2], in: bucket)
        #expect(null.versionID == .null)
        #expect(try await versions(fixture) == ["k 2 null latest", "k 1"])
        try await fixture.put("k", [1, 2, 3], in: bucket)
        #expect(try await versions(fixture) == ["k 3 null latest", "k 1"])

        try await fixture.store.setVersioning(.enabled, of: bucket)
        try await fixture.put("k", [1, 2, 3, 4], in: bucket)
        #expect(try await versions(fixture) == ["k 4 latest", "k 3 null", "k 1"])
        #expect(try await fixture.get("k", version: .version(.null), in: bucket).count == 3)

        try await fixture.store.setVersioning(.suspended, of: bucket)
        try await fixture.delete("k", in: bucket)
        #expect(try await versions(fixture) == ["k marker null latest", "k 4", "k 1"])
        try await fixture.put("k", [1, 2, 3, 4, 5], in: bucket)
        #expect(try await versions(fixture) == ["k 5 null latest", "k 4", "k 1"])
        try await fixture.delete("k", version: .version(.null), in: bucket)
        #expect(try await versions(fixture) == ["k 4 latest", "k 1"])
        try await fixture.close()
    }

    @Test func objectsFromBeforeVersioningAreNullVersions() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("k", [1])
        try await fixture.store.setVersioning(.enabled, of: fixture.plain)
        try await fixture.put("k", [1, 2])
        #expect(try await versions(fixture, in: fixture.plain) == ["k 2 latest", "k 1 null"])
        #expect(try await fixture.get("k", version: .version(.null)) == [1])
        try await fixture.close()
    }

    @Test(arguments: 1...7)
    func pagesOfVersionsAddUp(limit: Int) async throws {
        let fixture = try await StoreFixture()
        for key in ["a", "b/1", "b/2", "c"] {
            for size in 1...3 { try await fixture.put(key, noise(size), in: fixture.versioned) }
            try await fixture.delete(key, in: fixture.versioned)
        }
        for delimiter in ["", "/"] {
            let whole = try await fixture.store.listVersions(
                VersionListingRequest(delimiter: delimiter), in: fixture.versioned)
            var request = VersionListingRequest(delimiter: delimiter, limit: limit)
            var count = (entries: 0, prefixes: 0)
            while true {
                let page = try await fixture.store.listVersions(request, in: fixture.versioned)
                count.entries += page.entries.count
                count.prefixes += page.commonPrefixes.count
                #expect(page.isTruncated == (page.nextKeyMarker != nil))
                guard page.isTruncated else { break }
                request.keyMarker = page.nextKeyMarker ?? ""
                request.versionMarker = page.nextVersionMarker
            }
            #expect(count == (whole.entries.count, whole.commonPrefixes.count))
            #expect(count == (delimiter.isEmpty ? (16, 0) : (8, 1)))
        }
        try await fixture.close()
    }

    @Test func pagesGoOnWhenVersionsGo() async throws {
        let fixture = try await StoreFixture()
        for size in 1...40 { try await fixture.put("k", noise(size), in: fixture.versioned) }
        var request = VersionListingRequest(limit: 7)
        var sizes: [Int] = []
        while true {
            let page = try await fixture.store.listVersions(request, in: fixture.versioned)
            for case .version(let version) in page.entries {
                sizes.append(version.size)
                try await fixture.delete("k", version: .version(version.versionID), in: fixture.versioned)
            }
            guard page.isTruncated else { break }
            (request.keyMarker, request.versionMarker) = (page.nextKeyMarker ?? "", page.nextVersionMarker)
        }
        #expect(sizes == Array((1...40).reversed()))
        #expect(try await versions(fixture).isEmpty)
        try await fixture.close()
    }

    @Test func locksKeepVersions() async throws {
        let fixture = try await StoreFixture()
        let bucket = try await fixture.store.createBucket(
            BucketName("locked-bucket")!, owner: StoreFixture.owner, isObjectLockEnabled: true)
        await #expect(throws: StoreFault.self) { try await fixture.store.setVersioning(.suspended, of: bucket) }
        var attributes = ObjectAttributes()
        attributes.retention = .init(mode: .governance, until: fixture.clock.now.addingTimeInterval(60))
        let object = try await fixture.put("k", [1], in: bucket, attributes: attributes)
        func remove(bypassing: Bool) async throws {
            _ = try await fixture.store.deleteObject(
                Deletion(key: key, version: .version(object.versionID), bypassesGovernance: bypassing), in: bucket,
                requester: StoreFixture.requester)
        }
        await #expect(throws: StoreFault.locked(key)) { try await remove(bypassing: false) }
        try await fixture.delete("k", in: bucket)
        _ = try await fixture.store.updateAttributes(
            of: key, version: .version(object.versionID), in: bucket, requester: StoreFixture.requester, event: nil
        ) { $0.retention?.mode = .compliance }
        await #expect(throws: StoreFault.locked(key)) { try await remove(bypassing: true) }
        fixture.clock.advance(by: 61)
        _ = try await fixture.store.updateAttributes(
            of: key, version: .version(object.versionID), in: bucket, requester: StoreFixture.requester, event: nil
        ) { $0.hasLegalHold = true }
        await #expect(throws: StoreFault.locked(key)) { try await remove(bypassing: true) }
        _ = try await fixture.store.updateAttributes(
            of: key, version: .version(object.versionID), in: bucket, requester: StoreFixture.requester, event: nil
        ) { $0.hasLegalHold = false }
        try await remove(bypassing: false)
        try await fixture.close()
    }
}
