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
                let configuration = lifecycleConfigurations.value(of: text)
            else { continue }
            let sweep = LifecycleSweep(
                store: environment.store, bucket: bucket, rules: configuration.rules.filter(\.isEnabled),
                now: environment.now(), dayInSeconds: environment.lifecycleDayInSeconds)
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
    let dayInSeconds: Double

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
                if rules.contains(where: { isDue($0.dueDate(of: version, dayInSeconds: dayInSeconds)) }) {
                    deletions.append(Deletion(key: version.key))
                }
            case .version(let version):
                let since = versions[index - 1].modifiedAt
                if rules.contains(where: {
                    isDue($0.dueDate(of: version, noncurrentSince: since, newer: index - 1, dayInSeconds))
                }) {
                    deletions.append(Deletion(key: version.key, version: .version(version.versionID)))
                }
            case .deleteMarker(let marker):
                // A marker over nothing: only the newest of a key can be one.
                guard marker.isLatest, versions.count == 1,
                    rules.contains(where: { isDue($0.dueDate(of: marker, dayInSeconds)) })
                else { continue }
                deletions.append(Deletion(key: marker.key, version: .version(marker.versionID)))
            }
        }
        return deletions
    }

    private func isDue(_ date: Date?) -> Bool {
        date.map { $0 <= now } ?? false
    }

    private func abortUploads() async throws {
        var request = UploadListingRequest()
        while true {
            let page = try await store.listUploads(request, in: bucket)
            for upload in page.uploads where rules.contains(where: { isDue($0.dueDate(of: upload, dayInSeconds)) }) {
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
    fileprivate func dueDate(
        of version: ObjectVersion, noncurrentSince since: Date, newer: Int, _ dayInSeconds: Double
    ) -> Date? {
        let tags = version.attributes.tags.map { Tag(key: $0.name, value: $0.value) }
        guard let noncurrentExpiration, filter.matches(key: version.key.text, size: version.size, tags: tags),
            newer >= noncurrentExpiration.kept ?? 0
        else { return nil }
        return since.nextMidnight(afterDays: noncurrentExpiration.days, dayInSeconds: dayInSeconds)
    }

    fileprivate func dueDate(of marker: DeleteMarker, _ dayInSeconds: Double) -> Date? {
        guard filter.tags.isEmpty, filter.matches(key: marker.key.text, size: 0, tags: []) else { return nil }
        switch expiration {
        case .deleteMarkers: return marker.modifiedAt
        case .days(let days): return marker.modifiedAt.nextMidnight(afterDays: days, dayInSeconds: dayInSeconds)
        case .date, nil: return nil
        }
    }

    fileprivate func dueDate(of upload: MultipartUpload, _ dayInSeconds: Double) -> Date? {
        guard let abortsUploadsAfterDays, filter.tags.isEmpty,
            filter.matches(key: upload.key.text, size: 0, tags: [])
        else { return nil }
        return upload.initiatedAt.nextMidnight(afterDays: abortsUploadsAfterDays, dayInSeconds: dayInSeconds)
    }
}
