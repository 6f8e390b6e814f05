import SourceText
import Testing
import TypeScriptSyntax

/// What people really type wrong in a definition.
@Suite struct DiagnosticTests {
    @Test func `names the place of a missing comma`() {
        expectDiagnostics(
            """
            defineStorage({
              name: 'photos'⟦⟧
              access: (allow) => ({
                'a/*': [
                  allow.guest.to(['read'])⟦⟧
                  allow.authenticated.to(['read' ⟦'write'⟧]),
                ]⟦⟧
                'b/*': [],
              }),
            })
            """,
            .error("found `access`, expected `,` or `}`", help: "put a `,` at the end of the line"),
            .error("found `allow`, expected `,` or `]`", help: "put a `,` at the end of the line"),
            .error("found `'write'`, expected `,` or `]`", help: "put a `,` before it"),
            .error("found `'b/*'`, expected `,` or `}`", help: "put a `,` at the end of the line"))
    }

    @Test func `names the bracket that is not closed`() {
        expectDiagnostics(
            "const a = [\n  f(['read'⟦)⟧,\n]\nconst b = 1",
            .error("found `)`, expected `]`", help: "the `[` in line 2, column 5 is not closed"))
        expectDiagnostics(
            "x({\n  'a/*': [\n    b,\n  ⟦'c/*'⟧: [d],\n})",
            .error("found `'c/*'`, expected `]`", help: "the `[` in line 2, column 10 is not closed"))
        expectDiagnostics(
            "f(a, {\n  b: c\n)⟦;⟧".replacing("c\n)⟦;⟧", with: "c\n⟦)⟧"),
            .error("found `)`, expected `}`", help: "the `{` in line 1, column 6 is not closed"))
        expectDiagnostics(
            "f(a, {\n  b: c\n}⟦;⟧\n",
            .error("found `;`, expected `)`", help: "the `(` in line 1, column 2 is not closed"))
        expectDiagnostics(
            "const a = f({\n  b: [],\n\n⟦export⟧ const c = 1",
            .error("found `export`, expected `}`", help: "the `{` in line 1, column 13 is not closed"))
    }

    @Test func `points at the opening bracket when the file ends too early`() {
        expectDiagnostics(
            "f(⟦{⟧\n  a: 1,\n",
            .error("found the end of the file, expected `}`", help: "the `{` here is not closed"))
        expectDiagnostics(
            "function f() {\n  if (a) ⟦{⟧\n    b()\n  c()\n}\n",
            .error(
                "found the end of the file, expected `}`",
                help: "the `{` here seems not to be closed, as the lines after it are indented"))
    }

    @Test func `tells a bracket too many from one that is missing`() {
        expectDiagnostics(
            "x = [\n  f(['read'])⟦)⟧,\n  g(['write']),\n]\ny = [1⟦⟧\n 2]",
            .error(
                "found `)`, which closes nothing", help: "delete it, or look for the bracket that it should close"),
            .error("found `2`, expected `,` or `]`", help: "put a `,` at the end of the line"))
        expectDiagnostics(
            "f({})⟦}⟧);\nlet a = ⟦;⟧",
            .error("found `}`, which closes nothing", help: "delete it, or look for the bracket that it should close"),
            .error("found `;`, expected an expression"))
    }

    @Test func `blames the string that has no end`() {
        expectDiagnostics(
            "x = [\n  f([⟦'read]),⟧\n  g(['write'])\n  h()\n]",
            .error(
                "found the end of the line in a string, expected `'`",
                help: "close the string with `'`; one that runs over lines stands in backticks",
                code: "unterminated-string")
        )
        expectDiagnostics(
            "x = { a: ⟦'b\",⟧\n  c: 1 }\ny = [1 ⟦2⟧]",
            .error(
                "found the end of the line in a string, expected `'`",
                help: "a string that begins with `'` ends with `'` too",
                code: "unterminated-string"),
            .error("found `2`, expected `,` or `]`", help: "put a `,` before it"))
        expectDiagnostics(
            "x = { public⟦/*⟧: [1],\n b: 2 }\n",
            .error(
                "found the end of the file, expected `*/`",
                help: "a comment begins here and is not closed; if this belongs to a path, put the path in quotes"))
        expectDiagnostics(
            "x = ⟦`⟧a\n",
            .error(
                "found the end of the file in a template, expected a closing backtick",
                help: "close the template with a backtick"
            ))
    }

