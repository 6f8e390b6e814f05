package import FoundationEssentials

/// A bucket as it stands now.
package struct Bucket: Sendable, Identifiable {
    /// Where a bucket comes from, and so who may remove it.
    package enum Origin: Int, Sendable {
        /// The app's definition declares it.
        case definition = 0
        /// An administrator made it through S3.
        case administrator = 1
    }

    package enum Versioning: Int, Sendable {
        /// Never turned on: a write replaces.
        case off = 0
        /// Each write makes a version.
        case enabled = 1
        /// Was on: writes make and replace the `null` version, older versions stay.
        case suspended = 2
    }

    /// A document of the bucket that the store keeps and others understand.
    package enum Document: String, Sendable, CaseIterable {
        case accelerate, accessControl, analytics, cors, encryption, intelligentTiering, inventory, lifecycle, logging
        case metrics, notification, objectLock, ownershipControls, policy, publicAccessBlock, replication
        case requestPayment, tagging, website
    }

    /// The store's own number of the bucket. Not used again for a later bucket of the same name.
    package var id: Int64
    package var name: BucketName
    package var owner: Owner
    package var createdAt: Date
    package var origin: Origin
    /// The definition no longer has it: requests are refused, its objects stay.
    package var isRetired: Bool
    package var versioning: Versioning
    package var isObjectLockEnabled: Bool
    package var documents: [Document: String]
}
