/// Turns what was parsed as an expression into the pattern that it turned out to be.
///
/// Reference: https://tc39.es/ecma262/#sec-destructuring-assignment and CoverParenthesizedExpressionAndArrowParameterList
extension Parser {
    enum PatternUse {
        /// The parameters of an arrow function: only names.
        case binding
        /// The left side of `=`: members too.
        case assignment
    }

    /// The target of an assignment operator.
    mutating func assignmentTarget(
        _ expression: ExpressionNode, operator: AssignmentExpression.Operator, at range: Range<Int>
    ) -> PatternNode {
        if `operator` != .assign {
            switch expression {
            case .object, .array:
                report("found a compound assignment to a pattern", at: range, help: "write `=`")
                return .expression(expression)
            default:
                break
            }
        }
        return pattern(expression, as: .assignment)
    }

    /// The pattern that an expression spells; reports one that spells none.
    mutating func pattern(_ expression: ExpressionNode, as use: PatternUse) -> PatternNode {
        switch expression {
        case .object where lastParenthesized == expression.range, .array where lastParenthesized == expression.range:
            reportNoTarget(expression, as: use)
            return .expression(expression)
        case .identifier(let identifier):
            if use == .binding { forgetValueUse(identifier) }
            return .identifier(identifier)
        case .object(let object):
            return .object(objectPattern(object, as: use))
        case .array(let array):
            return .array(arrayPattern(array, as: use))
        case .member, .index, .privateMember, .superMember, .superIndex:
            if use == .binding {
                report("found a property where a parameter's name belongs", at: expression.range)
            }
            return .expression(expression)
        default:
            reportNoTarget(expression, as: use)
            return .expression(expression)
        }
    }

    /// "a", "a = b"
    mutating func patternElement(_ expression: ExpressionNode, as use: PatternUse) -> PatternElement? {
        guard case .assignment(let assignment) = expression, assignment.operator == .assign,
            lastParenthesized != assignment.range
        else {
            return PatternElement(
                range: expression.range, target: pattern(expression, as: use), defaultValue: nil)
        }
        if use == .binding { requireBinding(assignment.target) }
        return PatternElement(
            range: assignment.range, target: assignment.target, defaultValue: assignment.value)
    }

    private mutating func objectPattern(_ object: ObjectLiteral, as use: PatternUse) -> ObjectPattern {
        var properties: [PatternProperty] = []
        var rest: PatternNode?
        for (index, member) in object.members.enumerated() {
            switch member {
            case .property(let property):
                if property.isShorthand { coverInitializers[property.range.lowerBound] = nil }
                guard let element = patternElement(property.value, as: use) else { continue }
                properties.append(PatternProperty(range: property.range, key: property.key, element: element))
            case .spread(let expression):
                rest = pattern(expression, as: use)
                if index < object.members.count - 1 { reportRestNotLast(expression) }
            case .method(let method):
                report("found a method in a pattern", at: method.range)
            }
        }
        return ObjectPattern(range: object.range, properties: properties, rest: rest)
    }

    private mutating func arrayPattern(_ array: ArrayLiteral, as use: PatternUse) -> ArrayPattern {
        var elements: [PatternElement?] = []
        var rest: PatternNode?
        for (index, element) in array.elements.enumerated() {
            switch element {
            case .hole:
                elements.append(nil)
            case .expression(let expression):
                elements.append(patternElement(expression, as: use))
            case .spread(let expression):
                rest = pattern(expression, as: use)
                if index < array.elements.count - 1 { reportRestNotLast(expression) }
            }
        }
        return ArrayPattern(range: array.range, elements: elements, rest: rest)
    }

    /// A pattern that was read as an assignment's target, now a parameter with a default.
    private mutating func requireBinding(_ target: PatternNode) {
        switch target {
        case .identifier(let identifier):
            forgetValueUse(identifier)
        case .expression(let expression):
            report("found a property where a parameter's name belongs", at: expression.range)
        case .object(let object):
            for property in object.properties { requireBinding(property.element.target) }
            if let rest = object.rest { requireBinding(rest) }
        case .array(let array):
            for case let element? in array.elements { requireBinding(element.target) }
            if let rest = array.rest { requireBinding(rest) }
        }
    }

    private mutating func reportRestNotLast(_ expression: ExpressionNode) {
        report("found `...` before other elements of a pattern", at: expression.range, help: "`...` comes last")
    }

    private mutating func reportNoTarget(_ expression: ExpressionNode, as use: PatternUse) {
        if case .identifier(let identifier) = expression, identifier.name.isEmpty { return }
        let text = lexer.string(expression.range).prefix { !$0.isNewline }
        let shown = text.count > 32 ? text.prefix(30) + "…" : text
        switch use {
        case .binding:
            report("found `\(shown)`, expected the name of a parameter", at: expression.range)
        case .assignment:
            report(
                "found `\(shown)` left of an assignment", at: expression.range,
                help: "only a variable, a property or a pattern can be assigned to; `===` compares")
        }
    }

    /// Reports the `=` of each "{ a = 1 }" that stayed an object.
    mutating func reportUnclaimedInitializers() {
        for assign in coverInitializers.values {
            isRecovering = false
            report("found `=`, expected `:`", at: assign, help: "in an object the value follows `:`")
        }
    }
}
