import SourceText

/// ImportDeclaration, with what TypeScript erases.
///
/// Reference: https://tc39.es/ecma262/#sec-imports
extension Parser {
    /// "import a, { type B, c as d } from 'x'", "import * as e from 'x'", "import 'x'"; nothing for "import type …".
    mutating func parseImportDeclaration() -> StatementNode? {
        let start = token.start
        isModule = true
        advance()
        // "import 'x'"
        if at(.string) { return finishImport([], isTypeOnly: false, hasClause: false, from: start) }

        let isTypeOnly = takeTypeModifier()
        // "import a = require('x')", "import a = b.c"
        if token.isIdentifier, peek().kind == .assign {
            return parseImportEquals(isTypeOnly: isTypeOnly, from: start)
        }
        var bindings: [(imported: ImportBinding.Imported, local: Identifier, range: Range<Int>)] = []
        var needsMore = true
        // "a"
        if token.isIdentifier {
            let local = parseBindingIdentifier()
            bindings.append((.default, local, local.range))
            needsMore = take(.comma)
        }
        if needsMore {
            if at(.star) {
                bindings.append(parseNamespaceImport())
            } else if at(.openBrace) {
                _ = parseBracketedList(Self.canBeginPropertyKey) { parser in
                    if let binding = parser.parseImportSpecifier() { bindings.append(binding) }
                }
            } else {
                reportUnexpected(expected: "`{`, `*`, a name or a string after `import`")
            }
        }
        for binding in bindings where !isTypeOnly { declare(binding.local, as: .lexical) }
        return finishImport(bindings, isTypeOnly: isTypeOnly, hasClause: true, from: start)
    }

    /// "from 'x' with { type: 'json' };"
    private mutating func finishImport(
        _ bindings: [(imported: ImportBinding.Imported, local: Identifier, range: Range<Int>)], isTypeOnly: Bool,
        hasClause: Bool, from start: Int
    ) -> StatementNode? {
        guard let specifier = parseModuleSpecifier(hasFrom: hasClause) else { return nil }
        if isTypeOnly { return nil }
        // Whether the names are used as values is known at the end of the file only: see `Parser.finishImports`.
        return .import(
            ImportDeclaration(
                range: stretch(from: start), specifier: specifier,
                bindings: bindings.map {
                    ImportBinding(range: $0.range, imported: $0.imported, local: $0.local, isUsedAsValue: true)
                }, isErased: hasClause))
    }

    /// "from 'x' with { type: 'json' };", with nothing but the string after "import"
    mutating func parseModuleSpecifier(hasFrom: Bool = true) -> StringLiteral? {
        if hasFrom, !take(.from) {
            reportUnexpected(expected: "`from`", help: "the module's name follows: `from './module'`")
            return nil
        }
        guard at(.string) else {
            reportUnexpected(
                expected: "the module's name in quotes",
                help: at(.template) ? "templates cannot stand here" : nil)
            return nil
        }
        let specifier = parseStringLiteral()
        if at(.with) || (lexer.name(of: token) == "assert" && !token.isOnNewLine), peek().kind == .openBrace {
            advance()
            _ = parseObjectLiteral()
        }
        takeSemicolon()
        return specifier
    }

    /// The word `type` in "import type A from", "import type { A } from", "export type { A }".
    private mutating func takeTypeModifier() -> Bool {
        guard at(.type) else { return false }
        let next = peek()
        var isModifier = next.kind == .openBrace || next.kind == .star
        if next.isIdentifier {
            // In "import type from 'x'" it is a name, in "import type from from 'x'" a modifier.
            var ahead = lexer
            ahead.isTrying = true
            _ = ahead.next()
            let afterNext = ahead.next()
            isModifier =
                next.keyword != .from || afterNext.keyword == .from || afterNext.kind == .assign
        }
        if isModifier { advance() }
        return isModifier
    }

