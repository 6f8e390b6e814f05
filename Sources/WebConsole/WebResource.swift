import WebResources

extension WebResource {
    /// The embedded file at a path below `Resources`.
    static func named(_ path: String) -> WebResource? {
        byPath[path]
    }

    static var paths: some Collection<String> { byPath.keys }

    private static let byPath: [String: WebResource] = {
        var resources: [String: WebResource] = [:]
        var next = webResources()
        while let path = next.pointee.path {
            resources[String(cString: path)] = next.pointee
            next += 1
        }
        return resources
    }()

    var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: lengthInBytes) }

    var text: String { String(decoding: buffer, as: UTF8.self) }
}

/// The bytes are constants of the program.
extension WebResource: @retroactive @unchecked Sendable {}
