import Foundation

/// How editors and tools put a new text into a file.
enum SaveStyle: CaseIterable, Sendable {
    /// Opens the file, cuts it to nothing and writes.
    case inPlace
    /// Writes a file beside it and renames that.
    case renamedFromBeside
    /// Writes a file in a folder that is not watched and renames that.
    case renamedFromElsewhere
    /// Moves the old file to a backup, writes a new one, removes the backup; tries a name first, as Vim does.
    case withBackup
    /// Moves old and new past each other, as JetBrains' editors do.
    case swapped
    /// Holds a lock in form of a broken symbolic link and keeps a copy for a crash, as Emacs does.
    case withLock
    /// Removes the file and makes it anew, as Git does.
    case removedAndMade
    /// Writes piece by piece.
    case inPieces

    func save(_ text: String, to path: String) throws {
        switch self {
        case .inPlace:
            try Self.write(text, to: path)
        case .renamedFromBeside:
            try Self.write(text, to: path + ".tmp")
            try Self.rename(path + ".tmp", path)
        case .renamedFromElsewhere:
            let other = NSString(string: path).deletingLastPathComponent + "/../../elsewhere.tmp"
            try Self.write(text, to: other)
            try Self.rename(other, path)
        case .withBackup:
            try Self.write("", to: path + ".4913")
            try Self.remove(path + ".4913")
            try Self.rename(path, path + "~")
            try Self.write(text, to: path)
            try Self.remove(path + "~")
        case .swapped:
            try Self.write(text, to: path + "___tmp___")
            try Self.rename(path, path + "___old___")
            try Self.rename(path + "___tmp___", path)
            try Self.remove(path + "___old___")
        case .withLock:
            try FileManager.default.createSymbolicLink(atPath: path + ".#lock", withDestinationPath: "user@host.1")
            try Self.write(text, to: path + "#save#")
            try Self.write(text, to: path)
            try Self.remove(path + "#save#")
            try Self.remove(path + ".#lock")
        case .removedAndMade:
            try Self.remove(path)
            try Self.write(text, to: path)
        case .inPieces:
            let descriptor = open(path, O_WRONLY | O_TRUNC | O_CREAT, 0o644)
            guard descriptor >= 0 else { throw POSIXError(.EIO) }
            for byte in text.utf8 { withUnsafeBytes(of: byte) { _ = Foundation.write(descriptor, $0.baseAddress, 1) } }
            close(descriptor)
        }
    }

    /// Removes a file if it is there.
    static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw POSIXError(.EIO) }
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func rename(_ from: String, _ to: String) throws {
        guard Foundation.rename(from, to) == 0 else { throw POSIXError(.EIO) }
    }
}