    /// "* as a"
    private mutating func parseNamespaceImport() -> (ImportBinding.Imported, Identifier, Range<Int>) {
        let start = token.start
        advance()
        if !take(.as) { reportUnexpected(expected: "`as` after `*`", help: "write `import * as name from '…'`") }
        let local = parseBindingIdentifier()
        return (.namespace, local, stretch(from: start))
    }

    /// "a", "a as b", "default as b", "'any text' as b"; nothing for "type A".
    private mutating func parseImportSpecifier() -> (ImportBinding.Imported, Identifier, Range<Int>)? {
        let start = token.start
        let (isType, imported, alias) = parseSpecifier()
        guard let imported else { return nil }
        if isType { return nil }
        let local = alias ?? imported
        if lexer.text[local.range.lowerBound] == .singleQuote || lexer.text[local.range.lowerBound] == .doubleQuote {
            report("found a string, expected a name", at: local.range, help: "write `'…' as name`")
        }
        if let alias {
            return (.named(imported.text), Identifier(range: alias.range, name: alias.text), stretch(from: start))
        }
        return (.named(imported.text), Identifier(range: imported.range, name: imported.text), imported.range)
    }

    /// "a", "a as b", "type a", "type a as b", and the names `type` and `as` themselves
    mutating func parseSpecifier() -> (isType: Bool, name: Name?, alias: Name?) {
        var isType = false
        if at(.type) {
            var ahead = lexer
            ahead.isTrying = true
            let next = ahead.next()
            let afterNext = ahead.next()
            if next.keyword == .as {
                // "type as", "type as as a" have a type called `as`; "type as a" has a value called `type`.
                isType = afterNext.keyword == .as || afterNext.kind == .comma || afterNext.kind == .closeBrace
                if afterNext.keyword == .as {
                    let last = ahead.next()
                    if last.kind != .identifier { isType = false }
                }
            } else {
                isType = next.kind == .identifier || next.kind == .string
            }
            if isType { advance() }
        }
        guard let name = parseModuleExportName() else { return (isType, nil, nil) }
        guard take(.as) else { return (isType, name, nil) }
        return (isType, name, parseModuleExportName())
    }

    /// "a", "default", "'any text'"
    mutating func parseModuleExportName() -> Name? {
        if at(.string) {
            let literal = parseStringLiteral()
            return Name(text: literal.value.text, range: literal.range)
        }
        guard at(.identifier) else {
            reportUnexpected(expected: "a name")
            return nil
        }
        let name = Name(text: lexer.name(of: token), range: token.range)
        advance()
        return name
    }

    /// "import a = require('x')" and "import a = b.c", which mean what `const` does.
    private mutating func parseImportEquals(isTypeOnly: Bool, from start: Int) -> StatementNode? {
        let name = parseBindingIdentifier()
        advance()
        let value = parseLeftHandSideExpression()
        takeSemicolon()
        if isTypeOnly { return nil }
        declare(name, as: .lexical)
        let declarator = VariableDeclarator(
            range: stretch(from: name.range.lowerBound), target: .identifier(name), initializer: value)
        return .variable(
            VariableDeclaration(range: stretch(from: start), kind: .const, declarators: [declarator]))
    }

    /// Settles which imports are values, once all uses have been seen.
    func finishImports(_ statements: [StatementNode]) -> [StatementNode] {
        let keepsAll = ["js", "mjs", "cjs", "jsx"].contains { lexer.file.name.hasSuffix("." + $0) }
        return statements.map { statement in
            guard case .import(let declaration) = statement else { return statement }
            let bindings = declaration.bindings.map { binding in
                ImportBinding(
                    range: binding.range, imported: binding.imported, local: binding.local,
                    isUsedAsValue: keepsAll || valueUses[binding.local.name, default: 0] > 0)
            }
            // Until here `isErased` says that there was a clause at all.
            let isErased = declaration.isErased && !keepsAll && !bindings.contains(where: \.isUsedAsValue)
            return .import(
                ImportDeclaration(
                    range: declaration.range, specifier: declaration.specifier, bindings: bindings,
                    isErased: isErased))
        }
    }
}