    @Test func `knows characters that only look right`() {
        expectDiagnostics(
            "f(⟦‘a’⟧， b）",
            .error(
                "found the typographic quote `‘`, expected `'` or `\"`",
                help: "type straight quotes; word processors and chats change them"))
        expectDiagnostics(
            "x = f⟦（⟧a)\ny = ⟦“⟧b\nz = 1⟦\u{200B}⟧",
            .error(
                "found `（` (U+FF08), expected `(`",
                help: "type a plain `(`; the input method was set to full-width characters"),
            .error(
                "found the typographic quote `“`, expected `'` or `\"`",
                help: "type straight quotes; word processors and chats change them"),
            .error("found an invisible character (U+200B)", help: "delete it and type the space around it again"))
    }

    @Test func `reports a merge conflict once`() {
        expectDiagnostics(
            "x = {\n⟦<<<<<<< HEAD⟧\n  a: 1,\n=======\n  a: 2 [[,\n>>>>>>> main\n}\ny = ⟦;⟧",
            .error(
                "found a merge conflict marker",
                help: "resolve the conflict and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
                code: "merge-conflict"),
            .error("found `;`, expected an expression"))
    }

    @Test(arguments: [
        ("x = { a⟦=⟧1 }", "found `=`, expected `:`", "in an object the value follows `:`"),
        ("x = { 'a' ⟦=⟧ 1 }", "found `=`, expected `:` after the property name", "a property's value follows `:`"),
        (
            "x = { 'a' ⟦+⟧ b: 1 }", "found `+`, expected `:` after the property name",
            "put brackets around a computed name: `[a + b]: …`"
        ),
        ("x = { ⟦`a`⟧: 1 }", "found a template, expected a property name", "put brackets around a computed name"),
        ("x = { a: 1⟦;⟧ b: 2 }", "found `;`, expected `,` or `}`", nil),
        (
            "x = { f: (a) ⟦{⟧ } }", "found `{`, expected `,` or `}`",
            "an arrow function has `=>` between its parameters and its body"
        ),
        ("x = (a) -⟦>⟧ b", "found `>`, expected an expression", "an arrow is written `=>`"),
        ("x = (a) = ⟦>⟧ b", "found `>`, expected an expression", "an arrow is written `=>`"),
        (
            "x = (a) => { 'b/*'⟦:⟧ [c] }", "found `:`, expected an operator, `;` or a new line",
            "braces right after `=>` hold statements; put parentheses around an object: `=> ({ … })`"
        ),
        (
            "(a⟦:⟧ string)", "found a parameter's type, and after the `)` the end of the file, expected `=>`",
            "an arrow function has `=>` between its parameters and its body"
        ),
        (
            "()⟦⟧", "found the end of the file, expected `=>` after `()`",
            "write `() => value` for a function without parameters"
        ),
        ("cosnt ⟦a⟧ = 1", "found `a` after `cosnt`, expected an operator, `;` or a new line", "did you mean `const`?"),
        (
            "exprot ⟦const⟧ a = 1", "found `const` after `exprot`, expected an operator, `;` or a new line",
            "did you mean `export`?"
        ),
        ("export ⟦cosnt⟧ a = 1", "found `cosnt`, expected a declaration after `export`", "did you mean `const`?"),
        (
            "export ⟦storage⟧ = a", "found `storage`, expected a declaration after `export`",
            "write `export const storage = …`"
        ),
        ("import { a } ⟦form⟧ 'b'", "found `form`, expected `from`", "the module's name follows: `from './module'`"),
        (
            "const a: b⟦;⟧", "found `;`, expected `=`",
            "what follows `:` in line 1, column 8 is a type; a value follows `=`"
        ),
        ("const a⟦;⟧", "found `;`, expected `=`", "a `const` gets its value where it is declared"),
        ("const a ⟦==⟧ 1", "found `==`, expected `=`", "`=` gives a value, `===` compares"),
        (
            "let a = 1; let ⟦a⟧ = 2", "found a second declaration of `a`",
            "it is already declared in line 1, column 5; rename one of them"
        ),
        (
            "import { a } from 'x'; const ⟦a⟧ = a", "found a second declaration of `a`",
            "it is already declared in line 1, column 10; rename one of them"
        ),
        (
            "export { a }; let a; export { b as ⟦a⟧ }; let b", "found a second export of `a`",
            "a module exports each name once; rename one of them"
        ),
        (
            "function f() { ⟦await⟧ a }", "found `await` in a function that is not async",
            "write `async` before the function"
        ),
        ("const ⟦new⟧ = 1", "found `new`, expected a name", "`new` is a reserved word; choose another name"),
        ("⟦else⟧ {}", "found `else`, expected a statement", "there is no `if` right before this `else`"),
        ("if ⟦a⟧ {}", "found `a`, expected `(`", "the condition stands in parentheses"),
        ("if (a) ⟦const⟧ b = 1", "found `const` where a single statement belongs", "put braces around the declaration"),
        (
            "a ⟦??⟧ b || c", "found `??` beside `||` or `&&` without parentheses",
            "put parentheses around the part that comes first"
        ),
        (
            "-a ⟦**⟧ b", "found `**` after `-` without parentheses",
            "put parentheses around the base or around the power"
        ),
        (
            "⟦f()⟧ = 1", "found `f()` left of an assignment",
            "only a variable, a property or a pattern can be assigned to; `===` compares"
        ),
        ("⟦return⟧ 1", "found `return` outside of a function", nil),
        ("⟦break⟧", "found `break` outside of a loop and of `switch`", nil),
        (
            "throw⟦⟧", "found the end of the file, expected an expression on the same line as `throw`",
            "write `throw new Error('…')`"
        ),
        ("a = 1 ⟦b⟧", "found `b`, expected an operator, `;` or a new line", nil),
        ("a⟦.1⟧", "found `.1`, expected an operator, `;` or a new line", nil),
        ("'⟦\\1⟧'", "found `\\1`, which is no escape", "write `\\\\` for a backslash"),
        (
            "3⟦px⟧", "found `px` right after the number `3`",
            "put a space or an operator between them, or quotes around both"
        ),
        (
            "x = ⟦/a⟧", "found the end of the line in a regular expression, expected `/`",
            "a `/` where a value belongs begins a regular expression; text belongs in quotes"
        ),
        (
            "{ ⟦import⟧ a from 'b' }", "found `import` inside braces",
            "it belongs to the top level of the file; is the bracket in line 1, column 1 closed?"
        ),
        (
            "class A { a = 1⟦,⟧ b = 2 }", "found `,`, expected `;` or a new line",
            "members of a class are separated by `;`"
        ),
        ("enum A { b⟦:⟧ 1 }", "found `:`, expected `=`, `,` or `}`", "in an enum the value follows `=`"),
        ("switch (a) { ⟦b⟧ }", "found `b`, expected `case` or `default`", nil),
        ("let x: ⟦;⟧", "found `;`, expected a type", nil),
        ("let x: A<B⟦;⟧", "found `;`, expected `,` or `>`", "the `<` in line 1, column 9 is not closed"),
    ])
    func `says what was found and what was expected`(source: String, message: String, help: String?) {
        expectDiagnostics(source, .error(message, help: help))
    }

