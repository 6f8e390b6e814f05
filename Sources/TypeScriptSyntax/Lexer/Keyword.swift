/// Words with a meaning: first those that are always reserved, then those that are names elsewhere.
enum Keyword: UInt8, CaseIterable {
    case `break`, `case`, `catch`, `class`, const, `continue`, debugger, `default`, delete, `do`, `else`, `enum`
    case export, extends, `false`, finally, `for`, function, `if`, `import`, `in`, instanceof, new, null, `return`
    case `super`, `switch`, this, `throw`, `true`, `try`, typeof, `var`, void, `while`, with

    /// No keyword, or one written with an escape.
    case none

    case abstract, accessor, `as`, asserts, async, await, declare, from, get, global, implements, infer, interface
    case `is`, keyof, `let`, module, namespace, of, out, override, package, `private`, protected, `public`, readonly
    case require, satisfies, set, `static`, type, unique, using, yield

    /// Can never name a variable.
    var isReserved: Bool { rawValue < Keyword.none.rawValue }

    var spelling: String { String(describing: self) }

    /// The keyword that `text` spells.
    static func spelled(by text: ArraySlice<UInt8>) -> Keyword {
        guard text.count <= 10, let candidate = byHash[hash(text)] else { return .none }
        return text.elementsEqual(candidate.spelling) ? candidate.keyword : .none
    }

    private static let byHash: [UInt64: (keyword: Keyword, spelling: [UInt8])] = {
        var table: [UInt64: (keyword: Keyword, spelling: [UInt8])] = [:]
        for keyword in allCases where keyword != .none {
            let spelling = Array(keyword.spelling.utf8)
            table[hash(spelling[...])] = (keyword, spelling)
        }
        return table
    }()

    private static func hash(_ text: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0
        for byte in text { hash = hash &* 31 &+ UInt64(byte) }
        return hash
    }
}
