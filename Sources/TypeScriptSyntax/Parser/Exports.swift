/// ExportDeclaration, with what TypeScript erases.
///
/// Reference: https://tc39.es/ecma262/#sec-exports
extension Parser {
    /// "export const a = 1", "export default a", "export { a as b } from 'x'", "export * from 'x'"
    mutating func parseExportDeclaration() -> StatementNode? {
        let start = token.start
        isModule = true
        advance()
        switch token.kind {
        case .openBrace:
            return parseExportNamed(isTypeOnly: false, from: start)
        case .star:
            return parseExportAll(isTypeOnly: false, from: start)
        case .assign:
            reportUnsupported("`export =` is", at: start..<token.end, help: "write `export default`")
            advance()
            _ = parseExpression()
            takeSemicolon()
            return nil
        case .at:
            skipDecorators()
            return parseExportedDeclaration(from: start)
        default:
            break
        }
        switch token.keyword {
        case .default:
            return parseExportDefault(from: start)
        // "export type { A }", "export type * from 'x'"
        case .type where peek().kind == .openBrace:
            advance()
            return parseExportNamed(isTypeOnly: true, from: start)
        case .type where peek().kind == .star:
            advance()
            return parseExportAll(isTypeOnly: true, from: start)
        // "export as namespace A"
        case .as:
            advance()
            _ = take(.namespace)
            _ = parseBindingIdentifier()
            takeSemicolon()
            return nil
        // "export import a = b.c"
        case .import where peek().isIdentifier:
            return parseImportDeclaration().flatMap { exported($0, from: start) }
        default:
            return parseExportedDeclaration(from: start)
        }
    }

    /// "const a = 1", "function f() {}", "class A {}", "enum A {}" after `export`
    private mutating func parseExportedDeclaration(from start: Int) -> StatementNode? {
        switch token.keyword {
        case .const, .let, .class, .enum, .function:
            return parseDeclaration(.list).flatMap { exported($0, from: start) }
        case .var:
            return exported(.variable(parseVariableStatement()), from: start)
        case .async where peekOnSameLine({ $0.keyword == .function }):
            return parseDeclaration(.list).flatMap { exported($0, from: start) }
        default:
            if let declaration = parseOptionalTypeDeclaration(.list) {
                return declaration.node.flatMap { exported($0, from: start) }
            }
            reportUnexpected(expected: "a declaration after `export`", help: helpForExport())
            return nil
        }
    }

    private func helpForExport() -> String? {
        guard token.isIdentifier else { return nil }
        let name = lexer.name(of: token)
        return guessedWord(name).map { "did you mean `\($0)`?" } ?? "write `export const \(name) = …`"
    }

    private mutating func exported(_ declaration: StatementNode, from start: Int) -> StatementNode? {
        switch declaration {
        case .variable(let variables):
            for declarator in variables.declarators { declareExports(of: declarator.target) }
        case .function(let function):
            function.name.map { declareExport(Name(text: $0.name, range: $0.range)) }
        case .class(let node):
            node.name.map { declareExport(Name(text: $0.name, range: $0.range)) }
        default:
            // Enums of one name add to each other.
            break
        }
        return .exportDeclaration(ExportDeclaration(range: stretch(from: start), declaration: declaration))
    }

    private mutating func declareExports(of pattern: PatternNode) {
        switch pattern {
        case .identifier(let identifier):
            declareExport(Name(text: identifier.name, range: identifier.range))
        case .expression:
            break
        case .object(let object):
            for property in object.properties { declareExports(of: property.element.target) }
            if let rest = object.rest { declareExports(of: rest) }
        case .array(let array):
            for case let element? in array.elements { declareExports(of: element.target) }
            if let rest = array.rest { declareExports(of: rest) }
        }
    }

    /// "default a", "default function () {}", "default class {}"; nothing for "default interface A {}".
    private mutating func parseExportDefault(from start: Int) -> StatementNode? {
        let name = Name(text: "default", range: token.range)
        advance()
        let value: ExportDefault.Value
        if at(.at) { skipDecorators() }
        switch token.keyword {
        case .function,
            .async where at(.function) || peekOnSameLine({ $0.keyword == .function }):
            guard let function = parseFunctionDeclaration(requiresName: false) else { return nil }
            value = .function(function)
        case .class:
            value = .class(parseClass(isExpression: false))
        case .abstract where peekOnSameLine({ $0.keyword == .class }):
            advance()
            value = .class(parseClass(isExpression: false))
        case .interface where peekOnSameLine(\.isIdentifier):
            _ = parseOptionalTypeDeclaration(.list)
            return nil
        default:
            value = .expression(parseAssignmentExpression())
            takeSemicolon()
        }
        declareExport(name)
        return .exportDefault(ExportDefault(range: stretch(from: start), value: value))
    }

    /// "{ a, b as c, type D } from 'x'"
    private mutating func parseExportNamed(isTypeOnly: Bool, from start: Int) -> StatementNode? {
        var specifiers: [ExportSpecifier] = []
        _ = parseBracketedList(Self.canBeginPropertyKey) { parser in
            let specifierStart = parser.token.start
            let (isType, name, alias) = parser.parseSpecifier()
            guard let name, !isType else { return }
            specifiers.append(
                ExportSpecifier(
                    range: parser.stretch(from: specifierStart), local: name, exported: alias ?? name))
        }
        var from: StringLiteral?
        if at(.from) {
            from = parseModuleSpecifier()
        } else {
            takeSemicolon()
        }
        if isTypeOnly { return nil }
        for specifier in specifiers {
            declareExport(specifier.exported)
            if from == nil { valueUses[specifier.local.text, default: 0] += 1 }
        }
        return .exportNamed(ExportNamed(range: stretch(from: start), specifiers: specifiers, from: from))
    }

    /// "* from 'x'", "* as a from 'x'"
    private mutating func parseExportAll(isTypeOnly: Bool, from start: Int) -> StatementNode? {
        advance()
        let alias = take(.as) ? parseModuleExportName() : nil
        guard let from = parseModuleSpecifier(), !isTypeOnly else { return nil }
        if let alias { declareExport(alias) }
        return .exportAll(ExportAll(range: stretch(from: start), alias: alias, from: from))
    }
}
