/// PrimaryExpression: names, literals, functions, classes, parentheses.
///
/// Reference: https://tc39.es/ecma262/#sec-primary-expression
extension Parser {
    mutating func parsePrimaryExpression() -> ExpressionNode {
        let range = token.range
        switch token.kind {
        case .identifier:
            return parseWord()
        case .string:
            return .string(parseStringLiteral())
        case .number:
            let value = lexer.numericValue(of: token)
            advance()
            return .number(NumericLiteral(range: range, value: value))
        case .bigInt:
            let digits = lexer.bigIntDigits(of: token)
            advance()
            return .bigInt(BigIntLiteral(range: range, digits: digits))
        case .template, .templateHead:
            return .template(parseTemplateLiteral(isTagged: false))
        case .slash, .slashAssign:
            return parseRegularExpression()
        case .openParenthesis:
            return parseParenthesized()
        case .openBracket:
            return parseArrayLiteral()
        case .openBrace:
            return parseObjectLiteral()
        // "@decorated class {}"
        case .at:
            skipDecorators()
            return parsePrimaryExpression()
        default:
            reportExpectedExpression()
            return missingExpression()
        }
    }

    private mutating func parseWord() -> ExpressionNode {
        let range = token.range
        switch token.keyword {
        case .this:
            advance()
            return .this(ThisExpression(range: range))
        case .null:
            advance()
            return .null(NullLiteral(range: range))
        case .true, .false:
            let value = at(.true)
            advance()
            return .boolean(BooleanLiteral(range: range, value: value))
        case .function:
            return .function(parseFunctionExpression())
        case .class:
            return .class(parseClass(isExpression: true))
        case .new:
            return parseNewExpression()
        case .super:
            return parseSuper()
        case .import:
            return parseImportExpression()
        case .async:
            if let expression = parseOptionalAsync() { return expression }
        default:
            guard token.isIdentifier else {
                reportExpectedExpression()
                return missingExpression()
            }
        }
        let identifier = parseIdentifierReference()
        // "a => b"
        if at(.arrow), !token.isOnNewLine {
            forgetValueUse(identifier)
            return .function(parseArrowFunction(of: identifier, isAsync: false, from: range.lowerBound))
        }
        return .identifier(identifier)
    }

    /// A name used as a value.
    mutating func parseIdentifierReference() -> Identifier {
        let identifier = Identifier(range: token.range, name: lexer.name(of: token))
        noteIllFormedName()
        valueUses[identifier.name, default: 0] += 1
        if identifier.name == "arguments" { function.mentionsArguments = true }
        advance()
        return identifier
    }

    /// What looked like a value was the parameter of an arrow function.
    mutating func forgetValueUse(_ identifier: Identifier) {
        valueUses[identifier.name]? -= 1
    }

    mutating func noteIllFormedName() {
        if function.isAsync, at(.await) || (function.isGenerator && at(.yield)) {
            report("found `\(token.keyword.spelling)` as a name", at: token.range)
        }
    }

    mutating func parseStringLiteral() -> StringLiteral {
        let string = token
        let literal = StringLiteral(range: string.range, value: lexer.stringValue(of: string))
        advance()
        if string.flags.contains(.isUnterminated) { forgiveBrackets(swallowedBy: string) }
        return literal
    }

    private mutating func parseRegularExpression() -> ExpressionNode {
        token = lexer.rescanRegularExpression(token)
        let (pattern, flags) = lexer.regularExpressionParts(of: token)
        let range = token.range
        if token.flags.contains(.isUnterminated) { isRecovering = true }
        advance()
        return .regularExpression(RegularExpressionLiteral(range: range, pattern: pattern, flags: flags))
    }

    /// "[a, , ...b]"
    private mutating func parseArrayLiteral() -> ExpressionNode {
        var elements: [ArrayElement] = []
        let range = parseBracketedList(Self.canBeginElement) { parser in
            if parser.at(.comma) {
                elements.append(.hole)
            } else if parser.take(.ellipsis) {
                elements.append(.spread(parser.parseAssignmentExpression()))
            } else {
                elements.append(.expression(parser.parseAssignmentExpression()))
            }
        }
        return .array(ArrayLiteral(range: range, elements: elements))
    }

    /// Whether a token begins a further element, of those that cannot go on with the one before.
    static func canBeginElement(_ token: Token) -> Bool {
        switch token.kind {
        case .string, .number, .bigInt, .openBrace, .ellipsis: true
        case .identifier: canBeginExpression(token)
        default: false
        }
    }

    // MARK: - Words

    private mutating func reportExpectedExpression() {
        let before = previousEnd > 0 ? lexer.text[previousEnd - 1] : 0
        var help: String?
        if at(.greaterThan), before == .minus || before == .equalsSign {
            help = "an arrow is written `=>`"
        } else if at(.arrow) {
            help = "the parameters of an arrow function stand before `=>`: `(allow) => …`"
        } else if token.keyword.isReserved {
            help = "`\(token.keyword.spelling)` is a reserved word"
        }
        reportUnexpected(expected: "an expression", help: help)
    }
}
