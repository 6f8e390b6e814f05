import OpenSSL

/// The digests of a body that comes in pieces: always its MD5, and what else was asked for.
struct BodyDigests: ~Copyable {
    private var md5 = Digest(.md5)
    private var crc32: CyclicRedundancyCheck<UInt32>?
    private var crc32c: CyclicRedundancyCheck<UInt32>?
    private var crc64nvme: CyclicRedundancyCheck<UInt64>?
    private var sha1: Digest?
    private var sha256: Digest?

    init(_ algorithms: Set<ChecksumAlgorithm>) {
        crc32 = algorithms.contains(.crc32) ? .crc32 : nil
        crc32c = algorithms.contains(.crc32c) ? .crc32c : nil
        crc64nvme = algorithms.contains(.crc64nvme) ? .crc64nvme : nil
        sha1 = algorithms.contains(.sha1) ? Digest(.sha1) : nil
        sha256 = algorithms.contains(.sha256) ? Digest(.sha256) : nil
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        md5.update(bytes)
        crc32?.update(bytes)
        crc32c?.update(bytes)
        crc64nvme?.update(bytes)
        sha1?.update(bytes)
        sha256?.update(bytes)
    }

    mutating func finish() -> (md5: [UInt8], checksums: [ChecksumAlgorithm: [UInt8]]) {
        var checksums: [ChecksumAlgorithm: [UInt8]] = [:]
        if let crc32 { checksums[.crc32] = crc32.value.bigEndianBytes }
        if let crc32c { checksums[.crc32c] = crc32c.value.bigEndianBytes }
        if let crc64nvme { checksums[.crc64nvme] = crc64nvme.value.bigEndianBytes }
        if let value = sha1?.finish() { checksums[.sha1] = value }
        if let value = sha256?.finish() { checksums[.sha256] = value }
        return (md5.finish(), checksums)
    }
}

extension FixedWidthInteger {
    var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { [UInt8]($0) } }

    init(bigEndianBytes bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self($1) }
    }
}
