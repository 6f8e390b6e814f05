import Synchronization

/// Values that were read lately from the texts that the store keeps.
final class DocumentCache<Value: Sendable>: Sendable {
    private let capacity = 64
    private let values = Mutex<[Key: Value]>([:])
    private let read: @Sendable (_ text: String, _ bucket: String) -> Value?

    private struct Key: Hashable {
        var text: String
        var bucket: String
    }

    /// - Parameter read: nil for a text that is none of these documents, which the store should not hold.
    init(_ read: @escaping @Sendable (_ text: String, _ bucket: String) -> Value?) {
        self.read = read
    }

    /// - Parameter bucket: for documents whose meaning depends on it.
    func value(of text: String, in bucket: String = "") -> Value? {
        let key = Key(text: text, bucket: bucket)
        if let value = values.withLock({ $0[key] }) { return value }
        guard let value = read(text, bucket) else { return nil }
        values.withLock { values in
            if values.count >= capacity { values.removeAll() }
            values[key] = value
        }
        return value
    }
}
