import FoundationEssentials
import NIOCore
import ObjectStore
import S3Protocol
import Synchronization

extension S3Call {
    /// When a lifecycle rule will remove the version, as `x-amz-expiration` says it; nil if none will.
    func expirationField(of version: ObjectVersion, in bucket: Bucket) -> String? {
        guard let text = bucket.documents[.lifecycle],
            let configuration = service.lifecycleConfigurations.configuration(text)
        else { return nil }
        let due = configuration.rules.compactMap { rule -> (date: Date, id: String)? in
            guard let date = rule.dueDate(of: version) else { return nil }
            return (date, rule.id)
        }.min { $0.date < $1.date }
        return due.map { "expiry-date=\"\(S3Date.http($0.date))\", rule-id=\"\($0.id)\"" }
    }
}

extension LifecycleConfiguration.Rule {
    /// When this rule removes a current version; nil if it does not.
    func dueDate(of version: ObjectVersion) -> Date? {
        let tags = version.attributes.tags.map { Tag(key: $0.name, value: $0.value) }
        guard isEnabled, filter.matches(key: version.key.text, size: version.size, tags: tags) else { return nil }
        switch expiration {
        case .days(let days): return version.modifiedAt.nextMidnight(afterDays: days)
        case .date(let date): return date
        case .deleteMarkers, nil: return nil
        }
    }
}

extension Date {
    /// The midnight (UTC) that follows so many days: lifecycle rules count in whole days.
    func nextMidnight(afterDays days: Int) -> Date {
        let day = (timeIntervalSince1970 / 86400).rounded(.down) + Double(days)
        let exact = timeIntervalSince1970 + Double(days) * 86400
        return Date(timeIntervalSince1970: exact > day * 86400 ? (day + 1) * 86400 : day * 86400)
    }
}

/// Lifecycle configurations that were read from their documents lately.
final class LifecycleConfigurationCache: Sendable {
    private static let capacity = 64
    private let configurations = Mutex<[String: LifecycleConfiguration]>([:])

    /// Nil for a document that is none, which the store should not hold.
    func configuration(_ document: String) -> LifecycleConfiguration? {
        if let configuration = configurations.withLock({ $0[document] }) { return configuration }
        guard let configuration = try? LifecycleConfiguration(ByteBuffer(string: document)) else { return nil }
        configurations.withLock { configurations in
            if configurations.count >= Self.capacity { configurations.removeAll() }
            configurations[document] = configuration
        }
        return configuration
    }
}
