import Glibc
package import HTTPTypes

/// A folder of an app's files, served as they are: `sandbox --serve <folder>`.
///
/// Invariant: nothing outside the folder is ever opened. A path is walked name by name from the folder's own
/// descriptor; links are not followed, and names that mean another place, or begin with a dot, name nothing.
package final class StaticFolder: Sendable {
    private let root: CInt

    /// Fails if the folder cannot be opened.
    package init(path: String) throws(StaticFolderError) {
        root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard root >= 0 else { throw .unreadable(path: path, errorCode: errno) }
    }

    deinit { close(root) }

    /// The answer to a request for a file; nil if there is none for this path.
    ///
    /// A folder is answered by its `index.html`. A path without a file is answered by the folder's own `index.html`
    /// if a browser goes there as to a page, so that apps may route by path.
    package func answer(to request: HTTPRequest) -> StaticAnswer? {
        let path = String((request.path ?? "/").prefix { $0 != "?" && $0 != "#" })
        guard let names = Self.names(in: path) else { return nil }
        switch find(names) {
        case .file(let file, let name) where !path.hasSuffix("/"):
            return answer(to: request, file, name: name)
        case .file:
            return nil
        case .folder:
            guard path.hasSuffix("/") else {
                // Two slashes in front would name another host.
                let location = "/\(path.drop { $0 == "/" })/"
                return StaticAnswer(status: .temporaryRedirect, headerFields: [.location: location])
            }
            return page(names + ["index.html"], request)
        case .nothing:
            return Self.asksForPage(request, names) ? page(["index.html"], request) : nil
        }
    }

    private func page(_ names: [String], _ request: HTTPRequest) -> StaticAnswer? {
        guard case .file(let file, let name) = find(names) else { return nil }
        return answer(to: request, file, name: name)
    }

    private func answer(to request: HTTPRequest, _ file: OpenFile, name: String) -> StaticAnswer {
        let eTag = "\"\(String(file.modificationTime, radix: 36))-\(String(file.lengthInBytes, radix: 36))\""
        return StaticAnswer(
            to: request, eTag: eTag,
            headerFields: [
                .contentType: MediaType.of(fileName: name), .cacheControl: "no-cache", .xContentTypeOptions: "nosniff",
            ],
            body: .file(file))
    }

    /// A page has no dot in its last name, and the browser says that it wants HTML.
    private static func asksForPage(_ request: HTTPRequest, _ names: [String]) -> Bool {
        request.method == .get && names.last?.contains(".") != true
            && request.headerFields[.accept]?.contains("text/html") == true
    }

    // MARK: - Walking

    private enum Found {
        case file(OpenFile, name: String)
        case folder
        case nothing
    }

    private func find(_ names: [String]) -> Found {
        guard let last = names.last else { return .folder }
        var folder = root
        defer { if folder != root { close(folder) } }
        for name in names.dropLast() {
            let next = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard next >= 0 else { return .nothing }
            if folder != root { close(folder) }
            folder = next
        }
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let descriptor = openat(folder, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return .nothing }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            return .folder
        }
        return OpenFile(owning: descriptor).map { .file($0, name: last) } ?? .nothing
    }

    /// The names in a path, decoded; nil if one of them can be no file of an app.
    private static func names(in path: String) -> [String]? {
        guard path.utf8.count <= 4096, path.hasPrefix("/") else { return nil }
        var names: [String] = []
        for part in path.split(separator: "/") {
            guard let name = decode(part), !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") }),
                !name.hasPrefix(".") || name == ".well-known"
            else { return nil }
            names.append(name)
        }
        return names
    }

    /// Percent-decoded; nil if that is not UTF-8, or a percent sign stands alone.
    private static func decode(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16),
                digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
            else { return nil }
            bytes.append(value)
            rest.removeFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// Why a folder cannot be served.
package enum StaticFolderError: Error, Sendable, CustomStringConvertible {
    /// `errorCode` is the system's `errno`.
    case unreadable(path: String, errorCode: CInt)

    package var description: String {
        switch self {
        case .unreadable(let path, let errorCode):
            "cannot serve the folder `\(path)`: \(String(cString: strerror(errorCode)))"
        }
    }
}
