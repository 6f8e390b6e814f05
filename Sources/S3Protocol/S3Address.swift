/// The host names under which S3 answers.
package struct S3Hosts: Sendable {
    /// Names that hold no bucket; the bucket is the first segment of the path. A bucket's name before one of
    /// `bucketSuffixes` makes a virtual host.
    package var pathStyle: Set<String>
    /// Each with its leading dot, longest first.
    package var bucketSuffixes: [String]

    /// AWS's names for a region, and those that lead to this machine.
    package init(region: String) {
        let endpoints = [
            "s3.\(region).amazonaws.com", "s3.dualstack.\(region).amazonaws.com", "s3-\(region).amazonaws.com",
            "s3.amazonaws.com", "s3-accelerate.amazonaws.com", "s3-accelerate.dualstack.amazonaws.com",
            "s3.\(region).amazonaws.com.cn", "s3.localhost", "localhost",
        ]
        pathStyle = Set(endpoints)
        bucketSuffixes = endpoints.map { "." + $0 }.sorted { $0.utf8.count > $1.utf8.count }
    }
}

/// Which bucket and key a request is about.
package struct S3Address: Sendable, Hashable {
    package enum Style: Sendable, Hashable {
        case path
        case virtualHost
    }

    package var style: Style
    package var bucket: String?
    /// Percent-decoded; every byte counts: empty and dot segments, trailing slashes.
    package var key: String?

    package init(style: Style, bucket: String?, key: String?) {
        self.style = style
        self.bucket = bucket
        self.key = key
    }

    /// Throws `InvalidURI` for a path that is no encoded UTF-8, or holds NUL.
    package init(authority: String, rawPath: Substring, hosts: S3Hosts) throws(S3Error) {
        let path = rawPath.utf8.first == UInt8(ascii: "/") ? rawPath.dropFirst() : rawPath
        if let bucket = hosts.bucket(inAuthority: authority) {
            style = .virtualHost
            self.bucket = bucket
            key = path.isEmpty ? nil : try Self.decode(path)
            return
        }
        style = .path
        guard !path.isEmpty else {
            bucket = nil
            key = nil
            return
        }
        let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
        bucket = try Self.decode(path[..<slash])
        let rest = slash == path.endIndex ? path[slash...] : path[path.utf8.index(after: slash)...]
        key = rest.isEmpty ? nil : try Self.decode(rest)
    }

    private static func decode(_ text: Substring) throws(S3Error) -> String {
        // A plus sign in a path is a plus sign.
        guard let decoded = PercentEncoding.decode(text, plus: .isPlus), !decoded.utf8.contains(0) else {
            throw S3Error(.invalidURI)
        }
        return decoded
    }
}

extension S3Hosts {
    /// The bucket that a `Host` field names, if it names one.
    func bucket(inAuthority authority: String) -> String? {
        // The common case, an address or `localhost` with a port, costs one look at the first byte.
        guard let first = authority.utf8.first, first != UInt8(ascii: "["), !authority.isAddress else { return nil }
        var host = authority.lowercased()
        if let colon = host.utf8.lastIndex(of: UInt8(ascii: ":")) { host = String(host[..<colon]) }
        guard !pathStyle.contains(host), let suffix = bucketSuffixes.first(where: host.hasSuffix) else { return nil }
        let bucket = host.dropLast(suffix.count)
        return bucket.isEmpty ? nil : String(bucket)
    }
}

extension String {
    /// Whether this is made of digits, dots and a port only: no host name is.
    fileprivate var isAddress: Bool {
        utf8.allSatisfy { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: ":")) || $0 == UInt8(ascii: ".") }
    }
}
