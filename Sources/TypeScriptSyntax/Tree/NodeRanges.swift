extension ExpressionNode {
    /// The stretch of source text, without parentheses around it.
    package var range: Range<Int> {
        switch self {
        case .identifier(let node): node.range
        case .this(let node): node.range
        case .null(let node): node.range
        case .boolean(let node): node.range
        case .number(let node): node.range
        case .bigInt(let node): node.range
        case .string(let node): node.range
        case .template(let node): node.range
        case .regularExpression(let node): node.range
        case .array(let node): node.range
        case .object(let node): node.range
        case .function(let node): node.range
        case .class(let node): node.range
        case .member(let node): node.range
        case .index(let node): node.range
        case .privateMember(let node): node.range
        case .superMember(let node): node.range
        case .superIndex(let node): node.range
        case .superCall(let node): node.range
        case .call(let node): node.range
        case .new(let node): node.range
        case .optionalChain(let node): node.range
        case .taggedTemplate(let node): node.range
        case .importCall(let node): node.range
        case .importMeta(let node): node.range
        case .newTarget(let node): node.range
        case .unary(let node): node.range
        case .update(let node): node.range
        case .binary(let node): node.range
        case .logical(let node): node.range
        case .privateIn(let node): node.range
        case .conditional(let node): node.range
        case .assignment(let node): node.range
        case .sequence(let node): node.range
        case .await(let node): node.range
        case .yield(let node): node.range
        }
    }
}

extension StatementNode {
    package var range: Range<Int> {
        switch self {
        case .block(let node): node.range
        case .empty(let node): node.range
        case .expression(let node): node.range
        case .variable(let node): node.range
        case .function(let node): node.range
        case .class(let node): node.range
        case .enum(let node): node.range
        case .if(let node): node.range
        case .for(let node): node.range
        case .forIn(let node): node.range
        case .forOf(let node): node.range
        case .while(let node): node.range
        case .doWhile(let node): node.range
        case .switch(let node): node.range
        case .try(let node): node.range
        case .throw(let node): node.range
        case .return(let node): node.range
        case .break(let node): node.range
        case .continue(let node): node.range
        case .labelled(let node): node.range
        case .debugger(let node): node.range
        case .import(let node): node.range
        case .exportDeclaration(let node): node.range
        case .exportDefault(let node): node.range
        case .exportNamed(let node): node.range
        case .exportAll(let node): node.range
        }
    }
}

extension PatternNode {
    package var range: Range<Int> {
        switch self {
        case .identifier(let node): node.range
        case .expression(let node): node.range
        case .object(let node): node.range
        case .array(let node): node.range
        }
    }
}

extension PropertyKey {
    /// The stretch of the key; of a computed one, what is inside the brackets.
    package var range: Range<Int> {
        switch self {
        case .identifier(let node), .private(let node): node.range
        case .string(let node): node.range
        case .number(let node): node.range
        case .computed(let node): node.range
        }
    }
}
