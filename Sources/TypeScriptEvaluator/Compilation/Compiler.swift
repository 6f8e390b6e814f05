import SourceText
import TypeScriptSyntax

/// Turns a syntax tree into closures, one for each expression and statement, with every name resolved to a slot.
///
/// The closures are what runs; they hold no compiler, and are the same for every evaluation of the text.
final class Compiler {
    let file: SourceFile
    var scope: StaticScope
    /// What the function around knows so far.
    var function = FunctionContext()
    var labels: [(name: String, id: LabelID)] = []
    private var labelCount = 0
    /// Errors that only show when names are resolved: two declarations of one name.
    var diagnostics: [Diagnostic] = []

    struct FunctionContext {
        /// `await` or `yield` occurred.
        var suspends = false
    }

    init(file: SourceFile) {
        self.file = file
        scope = StaticScope(parent: nil)
    }

    func range(_ offsets: Range<Int>) -> SourceRange {
        SourceRange(file: file, offsets: offsets)
    }

    func makeLabel() -> LabelID {
        labelCount += 1
        return LabelID(number: labelCount)
    }

    /// Compiles something inside a new static scope.
    func withScope<Result>(_ inner: StaticScope, _ body: () -> Result) -> Result {
        let outer = scope
        scope = inner
        defer { scope = outer }
        return body()
    }

    /// A feature outside the subset: allowed to be there, refused when it is evaluated.
    func refused(_ feature: String, _ offsets: Range<Int>) -> Evaluation {
        let site = range(offsets)
        return { frame in throw frame.realm.unsupported(feature, at: site) }
    }
}

extension Compiler {
    func expression(_ node: ExpressionNode) -> Evaluation {
        switch node {
        case .identifier(let node): identifierReference(node)
        case .this(let node): this(node)
        case .null: { _ in .null }
        case .boolean(let node): booleanLiteral(node)
        case .number(let node): numericLiteral(node)
        case .bigInt(let node): refused("BigInt (`\(node.digits)n`)", node.range)
        case .string(let node): stringLiteral(node)
        case .template(let node): templateLiteral(node)
        case .regularExpression(let node): regularExpressionLiteral(node)
        case .array(let node): arrayLiteral(node)
        case .object(let node): objectLiteral(node)
        case .function(let node): functionExpression(node, name: nil)
        case .class(let node): classExpression(node, name: nil)
        case .member(let node): member(node)
        case .index(let node): index(node)
        case .privateMember(let node): privateMember(node)
        case .superMember(let node): superMember(node)
        case .superIndex(let node): superIndex(node)
        case .superCall(let node): superCall(node)
        case .call(let node): call(node)
        case .new(let node): new(node)
        case .optionalChain(let node): optionalChain(node)
        case .taggedTemplate(let node): taggedTemplate(node)
        case .importCall(let node): importCall(node)
        case .importMeta(let node): importMeta(node)
        case .newTarget(let node): newTarget(node)
        case .unary(let node): unary(node)
        case .update(let node): update(node)
        case .binary(let node): binary(node)
        case .logical(let node): logical(node)
        case .privateIn(let node): privateIn(node)
        case .conditional(let node): conditional(node)
        case .assignment(let node): assignment(node)
        case .sequence(let node): sequence(node)
        case .await(let node): awaitExpression(node)
        case .yield(let node): yieldExpression(node)
        }
    }

    /// Expressions that take the name of what they are assigned to.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-namedevaluation
    func namedEvaluation(_ node: ExpressionNode, name: UTF16String) -> Evaluation {
        switch node {
        case .function(let node) where node.name == nil: functionExpression(node, name: name)
        case .class(let node) where node.name == nil: classExpression(node, name: name)
        default: expression(node)
        }
    }

    func statement(_ node: StatementNode, labels: [LabelID] = []) -> Execution {
        switch node {
        case .block(let node): block(node)
        case .empty, .debugger: { _ in .normal }
        case .expression(let node): expressionStatement(node)
        case .variable(let node): variableDeclaration(node)
        // Made when the block around began.
        case .function: { _ in .normal }
        case .class(let node): classDeclaration(node)
        case .enum(let node): enumDeclaration(node)
        case .if(let node): ifStatement(node)
        case .for(let node): forStatement(node, labels: labels)
        case .forIn(let node): forInStatement(node, labels: labels)
        case .forOf(let node): forOfStatement(node, labels: labels)
        case .while(let node): whileStatement(node, labels: labels)
        case .doWhile(let node): doWhileStatement(node, labels: labels)
        case .switch(let node): switchStatement(node)
        case .try(let node): tryStatement(node)
        case .throw(let node): throwStatement(node)
        case .return(let node): returnStatement(node)
        case .break(let node): breakStatement(node)
        case .continue(let node): continueStatement(node)
        case .labelled(let node): labelledStatement(node, labels: labels)
        // Loaded before the module began.
        case .import, .exportNamed, .exportAll: { _ in .normal }
        case .exportDeclaration(let node): statement(node.declaration)
        case .exportDefault(let node): exportDefault(node)
        }
    }
}
