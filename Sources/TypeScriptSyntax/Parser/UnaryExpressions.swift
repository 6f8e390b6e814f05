import SourceText

/// UnaryExpression, UpdateExpression, AwaitExpression.
///
/// Reference: https://tc39.es/ecma262/#sec-unary-operators
extension Parser {
    /// "-a", "typeof a", "await a", "++a", "a++", "<T>a"
    mutating func parseUnaryExpression() -> ExpressionNode {
        let start = token.start

        // "-a", "typeof a"
        if let `operator` = unaryOperator() {
            let operand = parseOperand()
            if `operator` == .delete { checkDelete(operand) }
            return .unary(UnaryExpression(range: stretch(from: start), operator: `operator`, operand: operand))
        }
        // "++a"
        if let `operator` = updateOperator() {
            let target = parseOperand()
            checkUpdateTarget(target)
            return .update(
                UpdateExpression(
                    range: stretch(from: start), operator: `operator`, isPrefix: true, target: target))
        }
        // "await a"
        if at(.await), isAtAwait() { return parseAwaitExpression() }
        // "<T>a", "<T>(a: T) => b"
        if at(.lessThan) { return parseAngleBracketExpression() }

        let operand = parseLeftHandSideExpression()
        // "a++", on one line
        guard !token.isOnNewLine, !isBareArrow(operand), let `operator` = updateOperator() else { return operand }
        checkUpdateTarget(operand)
        advance()
        return .update(
            UpdateExpression(range: stretch(from: start), operator: `operator`, isPrefix: false, target: operand))
    }

    /// The operand of the prefix operator that `token` is.
    private mutating func parseOperand() -> ExpressionNode {
        let outer = enter()
        defer { leave(outer) }
        advance()
        return parseUnaryExpression()
    }

    private func unaryOperator() -> UnaryExpression.Operator? {
        switch token.kind {
        case .minus: .minus
        case .plus: .plus
        case .exclamation: .not
        case .tilde: .bitwiseNot
        case .identifier:
            switch token.keyword {
            case .typeof: .typeof
            case .void: .void
            case .delete: .delete
            default: nil
            }
        default: nil
        }
    }

    private func updateOperator() -> UpdateExpression.Operator? {
        switch token.kind {
        case .plusPlus: .increment
        case .minusMinus: .decrement
        default: nil
        }
    }

    // MARK: - await

    /// Whether the word `await` is the operator here: in async functions, at the top level, and in other functions
    /// where an operand follows, so that the missing `async` can be named.
    private func isAtAwait() -> Bool {
        if function.isAsync || function.isTopLevel { return true }
        return peekOnSameLine { $0.kind == .identifier || $0.kind == .string || $0.kind == .template }
    }

    private mutating func parseAwaitExpression() -> ExpressionNode {
        let start = token.start
        if function.isTopLevel {
            containsTopLevelAwait = true
            isModule = true
        } else if !function.isAsync {
            report(
                "found `await` in a function that is not async", at: token.range,
                help: "write `async` before the function")
        }
        let operand = parseOperand()
        return .await(AwaitExpression(range: stretch(from: start), operand: operand))
    }

    // MARK: - Angle brackets

    /// "<T>a" is a cast, "<T>(a: T) => b" an arrow function; what is in the angle brackets is dropped in both.
    private mutating func parseAngleBracketExpression() -> ExpressionNode {
        if isJSX {
            reportUnsupported("JSX is", at: token.range, help: "keep components out of the backend's definition")
            stop()
            return missingExpression()
        }
        let outer = enter()
        defer { leave(outer) }
        skipTypeParametersOrArguments()
        return parseUnaryExpression()
    }

    private var isJSX: Bool { lexer.file.name.hasSuffix("x") }

    // MARK: - Checks

    private mutating func checkDelete(_ operand: ExpressionNode) {
        guard case .identifier(let identifier) = operand, !identifier.name.isEmpty else { return }
        report(
            "found `delete` before the variable `\(identifier.name)`", at: identifier.range,
            help: "only properties can be deleted: `delete object.name`")
    }

    private mutating func checkUpdateTarget(_ target: ExpressionNode) {
        switch target {
        case .identifier, .member, .index, .privateMember, .superMember, .superIndex: break
        default:
            report(
                "found `++` or `--` at something that cannot be assigned to", at: target.range,
                help: "only a variable or a property can be counted up or down")
        }
    }
}
