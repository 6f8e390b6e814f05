import BackendDefinition
import OrderedCollections

/// The versions of the client configuration, by the names of `--outputs-version`.
package enum OutputsVersion: String, Sendable, CaseIterable, Comparable {
    /// The form of the first generation: `amplifyconfiguration.json`.
    case legacy = "0"
    case v1 = "1"
    case v1_1 = "1.1"
    case v1_2 = "1.2"
    case v1_3 = "1.3"
    case v1_4 = "1.4"
    case v1_5 = "1.5"

    package static let newest = v1_5

    package static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!  // Every case is among all cases.
    }
}

extension OrderedDictionary<String, JSONValue> {
    /// The `auth` section as a version has it: groups came with 1.3, passwordless sign-in and e-mail codes with 1.4.
    func authSection(for version: OutputsVersion) -> Self {
        var section = self
        if version < .v1_3 { section["groups"] = nil }
        if version < .v1_4 {
            section["passwordless"] = nil
            section["mfa_methods"] = section["mfa_methods"].map { methods in
                .array(methods.elements.filter { $0 != .string("EMAIL") })
            }
        }
        return section
    }

    /// The `storage` section as a version has it: several buckets came with 1.1, their paths with 1.2.
    func storageSection(for version: OutputsVersion) -> Self {
        var section = self
        if version < .v1_1 { section["buckets"] = nil }
        if version < .v1_2 {
            section["buckets"] = section["buckets"].map { buckets in
                .array(
                    buckets.elements.map { bucket in
                        guard case .object(var members) = bucket else { return bucket }
                        members["paths"] = nil
                        return .object(members)
                    })
            }
        }
        return section
    }
}
