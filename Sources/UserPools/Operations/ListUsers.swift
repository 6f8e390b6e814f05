import GRDB

/// All users, or those that a filter takes, by pages.
enum ListUsers: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var attributesToGet: [String]?
        var limit: Int?
        var paginationToken: String?
        var filter: String?
    }

    struct Output: Encodable {
        var users: [UserDescription]
        var paginationToken: String?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkPool(input.userPoolID)
        let limit = try pool.pageSize(input.limit)
        let filter = try input.filter.flatMap { try UserFilter($0) }
        let token = input.paginationToken ?? ""
        let found = try await pool.read { db in
            var found: [UserRecord] = []
            let rows = try UserRecord.fetchCursor(
                db, sql: "SELECT * FROM poolUsers WHERE sub > ? ORDER BY sub", arguments: [token])
            while found.count <= limit, let user = try rows.next() {
                if filter?.takes(user) ?? true { found.append(user) }
            }
            return found
        }
        let page = found.prefix(limit)
        return Output(
            users: page.map { UserDescription($0, showing: input.attributesToGet) },
            paginationToken: found.count > limit ? page.last?.sub : nil)
    }
}

/// `email ^= "jane"`: one attribute, equal or beginning.
///
/// Reference: "Managing and searching for user accounts", Amazon Cognito Developer Guide.
struct UserFilter: Sendable {
    private static let searchable: Set<String> = [
        "username", "email", "phone_number", "name", "given_name", "family_name", "preferred_username",
        "cognito:user_status", "status", "sub",
    ]

    private let attribute: String
    private let value: String
    private let takesBeginning: Bool

    /// Nil for an empty filter, which takes all.
    init?(_ text: String) throws(UserPoolFault) {
        let text = text.drop(while: \.isWhitespace)
        guard !text.isEmpty else { return nil }
        let name = text.prefix { !$0.isWhitespace && $0 != "=" && $0 != "^" }
        var rest = text[name.endIndex...].drop(while: \.isWhitespace)
        takesBeginning = rest.hasPrefix("^=")
        guard takesBeginning || rest.hasPrefix("=") else { throw Self.fault(text) }
        rest = rest.dropFirst(takesBeginning ? 2 : 1).drop(while: \.isWhitespace)
        guard rest.hasPrefix("\"") else { throw Self.fault(text) }
        var value = ""
        var isEscaped = false
        var isClosed = false
        for character in rest.dropFirst() {
            if isClosed {
                guard character.isWhitespace else { throw Self.fault(text) }
            } else if isEscaped {
                value.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isClosed = true
            } else {
                value.append(character)
            }
        }
        attribute = String(name).trimmingQuotes
        guard isClosed else { throw Self.fault(text) }
        guard Self.searchable.contains(attribute) else {
            throw .attributeFault("One or more request parameters are incorrect: \(attribute) cannot be searched.")
        }
        self.value = value
    }

    func takes(_ user: UserRecord) -> Bool {
        let found: String? =
            switch attribute {
            case "username": user.userName
            case "cognito:user_status": user.status.rawValue
            case "status": user.isEnabled ? "Enabled" : "Disabled"
            default: user.value(of: attribute)
            }
        guard let found = found?.lowercased() else { return false }
        return takesBeginning ? found.hasPrefix(value.lowercased()) : found == value.lowercased()
    }

    private static func fault(_ text: Substring) -> UserPoolFault {
        .attributeFault("Error while parsing filter: \(text.prefix(100))")
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        hasPrefix("\"") && hasSuffix("\"") && count > 1 ? String(dropFirst().dropLast()) : self
    }
}
