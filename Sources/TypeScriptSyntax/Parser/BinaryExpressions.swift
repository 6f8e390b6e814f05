/// From ShortCircuitExpression down to ExponentiationExpression, by precedence climbing.
///
/// Reference: https://tc39.es/ecma262/#sec-exp-operator and the clauses after it
extension Parser {
    enum Precedence: Int, Comparable {
        case lowest, coalesce, or, and, bitwiseOr, bitwiseXor, bitwiseAnd, equality, relational, shift, additive
        case multiplicative, exponent

        static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
    }

    private enum InfixOperator {
        case binary(BinaryExpression.Operator)
        case logical(LogicalExpression.Operator)
        /// `as T`, `satisfies T`
        case type
    }

    /// "a + b * c", up to the first operator that does not bind more tightly than `minimum`.
    mutating func parseBinaryExpression(minimum: Precedence) -> ExpressionNode {
        let start = token.start
        var left =
            at(.privateName) ? parsePrivateIn() : parseUnaryExpression()
        while !isBareArrow(left) {
            if at(.greaterThan) { token = lexer.rescanGreaterThan(token) }
            guard let (infix, precedence) = infixOperator(), precedence > minimum else { break }
            link()
            switch infix {
            case .type:
                advance()
                skipCastType()
            case .binary(let binary):
                if binary == .exponentiate { checkExponentiationBase(left) }
                advance()
                let right =
                    binary == .exponentiate ? parseExponent() : parseBinaryExpression(minimum: precedence)
                checkOperand(right)
                left = .binary(
                    BinaryExpression(range: stretch(from: start), operator: binary, left: left, right: right))
            case .logical(let logical):
                let isLeftMixed = mixes(logical, left)
                let operatorRange = token.range
                advance()
                let right = parseBinaryExpression(minimum: precedence)
                checkOperand(right)
                if isLeftMixed || mixes(logical, right) { reportMixed(at: operatorRange) }
                left = .logical(
                    LogicalExpression(range: stretch(from: start), operator: logical, left: left, right: right))
            }
        }
        return left
    }

    /// The right side of "a ** b ** c", which groups to the right.
    private mutating func parseExponent() -> ExpressionNode {
        let outer = enter()
        defer { leave(outer) }
        return parseBinaryExpression(minimum: .multiplicative)
    }

    private func infixOperator() -> (InfixOperator, Precedence)? {
        switch token.kind {
        case .identifier:
            switch token.keyword {
            case .in: allowsIn ? (.binary(.in), .relational) : nil
            case .instanceof: (.binary(.instanceof), .relational)
            case .as, .satisfies: token.isOnNewLine ? nil : (.type, .relational)
            default: nil
            }
        case .questionQuestion: (.logical(.coalesce), .coalesce)
        case .barBar: (.logical(.or), .or)
        case .ampersandAmpersand: (.logical(.and), .and)
        case .bar: (.binary(.bitwiseOr), .bitwiseOr)
        case .caret: (.binary(.bitwiseXor), .bitwiseXor)
        case .ampersand: (.binary(.bitwiseAnd), .bitwiseAnd)
        case .equal: (.binary(.equal), .equality)
        case .notEqual: (.binary(.notEqual), .equality)
        case .strictEqual: (.binary(.strictEqual), .equality)
        case .strictNotEqual: (.binary(.strictNotEqual), .equality)
        case .lessThan: (.binary(.lessThan), .relational)
        case .lessThanOrEqual: (.binary(.lessThanOrEqual), .relational)
        case .greaterThan: (.binary(.greaterThan), .relational)
        case .greaterThanOrEqual: (.binary(.greaterThanOrEqual), .relational)
        case .shiftLeft: (.binary(.shiftLeft), .shift)
        case .shiftRight: (.binary(.shiftRight), .shift)
        case .shiftRightUnsigned: (.binary(.shiftRightUnsigned), .shift)
        case .plus: (.binary(.add), .additive)
        case .minus: (.binary(.subtract), .additive)
        case .star: (.binary(.multiply), .multiplicative)
        case .slash: (.binary(.divide), .multiplicative)
        case .percent: (.binary(.remainder), .multiplicative)
        case .starStar: (.binary(.exponentiate), .exponent)
        default: nil
        }
    }

    /// "#name in object"
    private mutating func parsePrivateIn() -> ExpressionNode {
        let start = token.start
        let name = Name(text: lexer.name(of: token), range: token.range)
        advance()
        guard at(.in) else {
            reportUnexpected(expected: "`in` after a private name")
            return missingExpression()
        }
        advance()
        let object = parseBinaryExpression(minimum: .relational)
        return .privateIn(PrivateInExpression(range: stretch(from: start), name: name, object: object))
    }

    /// The type of "a as T", "a as const", "a satisfies T".
    private mutating func skipCastType() {
        if at(.const) { advance() } else { skipType() }
    }

    // MARK: - Checks

    private func isParenthesized(_ expression: ExpressionNode) -> Bool {
        lastParenthesized == expression.range
    }

    private mutating func checkExponentiationBase(_ base: ExpressionNode) {
        let prefix: String
        switch base {
        case .unary(let unary): prefix = unary.operator.rawValue
        case .await: prefix = "await"
        default: return
        }
        if isParenthesized(base) { return }
        report(
            "found `**` after `\(prefix)` without parentheses", at: token.range,
            help: "put parentheses around the base or around the power")
    }

    private mutating func checkOperand(_ operand: ExpressionNode) {
        guard isBareArrow(operand) else { return }
        report(
            "found an arrow function as an operand", at: operand.range, help: "put parentheses around the function")
    }

    /// "a ?? b || c" needs parentheses.
    private func mixes(_ operator: LogicalExpression.Operator, _ operand: ExpressionNode) -> Bool {
        guard case .logical(let inner) = operand, !isParenthesized(operand) else { return false }
        return (`operator` == .coalesce) != (inner.operator == .coalesce)
    }

    private mutating func reportMixed(at range: Range<Int>) {
        report(
            "found `??` beside `||` or `&&` without parentheses", at: range,
            help: "put parentheses around the part that comes first")
    }
}
