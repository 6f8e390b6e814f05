/// Declarations that only TypeScript has: aliases, interfaces, `declare`, namespaces, abstract classes.
///
/// Reference: https://www.typescriptlang.org/docs/handbook/declaration-files/by-example.html
extension Parser {
    /// A declaration that was parsed; without a node if it leaves nothing to run.
    struct OptionalNode {
        let node: StatementNode?
    }

    /// What begins with one of the words that are names elsewhere; nothing if the word is a name here too.
    mutating func parseOptionalTypeDeclaration(_ place: StatementPlace) -> OptionalNode? {
        switch token.keyword {
        // "type A<T> = B"
        case .type where peekOnSameLine(\.isIdentifier):
            skipTypeAlias()
        // "interface A<T> extends B { … }"
        case .interface where peekOnSameLine(\.isIdentifier):
            skipInterface()
        // "abstract class A { … }"
        case .abstract where peekOnSameLine({ $0.keyword == .class }):
            advance()
            return OptionalNode(node: .class(parseClass(isExpression: false, requiresName: true)))
        // "declare const a: A"
        case .declare where peekOnSameLine(Self.canBeDeclared):
            skipAmbientDeclaration()
        // "namespace A.B { … }", "module 'a' { … }"
        case .namespace where peekOnSameLine(\.isIdentifier),
            .module where peekOnSameLine({ $0.isIdentifier || $0.kind == .string }):
            parseNamespace()
        // "global { … }", inside "declare module"
        case .global where isAmbient && peek().kind == .openBrace:
            parseNamespace()
        // "using a = b"
        case .using where peekOnSameLine({ $0.isIdentifier && $0.keyword != .of }):
            reportUnsupported("`using` is", at: token.range, help: "write `const`")
            return OptionalNode(node: .variable(parseVariableStatement()))
        case .await where isAtAwaitUsing():
            reportUnsupported("`await using` is", at: token.range, help: "write `const`")
            advance()
            return OptionalNode(node: .variable(parseVariableStatement()))
        default:
            return nil
        }
        return OptionalNode(node: nil)
    }

    private static func canBeDeclared(_ token: Token) -> Bool {
        switch token.keyword {
        case .const, .let, .var, .function, .class, .enum, .namespace, .module, .global, .type, .interface, .abstract,
            .async, .import:
            true
        default:
            false
        }
    }

    private mutating func skipTypeAlias() {
        advance()
        _ = parseBindingIdentifier()
        if at(.lessThan) { skipTypeParameters() }
        guard take(.assign) else { return reportUnexpected(expected: "`=`", help: "write `type Name = …`") }
        skipType()
        takeSemicolon()
    }

    private mutating func skipInterface() {
        advance()
        _ = parseBindingIdentifier()
        if at(.lessThan) { skipTypeParameters() }
        if take(.extends) {
            repeat { skipType() } while take(.comma)
        }
        skipObjectType()
    }

    private mutating func skipAmbientDeclaration() {
        advance()
        let outer = (isAmbient, isModule)
        isAmbient = true
        if at(.global) { parseNamespace() } else { _ = parseStatement(.list) }
        (isAmbient, isModule) = outer
    }

    // MARK: - Namespaces

    /// "A.B { … }", "'a' { … }", "global { … }", dropped when it holds types only.
    private mutating func parseNamespace() {
        let keyword = token.range
        if !at(.global) { advance() }
        if at(.string) {
            _ = parseStringLiteral()
        } else {
            repeat { advance() } while take(.dot) && at(.identifier)
        }
        guard at(.openBrace) else {
            // "declare module 'a';"
            return takeSemicolon()
        }
        let outer = (isModule, exportedNames, namespaceDepth)
        namespaceDepth += 1
        let block = parseBlock()
        (isModule, exportedNames, namespaceDepth) = outer
        if !isAmbient, !block.statements.isEmpty {
            reportUnsupported(
                "namespaces with values are", at: keyword, help: "export the values from a module of their own")
        }
    }

    // MARK: - using

    private func isAtAwaitUsing() -> Bool {
        var ahead = lexer
        ahead.isTrying = true
        guard ahead.next().keyword == .using else { return false }
        let name = ahead.next()
        return name.isIdentifier && !name.isOnNewLine
    }
}
