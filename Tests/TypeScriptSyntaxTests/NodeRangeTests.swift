import SourceText
import Testing
import TypeScriptSyntax

@Suite struct NodeRangeTests {
    private func statement(_ source: String) throws -> (StatementNode, SyntaxTree) {
        let tree = SyntaxTree(parsing: SourceFile(name: "a.ts", text: source))
        return (try #require(tree.body.first), tree)
    }

    private func expression(_ source: String) throws -> (ExpressionNode, SyntaxTree) {
        let (statement, tree) = try statement(source)
        guard case .expression(let node) = statement else { throw CancellationError() }
        return (node.expression, tree)
    }

    @Test(arguments: [
        "a", "'b'", "a.b", "a?.b", "f(a, b)", "new A(b)", "a + b", "a ? b : c", "a = b", "[a]", "(a) => b",
        "async (a) => b",
        "a => { b }", "`a${b}`", "-a", "a++", "f<T>(a)", "import.meta.url", "a, b", "/a/g", "1.5",
    ])
    func `covers the whole of an expression`(source: String) throws {
        let (node, tree) = try expression("  \(source) // c\n")
        #expect(tree.sourceRange(node.range).text == source)
    }

    @Test func `leaves casts and parentheses outside of the inner node`() throws {
        let (node, tree) = try expression("(a as any).b")
        guard case .member(let member) = node else { throw CancellationError() }
        #expect(tree.sourceRange(member.object.range).text == "a")
        #expect(tree.sourceRange(member.property.range).text == "b")
        #expect(tree.sourceRange(member.range).text == "(a as any).b")
    }

    @Test func `knows the places inside a call and an object`() throws {
        let (node, tree) = try expression("defineStorage({ 'a/*': [x] })")
        guard case .call(let call) = node, case .expression(.object(let object))? = call.arguments.first,
            case .property(let property)? = object.members.first
        else { throw CancellationError() }
        #expect(tree.sourceRange(call.argumentsRange).text == "({ 'a/*': [x] })")
        #expect(tree.sourceRange(property.key.range).text == "'a/*'")
        #expect(tree.sourceRange(property.range).text == "'a/*': [x]")
    }

    @Test(arguments: [
        "const a = 1;", "if (a) b; else c;", "for (const a of b) {}", "import { a } from 'b';", "export const a = 1;",
        "function f(a) { return a }", "class A { b = 1 }", "enum A { b }", "export default a;", "return a;", "{ a }",
    ])
    func `covers the whole of a statement`(source: String) throws {
        let (node, tree) = try statement("  \(source) // c\n")
        #expect(tree.sourceRange(node.range).text == source)
    }

    @Test func `tells what a function needs`() throws {
        let (node, _) = try statement(
            "function f(a, b = 1, ...c) { var d; if (a) { var e, d } for (var [g] of b) {} let h; () => { var i }; arguments }"
        )
        guard case .function(let function) = node else { throw CancellationError() }
        #expect(function.varDeclaredNames == ["d", "e", "g"])
        #expect(function.mentionsArguments)
        #expect(function.expectedArgumentCount == 1)
        #expect(!function.hasSimpleParameters)
    }

    @Test func `says which blocks need a scope`() throws {
        let tree = SyntaxTree(parsing: SourceFile(name: "a.ts", text: "{ var a } { let a } { function f() {} } var b"))
        let blocks = tree.body.compactMap { statement -> Bool? in
            guard case .block(let block) = statement else { return nil }
            return block.hasDeclarations
        }
        #expect(blocks == [false, true, true])
        #expect(tree.varDeclaredNames == ["a", "b"])
    }
}