    @Test(arguments: [
        ("⟦@⟧a class B {}", "decorators are not supported", "call the function on the class instead"),
        ("⟦with⟧ (a) {}", "`with` is not supported", "name the object in front of each property"),
        (
            "⟦namespace⟧ A { export const b = 1 }", "namespaces with values are not supported",
            "export the values from a module of their own"
        ),
        ("⟦export =⟧ a", "`export =` is not supported", "write `export default`"),
        ("⟦using⟧ a = b", "`using` is not supported", "write `const`"),
        ("class A { ⟦accessor⟧ b = 1 }", "`accessor` fields are not supported", "write a getter and a setter"),
    ])
    func `refuses by name what it does not run`(source: String, message: String, help: String) {
        expectDiagnostics(source, .error(message, help: help, code: "unsupported-syntax"))
    }

    @Test func `refuses JSX in files that may hold it`() {
        expectDiagnostics(
            "const a = ⟦<⟧b>text</b>",
            .error(
                "JSX is not supported", help: "keep components out of the backend's definition",
                code: "unsupported-syntax"),
            name: "a.tsx")
    }

    @Test func `reports several independent faults`() {
        expectDiagnostics(
            """
            const a = ⟦;⟧
            const b = { c: ⟦,⟧ d: 1 }
            function f(⟦1⟧) {}
            const g = [1, ⟦*⟧ 2, 3]
            export const h = f(⟦:⟧)
            const ok = 1
            """,
            .error("found `;`, expected an expression"), .error("found `,`, expected an expression"),
            .error("found `1`, expected a name"), .error("found `*`, expected an expression"),
            .error("found `:`, expected an expression"))
    }

    @Test func `names bytes that are not UTF-8`() throws {
        let file = SourceFile(name: "a.ts", text: Array("x = 'a".utf8) + [0xFF] + Array("' // ".utf8) + [0xC3])
        let tree = SyntaxTree(parsing: file)
        let diagnostic = try #require(tree.diagnostics.first)
        #expect(diagnostic.code == "invalid-utf-8")
        #expect(diagnostic.message == "found the byte 0xff, which is not UTF-8")
        #expect(diagnostic.range?.offsets == 6..<7)
        #expect(tree.diagnostics.count == 1)
    }
}
