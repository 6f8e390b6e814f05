import FoundationEssentials
import Logging
import ObjectStore
import S3Protocol

extension S3Service {
    /// Removes what the lifecycle rules of all buckets say is due now. To be called now and then; a day is the unit of
    /// the rules. What fails is logged and tried again the next time.
    package func applyLifecycleRules() async {
        for bucket in environment.store.buckets where !bucket.isRetired {
            guard let text = bucket.documents[.lifecycle],
                let configuration = lifecycleConfigurations.configuration(text)
            else { continue }
            let sweep = LifecycleSweep(
                store: environment.store, bucket: bucket, rules: configuration.rules.filter(\.isEnabled),
                now: environment.now())
            do {
                try await sweep.run()
            } catch {
                environment.logger.error(
                    "lifecycle rules were not applied",
                    metadata: ["bucket": "\(bucket.name.text)", "error": "\(error)"])
            }
        }
    }
}

/// One passage through a bucket, page by page.
private struct LifecycleSweep {
    let store: ObjectStore
    let bucket: Bucket
    let rules: [LifecycleConfiguration.Rule]
    let now: Date

    private var requester: Requester { Requester(principal: "s3.amazonaws.com") }

    func run() async throws {
        try await removeVersions()
        try await abortUploads()
    }

    private func removeVersions() async throws {
        var request = VersionListingRequest()
        // The versions of a key stand together, the newest first. The last key of a page may go on in the next one.
        var pending: [VersionListing.Entry] = []
        while true {
            let page = try await store.listVersions(request, in: bucket)
            var deletions: [Deletion] = []
            for entry in page.entries {
                if let key = pending.first?.key, key != entry.key {
                    deletions += due(pending)
                    pending = []
                }
                pending.append(entry)
            }
            if !page.isTruncated { deletions += due(pending) }
            if !deletions.isEmpty {
                _ = try await store.deleteObjects(deletions, in: bucket, requester: requester)
            }
            guard page.isTruncated, let marker = page.nextKeyMarker else { return }
            request.keyMarker = marker
            request.versionMarker = page.nextVersionMarker
        }
    }

    /// What is due of one key.
    private func due(_ versions: [VersionListing.Entry]) -> [Deletion] {
        var deletions: [Deletion] = []
        for (index, entry) in versions.enumerated() {
            switch entry {
            case .version(let version) where version.isLatest:
                if rules.contains(where: { rule in rule.dueDate(of: version).map { $0 <= now } ?? false }) {
                    deletions.append(Deletion(key: version.key))
                }
            case .version(let version):
                let since = versions[index - 1].modifiedAt
                if rules.contains(where: { $0.removes(version, noncurrentSince: since, newer: index - 1, at: now) }) {
                    deletions.append(Deletion(key: version.key, version: .version(version.versionID)))
                }
            case .deleteMarker(let marker):
                // A marker over nothing: only the newest of a key can be one.
                guard marker.isLatest, versions.count == 1, rules.contains(where: { $0.removes(marker, at: now) })
                else { continue }
                deletions.append(Deletion(key: marker.key, version: .version(marker.versionID)))
            }
        }
        return deletions
    }

    private func abortUploads() async throws {
        var request = UploadListingRequest()
        while true {
            let page = try await store.listUploads(request, in: bucket)
            for upload in page.uploads where rules.contains(where: { $0.aborts(upload, at: now) }) {
                try await store.abortUpload(upload)
            }
            guard page.isTruncated, let marker = page.nextKeyMarker else { return }
            request.keyMarker = marker
            request.uploadIDMarker = page.nextUploadIDMarker ?? ""
        }
    }
}

extension VersionListing.Entry {
    fileprivate var key: ObjectKey {
        switch self {
        case .version(let version): version.key
        case .deleteMarker(let marker): marker.key
        }
    }

    fileprivate var modifiedAt: Date {
        switch self {
        case .version(let version): version.modifiedAt
        case .deleteMarker(let marker): marker.modifiedAt
        }
    }
}

extension LifecycleConfiguration.Rule {
    fileprivate func removes(_ version: ObjectVersion, noncurrentSince since: Date, newer: Int, at now: Date) -> Bool {
        let tags = version.attributes.tags.map { Tag(key: $0.name, value: $0.value) }
        guard let noncurrentExpiration, filter.matches(key: version.key.text, size: version.size, tags: tags),
            newer >= noncurrentExpiration.kept ?? 0
        else { return false }
        return since.nextMidnight(afterDays: noncurrentExpiration.days) <= now
    }

    fileprivate func removes(_ marker: DeleteMarker, at now: Date) -> Bool {
        guard filter.tags.isEmpty, filter.matches(key: marker.key.text, size: 0, tags: []) else { return false }
        switch expiration {
        case .deleteMarkers: return true
        case .days(let days): return marker.modifiedAt.nextMidnight(afterDays: days) <= now
        case .date, nil: return false
        }
    }

    fileprivate func aborts(_ upload: MultipartUpload, at now: Date) -> Bool {
        guard let abortsUploadsAfterDays, filter.tags.isEmpty,
            filter.matches(key: upload.key.text, size: 0, tags: [])
        else { return false }
        return upload.initiatedAt.nextMidnight(afterDays: abortsUploadsAfterDays) <= now
    }
}
