import FoundationEssentials
import ObjectStore
import S3Protocol

extension S3Call {
    /// When a lifecycle rule will remove the version, as `x-amz-expiration` says it; nil if none will.
    func expirationField(of version: ObjectVersion, in bucket: Bucket) -> String? {
        guard let text = bucket.documents[.lifecycle],
            let configuration = service.lifecycleConfigurations.value(of: text)
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
    ///
    /// - Parameter dayInSeconds: another length of a day makes rules work faster; what clients are told is in real days.
    func dueDate(of version: ObjectVersion, dayInSeconds: Double = Date.dayInSeconds) -> Date? {
        let tags = version.attributes.tags.map { Tag(key: $0.name, value: $0.value) }
        guard isEnabled, filter.matches(key: version.key.text, size: version.size, tags: tags) else { return nil }
        switch expiration {
        case .days(let days): return version.modifiedAt.nextMidnight(afterDays: days, dayInSeconds: dayInSeconds)
        case .date(let date): return date
        case .deleteMarkers, nil: return nil
        }
    }
}

extension Date {
    /// The midnight (UTC) that follows so many days: lifecycle rules count in whole days. Days of another length have no
    /// midnight.
    func nextMidnight(afterDays days: Int, dayInSeconds: Double = Date.dayInSeconds) -> Date {
        guard dayInSeconds == Self.dayInSeconds else { return self + Double(days) * dayInSeconds }
        let day = (timeIntervalSince1970 / dayInSeconds).rounded(.up) + Double(days)
        return Date(timeIntervalSince1970: day * dayInSeconds)
    }

    package static let dayInSeconds = 86_400.0
}
