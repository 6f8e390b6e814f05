import SourceText
import TypeScriptSyntax

/// A module, compiled: what it asks for, what it offers, and what it does.
///
/// Reference: https://tc39.es/ecma262/#sec-source-text-module-records
struct ModuleCode: Sendable {
    /// One `from '…'`.
    struct Request: Sendable {
        let specifier: String
        let range: SourceRange
    }

    struct Import: Sendable {
        let request: Int
        let imported: ImportBinding.Imported
        let range: SourceRange
        /// If not, it may be the name of a type, and need not exist.
        let isUsedAsValue: Bool
    }

    enum Export: Sendable {
        case slot(Int, name: String)
        /// A name that was imported here.
        case imported(Int)
        /// `export { name } from`
        case indirect(request: Int, name: String)
        /// `export * as x from`
        case namespace(request: Int)
    }

    fileprivate(set) var requests: [Request] = []
    private var requestIndices: [String: Int] = [:]
    fileprivate(set) var imports: [Import] = []
    fileprivate(set) var exports: [String: Export] = [:]
    /// `export * from`
    fileprivate(set) var starExports: [Int] = []
    fileprivate(set) var slotCount = 0
    /// Makes variables, functions and enums, before any module of a cycle runs.
    fileprivate(set) var instantiate: @Sendable (Frame) throws -> Void = { _ in }
    fileprivate(set) var body: Execution = { _ in .normal }
    /// It has no import and no export, so it may say `require`, `module` and `exports`.
    let isScript: Bool

    init(_ tree: SyntaxTree, diagnostics: inout [Diagnostic]) {
        isScript = tree.form == .script
        guard !tree.hasErrors else { return }
        let compiler = Compiler(file: tree.file)
        let scope = compiler.scope
        addImports(of: tree, to: compiler)
        let variables = tree.varDeclaredNames.map { scope.declare($0, .variable) }
        compiler.declareLexicalNames(of: tree.body)
        addExports(of: tree, scope)
        let declarations = compiler.declarationInstantiation(of: tree.body).run
        body = compiler.statementList(tree.body)
        slotCount = scope.slotCount
        instantiate = { frame in
            for slot in variables { frame.scope.slots[slot] = .undefined }
            try declarations(frame)
        }
        diagnostics += compiler.diagnostics
    }

    private mutating func addRequest(_ node: StringLiteral, in file: SourceFile) -> Int {
        let specifier = node.value.text
        if let index = requestIndices[specifier] { return index }
        requestIndices[specifier] = requests.count
        requests.append(Request(specifier: specifier, range: SourceRange(file: file, offsets: node.range)))
        return requests.count - 1
    }

    /// All requests too, in the order of the text, whatever statement makes them.
    private mutating func addImports(of tree: SyntaxTree, to compiler: Compiler) {
        for statement in tree.body {
            switch statement {
            case .import(let node) where !node.isErased:
                let request = addRequest(node.specifier, in: tree.file)
                for binding in node.bindings {
                    compiler.scope.declareImport(binding.local.name, index: imports.count)
                    imports.append(
                        Import(
                            request: request, imported: binding.imported, range: compiler.range(binding.range),
                            isUsedAsValue: binding.isUsedAsValue))
                }
            case .exportNamed(let node):
                if let from = node.from { _ = addRequest(from, in: tree.file) }
            case .exportAll(let node): _ = addRequest(node.from, in: tree.file)
            default: continue
            }
        }
    }

    private mutating func addExports(of tree: SyntaxTree, _ scope: StaticScope) {
        for statement in tree.body {
            switch statement {
            case .exportDeclaration(let node):
                for name in node.declaration.declaredNames { addLocalExport(name, as: name, scope) }
            case .exportDefault(let node):
                let name: String? =
                    switch node.value {
                    case .function(let node): node.name?.name
                    case .class(let node): node.name?.name
                    case .expression: nil
                    }
                addLocalExport(name ?? "*default*", as: "default", scope)
            case .exportNamed(let node):
                for specifier in node.specifiers {
                    if let from = node.from {
                        exports[specifier.exported.text] = .indirect(
                            request: addRequest(from, in: tree.file), name: specifier.local.text)
                    } else {
                        addLocalExport(specifier.local.text, as: specifier.exported.text, scope)
                    }
                }
            case .exportAll(let node):
                let request = addRequest(node.from, in: tree.file)
                if let alias = node.alias {
                    exports[alias.text] = .namespace(request: request)
                } else {
                    starExports.append(request)
                }
            default: continue
            }
        }
    }

    /// A name that is declared nowhere is a type's.
    private mutating func addLocalExport(_ local: String, as exported: String, _ scope: StaticScope) {
        guard let binding = scope.bindings[local] else { return }
        if case .imported(let index) = binding.kind {
            exports[exported] = .imported(index)
        } else {
            exports[exported] = .slot(binding.slot, name: local)
        }
    }
}

extension StatementNode {
    /// The names that an exported declaration declares.
    fileprivate var declaredNames: [String] {
        switch self {
        case .variable(let node): node.declarators.flatMap { $0.target.boundNames.map(\.name) }
        case .function(let node): node.name.map { [$0.name] } ?? []
        case .class(let node): node.name.map { [$0.name] } ?? []
        case .enum(let node): [node.name.name]
        default: []
        }
    }
}
