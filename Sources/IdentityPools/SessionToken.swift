import IAM

/// What a session token holds, as bytes: a version, the end, the role, and three texts.
struct SessionToken: Equatable {
    private static let version: UInt8 = 1

    var session: Principal.RoleSession
    /// Since 1970.
    var endsAtSeconds: Int

    init(session: Principal.RoleSession, endsAtSeconds: Int) {
        self.session = session
        self.endsAtSeconds = endsAtSeconds
    }

    var bytes: [UInt8] {
        var bytes = [Self.version]
        withUnsafeBytes(of: UInt64(endsAtSeconds).bigEndian) { bytes += $0 }
        let (kind, name): (UInt8, String?) =
            switch session.role {
            case .guest: (0, nil)
            case .authenticated: (1, nil)
            case .group(let name): (2, name)
            case .function(let name): (3, name)
            }
        bytes.append(kind)
        for text in [name, session.identityID, session.userName] { Self.append(text, to: &bytes) }
        return bytes
    }

    /// Nil for bytes of another shape, which a sealed token of this version cannot have.
    init?(bytes: [UInt8]) {
        guard bytes.count >= 10, bytes[0] == Self.version else { return nil }
        endsAtSeconds = bytes[1..<9].reduce(0) { $0 << 8 | Int($1) }
        var rest = bytes[10...]
        guard let name = Self.takeText(from: &rest), let identityID = Self.takeText(from: &rest),
            let userName = Self.takeText(from: &rest), rest.isEmpty
        else { return nil }
        let role: Role
        switch (bytes[9], name) {
        case (0, nil): role = .guest
        case (1, nil): role = .authenticated
        case (2, let name?): role = .group(name)
        case (3, let name?): role = .function(name)
        default: return nil
        }
        session = Principal.RoleSession(role: role, identityID: identityID, userName: userName)
    }

    /// Two bytes of length and UTF-8; an absent text has the length 65,535.
    private static func append(_ text: String?, to bytes: inout [UInt8]) {
        guard let text else {
            bytes += [0xFF, 0xFF]
            return
        }
        let characters = Array(text.utf8.prefix(2048))
        bytes += [UInt8(characters.count >> 8), UInt8(characters.count & 0xFF)]
        bytes += characters
    }

    /// Nil if the bytes end too early; a text that is nil itself was absent.
    private static func takeText(from bytes: inout ArraySlice<UInt8>) -> String?? {
        guard bytes.count >= 2 else { return nil }
        let length = Int(bytes[bytes.startIndex]) << 8 | Int(bytes[bytes.startIndex + 1])
        bytes = bytes.dropFirst(2)
        guard length != 0xFFFF else { return .some(nil) }
        guard bytes.count >= length else { return nil }
        defer { bytes = bytes.dropFirst(length) }
        return String(decoding: bytes.prefix(length), as: UTF8.self)
    }
}
