import Testing
import TypeScriptEvaluator

@Suite struct HostileDefinitionTests {
    struct Case: CustomTestStringConvertible {
        let source: String
        let end: String

        init(_ source: String, _ end: String) {
            self.source = source
            self.end = end
        }

        var testDescription: String { source }
    }

    private static func limited(_ source: String) -> Program {
        var program = Program(source)
        program.limits.steps = 300_000
        program.limits.allocatedBytes = 16 << 20
        return program
    }

    @Test(arguments: [
        Case("while (true) {}", "evaluation takes too long at main.ts:1:1"),
        Case("for (;;) { try { for (;;); } catch {} finally { continue } }", "evaluation takes too long"),
        Case("for (;;) ({ a: {} })", "evaluation needs too much memory"),
        Case("let s = 'x'; for (;;) s += s", "evaluation needs too much memory at main.ts:1:23"),
        Case("'x'.repeat(1e9)", "evaluation needs too much memory at main.ts:1:1"),
        Case("'x'.padEnd(2e9)", "evaluation needs too much memory"),
        Case("new Array(1e9).fill(0)", "evaluation needs too much memory"),
        Case("Array.from({ length: 1e12 })", "evaluation"),
        Case("const a: any = []; a[4e9] = 1; a.length = 4e9", "evaluation needs too much memory"),
        Case("const a: any[] = []; for (;;) a.push(1)", "evaluation takes too long"),
        Case("const m = new Map(); for (let i = 0; ; i++) m.set(i, i)", "evaluation"),
        Case("/^(a+)+$/.test('a'.repeat(40) + 'b')", "evaluation takes too long at main.ts:1:1"),
        Case("/(x+x+)+y/.test('x'.repeat(60))", "evaluation takes too long"),
        Case("let f: any = () => 1; for (;;) f = f.bind(null)", "evaluation"),
        Case("function* g() { for (;;) yield 1 } for (const x of g());", "evaluation takes too long"),
        Case(
            "function* g(): any { yield 1 } const all: any[] = []; for (;;) { const i = g(); i.next(); all.push(i) }",
            "too many generators"),
        Case("async function f() { for (;;) await null } f()", "evaluation takes too long"),
        Case("async function f(): Promise<any> { await f() } f()", "too many generators"),
        Case("function t() { setTimeout(t, 0) } t()", "evaluation takes too long"),
        Case("await new Promise(() => {})", "this waits for something that never comes at main.ts:1:1"),
        Case("await fetch('http://x')", "this waits for something that never comes: the network is not available"),
        Case("for (;;) console.log('x')", "evaluation takes too long"),
        Case("process.exit(1)", "`process.exit` ends the evaluation at main.ts:1:1"),
        Case("eval('1')", "`eval` is not supported at main.ts:1:1"),
        Case("new Function('return 1')()", "making a function from text is not supported"),
        Case("const f = () => 1n; f()", "BigInt (`1n`) is not supported at main.ts:1:17"),
        Case("new Proxy({}, {})", "`Proxy` is not supported"),
        Case("async function* g() {} g()", "an async generator is not supported"),
        Case("crypto.randomUUID()", "`crypto.randomUUID` at load time is not supported"),
    ])
    func isStoppedWithItsPlace(_ test: Case) async throws {
        let stop = try #require(await Self.limited(test.source).run().stop)
        #expect(stop.hasPrefix(test.end), "\(stop)")
    }

    @Test(arguments: [
        "function f(): any { return f() } f()", "const o = { get x(): any { return this.x } }; o.x",
        "const g = (): any => [1].map(g); g()", "class A { constructor() { new A() } } new A()",
        "let a: any = []; for (let i = 0; i < 20000; i++) a = [a]; JSON.stringify(a)",
        "let a: any = []; for (let i = 0; i < 20000; i++) a = [a]; String(a)", "JSON.parse('['.repeat(50000))",
    ])
    func endsDeepRecursionWithAnExceptionThatCanBeCaught(_ source: String) async {
        var program = Program("try { \(source) } catch (e: any) { console.log(e.name, e.message) }")
        program.limits.stackBytes = 16 << 20
        let outcome = await program.run()
        #expect(outcome.lines == ["RangeError Maximum call stack size exceeded"])
    }

    @Test func changingPrototypesHarmsOnlyTheDefinition() async {
        let outcome = await Program(
            """
            Array.prototype[Symbol.iterator] = function* () { yield 42 }; console.log([...[1, 2]].join());
            (Object.prototype as any).x = 1; console.log(({} as any).x);
            try { const a: any = {}, b = { __proto__: a }; a.__proto__ = b } catch (e: any) { console.log(e.message) }
            delete (Object.prototype as any).toString; (Function.prototype as any).call = null;
            """
        ).run()
        #expect(outcome.lines == ["42", "1", "Cyclic __proto__ value"])
        #expect(await Program("console.log([...[1, 2]].join(), ({} as any).x)").run().lines == ["1,2 undefined"])
    }

    @Test func timersDoNotWait() async {
        #expect(await Program("await new Promise(r => setTimeout(r, 1e9)); console.log('now')").run().lines == ["now"])
    }

    @Test func anEvaluationCanBeCancelled() async {
        let task = Task { await Program("for (;;);").run().stop }
        task.cancel()
        #expect(await task.value?.hasPrefix("evaluation was cancelled") == true)
    }
}
