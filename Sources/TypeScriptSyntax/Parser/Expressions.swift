/// Expression, AssignmentExpression, ConditionalExpression, YieldExpression.
///
/// Reference: https://tc39.es/ecma262/#sec-assignment-operators
extension Parser {
    /// "a", "a, b"
    mutating func parseExpression() -> ExpressionNode {
        let start = token.start
        let first = parseAssignmentExpression()
        guard at(.comma) else { return first }
        var expressions = [first]
        while take(.comma) { expressions.append(parseAssignmentExpression()) }
        return .sequence(SequenceExpression(range: stretch(from: start), expressions: expressions))
    }

    /// "a", "a = b", "a ? b : c", "a => b", "yield a"
    mutating func parseAssignmentExpression() -> ExpressionNode {
        let outer = enter()
        defer { leave(outer) }

        // "yield a"
        if at(.yield), function.isGenerator { return parseYieldExpression() }

        let start = token.start
        let left = parseConditionalExpression()
        if isBareArrow(left) { return left }
        guard let assignment = assignmentOperator(token.kind) else { return left }

        // "a = b", "[a, b] = c", "a += b"
        let operatorRange = token.range
        let target = assignmentTarget(left, operator: assignment, at: operatorRange)
        advance()
        let value = parseAssignmentExpression()
        return .assignment(
            AssignmentExpression(range: stretch(from: start), operator: assignment, target: target, value: value))
    }

    /// "a ? b : c"
    private mutating func parseConditionalExpression() -> ExpressionNode {
        let start = token.start
        let test = parseBinaryExpression(minimum: .lowest)
        guard at(.question), !isBareArrow(test), !isAtOptionalMarker() else { return test }
        advance()
        let (outerAllowsIn, outerInConsequent) = (allowsIn, isInConsequent)
        allowsIn = true
        isInConsequent = true
        let consequent = parseAssignmentExpression()
        allowsIn = outerAllowsIn
        isInConsequent = outerInConsequent
        expect(.colon, help: "a conditional reads `test ? value : otherValue`")
        let alternate = parseAssignmentExpression()
        return .conditional(
            ConditionalExpression(
                range: stretch(from: start), test: test, consequent: consequent, alternate: alternate))
    }

    /// At the `?` of "(a?: T) => b", after which no expression can begin.
    private func isAtOptionalMarker() -> Bool {
        switch peek().kind {
        case .colon, .comma, .closeParenthesis, .assign: true
        default: false
        }
    }

    /// "yield", "yield a", "yield* a"
    private mutating func parseYieldExpression() -> ExpressionNode {
        let start = token.start
        advance()
        var isDelegate = false
        var operand: ExpressionNode?
        if !token.isOnNewLine {
            isDelegate = take(.star)
            if isDelegate || Self.canBeginExpression(token) { operand = parseAssignmentExpression() }
        }
        return .yield(YieldExpression(range: stretch(from: start), isDelegate: isDelegate, operand: operand))
    }

    private func assignmentOperator(_ kind: TokenKind) -> AssignmentExpression.Operator? {
        switch kind {
        case .assign: .assign
        case .plusAssign: .compound(.add)
        case .minusAssign: .compound(.subtract)
        case .starAssign: .compound(.multiply)
        case .slashAssign: .compound(.divide)
        case .percentAssign: .compound(.remainder)
        case .starStarAssign: .compound(.exponentiate)
        case .shiftLeftAssign: .compound(.shiftLeft)
        case .shiftRightAssign: .compound(.shiftRight)
        case .shiftRightUnsignedAssign: .compound(.shiftRightUnsigned)
        case .ampersandAssign: .compound(.bitwiseAnd)
        case .barAssign: .compound(.bitwiseOr)
        case .caretAssign: .compound(.bitwiseXor)
        case .ampersandAmpersandAssign: .logical(.and)
        case .barBarAssign: .logical(.or)
        case .questionQuestionAssign: .logical(.coalesce)
        default: nil
        }
    }

    /// Whether it is an arrow function without parentheses around it, which takes no operator and no suffix.
    func isBareArrow(_ expression: ExpressionNode) -> Bool {
        guard case .function(let function) = expression, function.kind == .arrow else { return false }
        return lastParenthesized != function.range
    }

    /// Whether an expression may begin with a token.
    static func canBeginExpression(_ token: Token) -> Bool {
        switch token.kind {
        case .number, .bigInt, .string, .template, .templateHead, .openBrace, .openParenthesis, .openBracket, .plus,
            .minus, .plusPlus, .minusMinus, .exclamation, .tilde, .slash, .slashAssign, .lessThan, .privateName, .at:
            return true
        case .identifier:
            switch token.keyword {
            case .class, .delete, .false, .function, .import, .new, .null, .super, .this, .true, .typeof, .void:
                return true
            default:
                return !token.keyword.isReserved
            }
        default:
            return false
        }
    }

    /// What stands for an expression that is missing; only trees with errors hold it.
    func missingExpression() -> ExpressionNode {
        .identifier(Identifier(range: previousEnd..<previousEnd, name: ""))
    }
}
