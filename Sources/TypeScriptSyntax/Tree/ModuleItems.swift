/// `import … from 'specifier'`, after types were erased. Attributes (`with { type: 'json' }`) are read and dropped.
///
/// As TypeScript does without `verbatimModuleSyntax`, an import of which nothing is used as a value does not load its
/// module: then `isErased` is set. Files whose name ends in `.js`, `.mjs`, `.cjs` keep all their imports.
package final class ImportDeclaration: Sendable {
    package let range: Range<Int>
    package let specifier: StringLiteral
    /// Empty for `import 'x'`, whose effect is kept.
    package let bindings: [ImportBinding]
    /// The module must not be loaded for this statement; no binding of it is used as a value.
    package let isErased: Bool

    package init(range: Range<Int>, specifier: StringLiteral, bindings: [ImportBinding], isErased: Bool) {
        self.range = range
        self.specifier = specifier
        self.bindings = bindings
        self.isErased = isErased
    }
}

/// One local name that an import gives. Inline `type` specifiers are gone.
package struct ImportBinding: Sendable {
    package enum Imported: Sendable, Hashable {
        /// `import local from`; `{ default as local }` is `named("default")`, which means the same.
        case `default`
        /// `import * as local from`
        case namespace
        /// `{ name }`, `{ name as local }`, `{ 'any text' as local }`
        case named(String)
    }

    package let range: Range<Int>
    package let imported: Imported
    package let local: Identifier
    /// The name occurs somewhere in the file as a value. If not, it may be a type's, and it is no error when the
    /// other module does not export it.
    package let isUsedAsValue: Bool
}

/// `export` before `const`, `let`, `var`, `function`, `class` or `enum`.
package final class ExportDeclaration: Sendable {
    package let range: Range<Int>
    package let declaration: StatementNode

    package init(range: Range<Int>, declaration: StatementNode) {
        self.range = range
        self.declaration = declaration
    }
}

/// `export default …`
package final class ExportDefault: Sendable {
    package enum Value: Sendable {
        /// Hoisted; a missing name means `default`.
        case function(FunctionNode)
        case `class`(ClassNode)
        case expression(ExpressionNode)
    }

    package let range: Range<Int>
    package let value: Value

    package init(range: Range<Int>, value: Value) {
        self.range = range
        self.value = value
    }
}

/// `export { a, b as c }`, with a specifier `export { a } from './x'`.
package final class ExportNamed: Sendable {
    package let range: Range<Int>
    package let specifiers: [ExportSpecifier]
    package let from: StringLiteral?

    package init(range: Range<Int>, specifiers: [ExportSpecifier], from: StringLiteral?) {
        self.range = range
        self.specifiers = specifiers
        self.from = from
    }
}

/// `local as exported`. Inline `type` specifiers are gone, but either name may still turn out to be a type's, so a
/// name that the file does not declare is no error before somebody asks for it.
package struct ExportSpecifier: Sendable {
    package let range: Range<Int>
    package let local: Name
    package let exported: Name
}

/// `export * from './x'`, `export * as name from './x'`
package final class ExportAll: Sendable {
    package let range: Range<Int>
    package let alias: Name?
    package let from: StringLiteral

    package init(range: Range<Int>, alias: Name?, from: StringLiteral) {
        self.range = range
        self.alias = alias
        self.from = from
    }
}
