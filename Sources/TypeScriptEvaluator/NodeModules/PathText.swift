/// Paths as texts, by the rules of POSIX.
///
/// Reference: https://nodejs.org/api/path.html

/// Without empty parts, `.` and, where there is something to leave, `..`.
func normalizedPath(_ path: String) -> String {
    guard !path.isEmpty else { return "." }
    let isAbsolute = path.hasPrefix("/")
    let hasTrailingSlash = path.hasSuffix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
        if part == "..", let last = parts.last, last != ".." {
            parts.removeLast()
        } else if part != ".." || !isAbsolute {
            parts.append(part)
        }
    }
    let joined = parts.joined(separator: "/")
    if joined.isEmpty { return isAbsolute ? "/" : hasTrailingSlash ? "./" : "." }
    return (isAbsolute ? "/" : "") + joined + (hasTrailingSlash ? "/" : "")
}

/// The path from the root that the parts lead to, starting in `folder`.
func resolvedPath(_ parts: [String], from folder: String) -> String {
    var path = ""
    for part in (parts.reversed() + [folder]) where !part.isEmpty {
        path = path.isEmpty ? part : "\(part)/\(path)"
        if part.hasPrefix("/") { break }
    }
    let normalized = normalizedPath(path)
    return normalized.count > 1 && normalized.hasSuffix("/") ? String(normalized.dropLast()) : normalized
}

/// `dirname`
func parentFolder(of path: String) -> String {
    var trimmed = path[...]
    while trimmed.utf8.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    var parent = trimmed[..<slash]
    while parent.utf8.count > 1, parent.hasSuffix("/") { parent.removeLast() }
    return parent.isEmpty ? "/" : String(parent)
}

/// `basename`
func lastPart(of path: String) -> String {
    var trimmed = path[...]
    while trimmed.utf8.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    return String(trimmed.split(separator: "/").last ?? "")
}

/// `extname`: with its dot; names that begin with their only dot have none.
func fileExtension(of path: String) -> String {
    let name = lastPart(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex, name != ".." else { return "" }
    return String(name[dot...])
}

/// `relative`: both from the root.
func relativePath(from: String, to: String) -> String {
    let fromParts = from.split(separator: "/")
    let toParts = to.split(separator: "/")
    var shared = 0
    while shared < fromParts.count, shared < toParts.count, fromParts[shared] == toParts[shared] { shared += 1 }
    let up = Array(repeating: "..", count: fromParts.count - shared)
    return (up + toParts[shared...].map(String.init)).joined(separator: "/")
}

/// `file:///project/amplify/backend.ts`
func fileURL(ofPath path: String) -> String {
    "file://" + percentEncoded(path, keeping: "/:@!$&'()*+,;=-._~")
}

/// A text with everything but letters, digits and `kept` as `%` and two digits.
func percentEncoded(_ text: String, keeping kept: String) -> String {
    let kept = Set(kept.utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        let isAlphanumeric = digitValue(UInt16(byte)) != nil
        if isAlphanumeric || kept.contains(byte) {
            bytes.append(byte)
        } else {
            bytes += percentEncoding(of: byte).map { UInt8($0) }
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// With every `%` and two digits as the byte they stand for.
func percentDecoded(_ text: String) -> String {
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
        if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
            let high = digitValue(UInt16(source[index + 1])), high < 16,
            let low = digitValue(UInt16(source[index + 2])), low < 16
        {
            bytes.append(UInt8(high * 16 + low))
            index += 3
        } else {
            bytes.append(source[index])
            index += 1
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
