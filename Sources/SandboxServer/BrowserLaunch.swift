import Glibc

/// Starts a Chromium in the place of this process.
package enum BrowserLaunch {
    private static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

    /// Returns only by throwing ``BrowserFailure``.
    package static func run(_ arguments: [String]) throws(BrowserFailure) -> Never {
        for name in names {
            guard let program = SystemCommand.find(name) else { continue }
            // Chromium refuses to run as root with its own sandbox, as in a container.
            let code = SystemCommand.become(program, (geteuid() == 0 ? ["--no-sandbox"] : []) + arguments)
            throw .failed(program: program, code: code)
        }
        throw .notFound
    }
}

/// Why no browser was started.
package enum BrowserFailure: Error, CustomStringConvertible {
    case notFound
    case failed(program: String, code: Int32)

    package var description: String {
        switch self {
        case .notFound: "there is neither Chromium nor Chrome in PATH"
        case .failed(let program, let code): "cannot start `\(program)`: \(String(cString: strerror(code)))"
        }
    }
}
