/// What a function brings with it for the productions inside.
struct FunctionContext {
    /// Outside of all functions, where `await` is an operator.
    var isTopLevel = false
    /// Not so at the top level and in static blocks.
    var allowsReturn = false
    var isAsync = false
    var isGenerator = false
    var mentionsArguments = false
    /// In order, without repeats.
    var varNames: [String] = []
    var varNameSet: Set<String> = []
    var labels: [(name: String, isLoop: Bool)] = []
    var loopDepth = 0
    var breakableDepth = 0
    var allowsSuperCall = false
    var allowsSuperProperty = false
    var allowsNewTarget = false

    /// A function inside; an arrow sees what is around it.
    func inner(kind: FunctionNode.Kind, isAsync: Bool, isGenerator: Bool) -> FunctionContext {
        var inner = FunctionContext()
        inner.allowsReturn = true
        inner.isAsync = isAsync
        inner.isGenerator = isGenerator
        switch kind {
        case .arrow:
            inner.allowsSuperCall = allowsSuperCall
            inner.allowsSuperProperty = allowsSuperProperty
            inner.allowsNewTarget = allowsNewTarget
        case .ordinary:
            inner.allowsNewTarget = true
        case .method, .getter, .setter, .constructor:
            inner.allowsNewTarget = true
            inner.allowsSuperProperty = true
        case .derivedConstructor:
            inner.allowsNewTarget = true
            inner.allowsSuperProperty = true
            inner.allowsSuperCall = true
        }
        return inner
    }
}

/// The names that a block or a function declares, for finding those declared twice.
struct Scope {
    enum Declaration {
        case parameter
        case `var`
        case function
        case lexical
        case `enum`
    }

    /// Where `var` stops rising.
    var isFunction: Bool
    var names: [String: (declaration: Declaration, range: Range<Int>)] = [:]
    /// Something other than `var` was declared.
    var hasDeclarations = false
}

/// Declarations: names declared twice, labels and jumps without a target.
extension Parser {
    /// Parses with a scope of its own; says whether it has declarations other than `var`.
    mutating func parseInScope<Node>(
        isFunction: Bool = false, _ contents: (inout Parser) -> Node
    ) -> (Node, hasDeclarations: Bool) {
        scopes.append(Scope(isFunction: isFunction))
        let node = contents(&self)
        return (node, scopes.removeLast().hasDeclarations)
    }

    mutating func declare(_ identifier: Identifier, as declaration: Scope.Declaration) {
        guard !identifier.name.isEmpty, !isAmbient else { return }
        if declaration == .var { return declareVar(identifier) }
        let innermost = scopes.count - 1
        if declaration != .parameter { scopes[innermost].hasDeclarations = true }
        if let earlier = scopes[innermost].names[identifier.name] {
            if !Self.mayShare(earlier.declaration, declaration, isFunctionScope: scopes[innermost].isFunction) {
                reportTwice(identifier, earlier: earlier.range)
            }
            return
        }
        scopes[innermost].names[identifier.name] = (declaration, identifier.range)
    }

    private mutating func declareVar(_ identifier: Identifier) {
        if function.varNameSet.insert(identifier.name).inserted { function.varNames.append(identifier.name) }
        for index in scopes.indices.reversed() {
            let isFunction = scopes[index].isFunction
            if let earlier = scopes[index].names[identifier.name] {
                if !Self.mayShare(earlier.declaration, .var, isFunctionScope: isFunction) {
                    return reportTwice(identifier, earlier: earlier.range)
                }
            } else {
                scopes[index].names[identifier.name] = (.var, identifier.range)
            }
            if isFunction { return }
        }
    }

    private static func mayShare(
        _ earlier: Scope.Declaration, _ later: Scope.Declaration, isFunctionScope: Bool
    ) -> Bool {
        switch (earlier, later) {
        case (.enum, .enum), (.var, .var), (.parameter, .var): true
        case (.parameter, .function), (.var, .function), (.function, .var), (.function, .function): isFunctionScope
        default: false
        }
    }

    private mutating func reportTwice(_ identifier: Identifier, earlier: Range<Int>) {
        report(
            "found a second declaration of `\(identifier.name)`", at: identifier.range,
            help: "it is already declared in \(describePlace(earlier.lowerBound)); rename one of them")
    }

    /// Declares all the names of a binding pattern.
    mutating func declareNames(of pattern: PatternNode, as declaration: Scope.Declaration) {
        switch pattern {
        case .identifier(let identifier):
            declare(identifier, as: declaration)
        case .expression:
            break
        case .object(let object):
            for property in object.properties { declareNames(of: property.element.target, as: declaration) }
            if let rest = object.rest { declareNames(of: rest, as: declaration) }
        case .array(let array):
            for case let element? in array.elements { declareNames(of: element.target, as: declaration) }
            if let rest = array.rest { declareNames(of: rest, as: declaration) }
        }
    }

    /// Notes an exported name, which may be there once.
    mutating func declareExport(_ name: Name) {
        guard !name.text.isEmpty, !exportedNames.insert(name.text).inserted else { return }
        report(
            "found a second export of `\(name.text)`", at: name.range,
            help: "a module exports each name once; rename one of them")
    }
}
