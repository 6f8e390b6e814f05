import TypeScriptSyntax

/// Writes a tree as text, in the manner of Lisp, so that a test can say what it expects: `(call (. a b) "c")`.
struct SyntaxDump {
    static func text(of tree: SyntaxTree) -> String {
        tree.body.map { statement($0) }.joined(separator: " ")
    }

    private static func list(_ parts: String?...) -> String {
        "(" + parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ") + ")"
    }

    private static func all<Node>(_ nodes: [Node], _ write: (Node) -> String) -> String {
        nodes.map(write).joined(separator: " ")
    }

    // MARK: - Statements

    static func statement(_ node: StatementNode) -> String {
        switch node {
        case .block(let node): block(node)
        case .empty: "(empty)"
        case .expression(let node): expression(node.expression)
        case .variable(let node): variables(node)
        case .function(let node): function(node)
        case .class(let node): classNode(node)
        case .enum(let node): enumNode(node)
        case .if(let node):
            list("if", expression(node.test), statement(node.consequent), node.alternate.map(statement))
        case .for(let node): forStatement(node)
        case .forIn(let node): list("for-in", binding(node.binding), expression(node.object), statement(node.body))
        case .forOf(let node):
            list(
                node.isAwait ? "for-await" : "for-of", binding(node.binding), expression(node.iterable),
                statement(node.body))
        case .while(let node): list("while", expression(node.test), statement(node.body))
        case .doWhile(let node): list("do", statement(node.body), expression(node.test))
        case .switch(let node):
            list("switch", expression(node.discriminant), all(node.cases, switchCase))
        case .try(let node):
            list(
                "try", block(node.block), node.parameter.map(pattern), node.handler.map { "catch " + block($0) },
                node.finalizer.map { "finally " + block($0) })
        case .throw(let node): list("throw", expression(node.argument))
        case .return(let node): list("return", node.argument.map(expression))
        case .break(let node): list("break", node.label?.text)
        case .continue(let node): list("continue", node.label?.text)
        case .labelled(let node): list("label", node.label.text, statement(node.body))
        case .debugger: "(debugger)"
        case .import(let node): importDeclaration(node)
        case .exportDeclaration(let node): list("export", statement(node.declaration))
        case .exportDefault(let node): list("export-default", defaultValue(node.value))
        case .exportNamed(let node): list("export", all(node.specifiers, exportSpecifier), node.from.map(from))
        case .exportAll(let node): list("export-all", node.alias?.text, from(node.from))
        }
    }

    private static func block(_ node: Block) -> String { list("block", all(node.statements, statement)) }

    private static func variables(_ node: VariableDeclaration) -> String {
        list(node.kind.rawValue, all(node.declarators) { withDefault(pattern($0.target), $0.initializer) })
    }

    private static func enumNode(_ node: EnumDeclaration) -> String {
        list(
            node.isConst ? "const-enum" : "enum", node.name.name,
            all(node.members) { withDefault($0.name.text, $0.initializer) })
    }

    private static func forStatement(_ node: ForStatement) -> String {
        var initializer = "_"
        switch node.initializer {
        case .declaration(let declaration): initializer = variables(declaration)
        case .expression(let value): initializer = expression(value)
        case nil: break
        }
        return list(
            "for", initializer, node.test.map(expression) ?? "_", node.update.map(expression) ?? "_",
            statement(node.body))
    }

    private static func binding(_ binding: ForBinding) -> String {
        switch binding {
        case .declaration(let kind, let target): list(kind.rawValue, pattern(target))
        case .assignment(let target): pattern(target)
        }
    }

    private static func switchCase(_ node: SwitchCase) -> String {
        list(node.test.map { "case " + expression($0) } ?? "default", all(node.consequent, statement))
    }

    private static func importDeclaration(_ node: ImportDeclaration) -> String {
        list(
            node.isErased ? "erased-import" : "import",
            all(node.bindings) { binding in
                let unused = binding.isUsedAsValue ? "" : "?"
                switch binding.imported {
                case .default: return "default:\(binding.local.name)\(unused)"
                case .namespace: return "*:\(binding.local.name)\(unused)"
                case .named(let name): return "\(name):\(binding.local.name)\(unused)"
                }
            }, from(node.specifier))
    }

    private static func from(_ literal: StringLiteral) -> String { "from " + string(literal.value) }

    private static func exportSpecifier(_ node: ExportSpecifier) -> String {
        "\(node.local.text):\(node.exported.text)"
    }

    private static func defaultValue(_ value: ExportDefault.Value) -> String {
        switch value {
        case .function(let node): function(node)
        case .class(let node): classNode(node)
        case .expression(let node): expression(node)
        }
    }

    // MARK: - Functions and classes

    static func function(_ node: FunctionNode) -> String {
        let kind =
            switch node.kind {
            case .ordinary: "function"
            case .arrow: "=>"
            case .method: "method"
            case .getter: "get"
            case .setter: "set"
            case .constructor: "constructor"
            case .derivedConstructor: "derived-constructor"
            }
        let parameters = all(node.parameters) { parameter in
            let target = (parameter.isProperty ? "this." : "") + pattern(parameter.target)
            return parameter.isRest ? "..." + target : withDefault(target, parameter.defaultValue)
        }
        let body =
            switch node.body {
            case .expression(let value): expression(value)
            case .statements(let statements): list("body", all(statements, statement))
            }
        return list(
            (node.isAsync ? "async-" : "") + kind + (node.isGenerator ? "*" : ""), node.name?.name,
            "[" + parameters + "]", body)
    }

    static func classNode(_ node: ClassNode) -> String {
        list(
            "class", node.name?.name, node.superclass.map { "extends " + expression($0) },
            node.constructor.map(function), all(node.members, classMember))
    }

    private static func classMember(_ member: ClassMember) -> String {
        switch member {
        case .method(let method): self.method(method)
        case .field(let field):
            list(field.isStatic ? "static-field" : "field", key(field.key), field.value.map(expression))
        case .staticBlock(let block): list("static", all(block.statements, statement))
        }
    }

    private static func method(_ method: MethodDefinition) -> String {
        (method.isStatic ? "static " : "") + key(method.key) + ":" + function(method.function)
    }

    // MARK: - Expressions

    static func expression(_ node: ExpressionNode) -> String {
        switch node {
        case .identifier(let node): node.name
        case .this: "this"
        case .null: "null"
        case .boolean(let node): "\(node.value)"
        case .number(let node): number(node.value)
        case .bigInt(let node): node.digits + "n"
        case .string(let node): string(node.value)
        case .template(let node): template(node)
        case .regularExpression(let node): "/\(node.pattern)/\(node.flags)"
        case .array(let node): list("array", all(node.elements, arrayElement))
        case .object(let node): list("object", all(node.members, objectMember))
        case .function(let node): function(node)
        case .class(let node): classNode(node)
        case .member(let node): list(node.isOptional ? "?." : ".", expression(node.object), node.property.text)
        case .index(let node): list(node.isOptional ? "?.[]" : "[]", expression(node.object), expression(node.index))
        case .privateMember(let node):
            list(node.isOptional ? "?." : ".", expression(node.object), "#" + node.name.text)
        case .superMember(let node): list(".", "super", node.property.text)
        case .superIndex(let node): list("[]", "super", expression(node.index))
        case .superCall(let node): list("call", "super", all(node.arguments, argument))
        case .call(let node):
            list(node.isOptional ? "?.call" : "call", expression(node.callee), all(node.arguments, argument))
        case .new(let node): list("new", expression(node.callee), all(node.arguments, argument))
        case .optionalChain(let node): list("chain", expression(node.expression))
        case .taggedTemplate(let node): list("tagged", expression(node.tag), template(node.template))
        case .importCall(let node): list("import-call", expression(node.specifier))
        case .importMeta: "import.meta"
        case .newTarget: "new.target"
        case .unary(let node): list(node.operator.rawValue, expression(node.operand))
        case .update(let node):
            list((node.isPrefix ? "pre" : "post") + node.operator.rawValue, expression(node.target))
        case .binary(let node): list(node.operator.rawValue, expression(node.left), expression(node.right))
        case .logical(let node): list(node.operator.rawValue, expression(node.left), expression(node.right))
        case .privateIn(let node): list("in", "#" + node.name.text, expression(node.object))
        case .conditional(let node):
            list("?", expression(node.test), expression(node.consequent), expression(node.alternate))
        case .assignment(let node): list(assign(node.operator), pattern(node.target), expression(node.value))
        case .sequence(let node): list(",", all(node.expressions, expression))
        case .await(let node): list("await", expression(node.operand))
        case .yield(let node): list(node.isDelegate ? "yield*" : "yield", node.operand.map(expression))
        }
    }

    private static func assign(_ operator: AssignmentExpression.Operator) -> String {
        switch `operator` {
        case .assign: "="
        case .compound(let binary): binary.rawValue + "="
        case .logical(let logical): logical.rawValue + "="
        }
    }

    private static func argument(_ argument: Argument) -> String {
        switch argument {
        case .expression(let node): expression(node)
        case .spread(let node): "..." + expression(node)
        }
    }

    private static func arrayElement(_ element: ArrayElement) -> String {
        switch element {
        case .expression(let node): expression(node)
        case .spread(let node): "..." + expression(node)
        case .hole: "_"
        }
    }

    private static func objectMember(_ member: ObjectMember) -> String {
        switch member {
        case .property(let property): key(property.key) + ":" + expression(property.value)
        case .method(let method): self.method(method)
        case .spread(let node): "..." + expression(node)
        }
    }

    private static func key(_ key: PropertyKey) -> String {
        switch key {
        case .identifier(let identifier): identifier.name
        case .string(let literal): string(literal.value)
        case .number(let literal): number(literal.value)
        case .computed(let node): "[" + expression(node) + "]"
        case .private(let identifier): "#" + identifier.name
        }
    }

    // MARK: - Patterns

    static func pattern(_ node: PatternNode) -> String {
        switch node {
        case .identifier(let identifier): return identifier.name
        case .expression(let node): return expression(node)
        case .object(let object):
            let properties = object.properties.map { key($0.key) + ":" + element($0.element) }
            return "{" + (properties + (object.rest.map { ["..." + pattern($0)] } ?? [])).joined(separator: " ") + "}"
        case .array(let array):
            let elements = array.elements.map { $0.map(element) ?? "_" }
            return "[" + (elements + (array.rest.map { ["..." + pattern($0)] } ?? [])).joined(separator: " ") + "]"
        }
    }

    private static func element(_ element: PatternElement) -> String {
        withDefault(pattern(element.target), element.defaultValue)
    }

    private static func withDefault(_ target: String, _ value: ExpressionNode?) -> String {
        value.map { list("=", target, expression($0)) } ?? target
    }

    // MARK: - Literals

    private static func template(_ node: TemplateLiteral) -> String {
        var parts = ["template"]
        for (index, element) in node.elements.enumerated() {
            parts.append(element.cooked.map(string) ?? "invalid")
            if index < node.substitutions.count { parts.append(expression(node.substitutions[index])) }
        }
        return "(" + parts.joined(separator: " ") + ")"
    }

    /// Integers plainly, other numbers by their bits.
    private static func number(_ value: Double) -> String {
        if value.magnitude < 1e15, value == value.rounded() { return String(Int(value)) }
        return "0x" + String(value.bitPattern, radix: 16)
    }

    /// Everything that is not printable ASCII as `\uXXXX`.
    private static func string(_ value: StringValue) -> String {
        var text = "\""
        for unit in value.illFormedUnits ?? Array(value.text.utf16) {
            switch unit {
            case 0x22, 0x5C: text += "\\" + String(UnicodeScalar(UInt8(unit)))
            case 0x20..<0x7F: text += String(UnicodeScalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text + "\""
    }
}
