import SourceText
import TypeScriptEvaluator

/// Functions subscribed to a bucket's events by CDK calls.
extension BackendBuilder {
    /// `bucket.addEventNotification(EventType.X, new LambdaDestination(fn), { prefix, suffix }, …)`
    func addEventNotification(bucket index: Int, _ arguments: [Value], at site: SourceRange) {
        guard let name = arguments.first?.asOpaque?.lastName, let event = Self.eventNames[name] else {
            return warn(
                "not-emulated", "an event notification for an event that the sandbox does not know is ignored",
                at: site)
        }
        addEventNotification(bucket: index, events: [event], Array(arguments.dropFirst()), at: site)
    }

    /// - Parameter arguments: the destination, then filters.
    func addEventNotification(bucket index: Int, events: [String], _ arguments: [Value], at site: SourceRange) {
        guard let function = arguments.first.flatMap(destination) else {
            return warn(
                "not-emulated", "an event notification to anything but a function of this backend is ignored",
                help: "give a `LambdaDestination` of `backend.<function>.resources.lambda`", at: site)
        }
        let filters = arguments.dropFirst().compactMap { JSONValue($0) }
        backend.buckets[index].triggers.append(
            BucketTrigger(
                events: events, function: function, prefix: filters.lazy.compactMap { $0["prefix"]?.text }.first,
                suffix: filters.lazy.compactMap { $0["suffix"]?.text }.first, range: site))
    }

    /// `lambda.addEventSource(new S3EventSource(bucket, { events, filters }))`
    func addEventSource(_ function: String, _ arguments: [Value], at site: SourceRange) {
        guard let source = arguments.first?.asOpaque, source.lastName == "S3EventSource",
            case .constructed(_, let given) = source.source, let bucket = given.first?.asOpaque,
            let handle = bucket.payload as? ConstructHandle, case .bucketConstruct(let index) = handle.kind
        else { return }
        let options = given.count > 1 ? given[1].asObject : nil
        // What an option's getter throws is nothing that the sandbox could show better than leaving it out.
        let events = (try? options?.get("events"))?.asArray?.values ?? []
        let filters = (try? options?.get("filters")).flatMap { JSONValue($0) }?.elements ?? []
        backend.buckets[index].triggers.append(
            BucketTrigger(
                events: events.compactMap { $0.asOpaque.flatMap { Self.eventNames[$0.lastName] } }, function: function,
                prefix: filters.lazy.compactMap { $0["prefix"]?.text }.first,
                suffix: filters.lazy.compactMap { $0["suffix"]?.text }.first, range: site))
    }

    /// `backend.<bucket>.addTrigger(fn, 'onUpload')`
    func addTrigger(bucket index: Int, _ arguments: [Value], at site: SourceRange) throws {
        let events = ["onUpload": "s3:ObjectCreated:*", "onDelete": "s3:ObjectRemoved:*"]
        guard arguments.count > 1, let event = arguments[1].asText.flatMap({ events[$0] }) else { return }
        let lambda = (arguments[0].asOpaque?.payload as? ConstructHandle).flatMap(Self.function)
        guard let function = try lambda ?? function(behind: arguments[0]).map(make) else { return }
        backend.buckets[index].triggers.append(BucketTrigger(events: [event], function: function, range: site))
    }

    func addEnvironment(_ function: String, _ arguments: [Value], in realm: Realm) {
        guard arguments.count > 1, let name = arguments[0].asText,
            let index = backend.functions.firstIndex(where: { $0.name == function })
        else { return }
        backend.functions[index].environment.removeAll { $0.name == name }
        backend.functions[index].environment.append((name, text(of: arguments[1], in: realm)))
    }

    /// The function behind `new LambdaDestination(fn)`.
    private func destination(_ value: Value) -> String? {
        guard let opaque = value.asOpaque else { return nil }
        if case .constructed(_, let arguments) = opaque.source {
            return (arguments.first?.asOpaque?.payload as? ConstructHandle).flatMap(Self.function)
        }
        return (opaque.payload as? ConstructHandle).flatMap(Self.function)
    }

    private static func function(_ handle: ConstructHandle) -> String? {
        switch handle.kind {
        case .lambda(let name), .function(let name): name
        default: nil
        }
    }

    /// Members of CDK's `EventType`.
    private static let eventNames = [
        "OBJECT_CREATED": "s3:ObjectCreated:*", "OBJECT_CREATED_PUT": "s3:ObjectCreated:Put",
        "OBJECT_CREATED_POST": "s3:ObjectCreated:Post", "OBJECT_CREATED_COPY": "s3:ObjectCreated:Copy",
        "OBJECT_CREATED_COMPLETE_MULTIPART_UPLOAD": "s3:ObjectCreated:CompleteMultipartUpload",
        "OBJECT_REMOVED": "s3:ObjectRemoved:*", "OBJECT_REMOVED_DELETE": "s3:ObjectRemoved:Delete",
        "OBJECT_REMOVED_DELETE_MARKER_CREATED": "s3:ObjectRemoved:DeleteMarkerCreated",
        "OBJECT_TAGGING": "s3:ObjectTagging:*", "OBJECT_TAGGING_PUT": "s3:ObjectTagging:Put",
        "OBJECT_TAGGING_DELETE": "s3:ObjectTagging:Delete", "LIFECYCLE_EXPIRATION": "s3:LifecycleExpiration:*",
        "LIFECYCLE_EXPIRATION_DELETE": "s3:LifecycleExpiration:Delete",
        "LIFECYCLE_EXPIRATION_DELETE_MARKER_CREATED": "s3:LifecycleExpiration:DeleteMarkerCreated",
    ]
}
