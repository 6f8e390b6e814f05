import SourceText
import TypeScriptSyntax

/// What must be there before the first statement of a block, function or module runs.
///
/// Reference: https://tc39.es/ecma262/#sec-blockdeclarationinstantiation
struct DeclarationInstantiation {
    fileprivate(set) var functions: [(slot: Int, make: Evaluation)] = []
    fileprivate(set) var enums: [(slot: Int, make: Evaluation?)] = []

    var isEmpty: Bool { functions.isEmpty && enums.isEmpty }

    /// Fills the slots of the frame's current scope.
    var run: @Sendable (Frame) throws -> Void {
        let functions = functions
        let enums = enums
        return { frame in
            for (slot, make) in functions { frame.scope.slots[slot] = try make(frame) }
            for (slot, _) in enums where frame.scope.slots[slot] == nil { frame.scope.slots[slot] = .undefined }
            for (slot, make) in enums {
                if let make { frame.scope.slots[slot] = try make(frame) }
            }
        }
    }
}

extension Compiler {
    /// Declares what stands directly among the statements: `let`, `const`, classes, functions, enums.
    func declareLexicalNames(of statements: [StatementNode]) {
        for statement in statements {
            switch statement {
            case .variable(let node) where node.kind != .var:
                let kind: BindingKind = node.kind == .const ? .constant : .let
                for declarator in node.declarators {
                    for name in declarator.target.boundNames { declare(name, kind) }
                }
            case .function(let node): if let name = node.name { declare(name, .function) }
            case .class(let node): if let name = node.name { declare(name, .class) }
            case .enum(let node): declare(node.name, .enumeration)
            case .exportDeclaration(let node): declareLexicalNames(of: [node.declaration])
            case .exportDefault(let node):
                switch node.value {
                case .function(let function):
                    if let name = function.name {
                        declare(name, .function)
                    } else {
                        scope.declare("*default*", .function)
                    }
                case .class(let node):
                    if let name = node.name { declare(name, .class) } else { scope.declare("*default*", .class) }
                case .expression: scope.declare("*default*", .constant)
                }
            default: continue
            }
        }
    }

    /// Declares a name in the current scope; a second declaration must go with the first.
    private func declare(_ name: Identifier, _ kind: BindingKind) {
        if let existing = scope.bindings[name.name]?.kind {
            let isRepeatable = existing == .enumeration && kind == .enumeration
            let isFunctionOverVariable =
                kind == .function && (existing == .variable || existing == .parameter || existing == .function)
            guard isRepeatable || isFunctionOverVariable else {
                diagnostics.append(
                    Diagnostic(
                        .error, code: "SyntaxError", message: "identifier `\(name.name)` has already been declared",
                        range: range(name.range)))
                return
            }
        }
        scope.declare(name.name, kind)
    }

    /// What to make at the beginning of the statements, whose names are declared already.
    func declarationInstantiation(of statements: [StatementNode]) -> DeclarationInstantiation {
        var result = DeclarationInstantiation()
        for statement in statements { add(statement, to: &result) }
        return result
    }

    private func add(_ statement: StatementNode, to result: inout DeclarationInstantiation) {
        switch statement {
        case .function(let node):
            guard let name = node.name?.name, let slot = scope.bindings[name]?.slot, slot >= 0 else { return }
            result.functions.append((slot, functionDeclaration(node, name: UTF16String(name))))
        case .enum(let node):
            guard let slot = scope.bindings[node.name.name]?.slot, slot >= 0 else { return }
            result.enums.append((slot, node.isKnownBeforehand ? enumObject(node) : nil))
        case .exportDeclaration(let node): add(node.declaration, to: &result)
        case .exportDefault(let node):
            guard case .function(let function) = node.value,
                let slot = scope.bindings[function.name?.name ?? "*default*"]?.slot
            else { return }
            let name = function.name?.name ?? "default"
            result.functions.append((slot, functionDeclaration(function, name: UTF16String(name))))
        default: return
        }
    }
}

extension PatternNode {
    /// Reference: https://tc39.es/ecma262/#sec-static-semantics-boundnames
    var boundNames: [Identifier] {
        switch self {
        case .identifier(let node): [node]
        case .expression: []
        case .object(let node): node.properties.flatMap(\.element.target.boundNames) + (node.rest?.boundNames ?? [])
        case .array(let node): node.elements.flatMap { $0?.target.boundNames ?? [] } + (node.rest?.boundNames ?? [])
        }
    }
}
