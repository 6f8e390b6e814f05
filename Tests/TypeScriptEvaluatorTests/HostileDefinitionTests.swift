import Foundation
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

/// Work is stopped by the processor's clock when it takes longer than its steps tell.
@Suite(.serialized) struct HostileTimeTests {
    /// Some work that was found to take from ten seconds to for ever.
    @Test(arguments: [
        "const a = new Array(1e5).fill(1); for (;;) Math.max.apply(null, a)",
        "const s = 'a'.repeat(3e5); for (;;) s.includes('a'.repeat(1e5) + 'b')",
        "const s = 'a'.repeat(3e5); for (;;) s.lastIndexOf('b' + 'a'.repeat(1e5))",
        "const s = 'a'.repeat(3e5), t = 'a'.repeat(3e5); for (;;) s === t",
        "const s = 'a'.repeat(3e5), t = 'a'.repeat(3e5); for (;;) s < t",
        "const s = ' '.repeat(3e5); for (;;) s.trim()", "const s = 'ß'.repeat(1e5); for (;;) s.toUpperCase()",
        "const s = '1'.repeat(3e5); for (;;) +s", "const s = '0.' + '1'.repeat(3e5); for (;;) parseFloat(s)",
        "for (;;) (1e20).toFixed(100)", "for (;;) new Date('2020-01-01T00:00:00Z').toISOString()",
        "for (let i = 0; ; i++) new RegExp('a{' + i % 100 + '}' + 'x}'.repeat(1000))",
        "let o: any = {}; for (let i = 0; i < 1e4; i++) o = Object.create(o); for (;;) o.x",
        "const o: any = {}; for (let i = 0; i < 1e4; i++) o['k' + i] = i; for (;;) Object.freeze(o)",
        "/(a*)\\1*b/.test('a'.repeat(20000))", "let f: any = () => 1; for (;;) f = f.bind(null)",
        "const s = '{\"a\":[' + '\"x\",'.repeat(1e5) + '1]}'; for (;;) JSON.parse(s)",
        "[1, 2, 3].sort(() => { for (;;); })",
        "let a: any = [1]; for (let i = 0; i < 60; i++) a = [a, a]; JSON.stringify(a)",
        "let s = 'x'; for (;;) s = `${s}${s}`", "async function f() { for (;;) await 0 } await f()",
    ])
    func isStoppedInTime(_ source: String) async throws {
        var program = Program(source)
        program.limits.processorSeconds = 0.1
        // Some need more steps than time.
        program.limits.steps = 5_000_000
        let clock = ContinuousClock()
        let start = clock.now
        let stop = try #require(await program.run().stop)
        #expect(stop.hasPrefix("evaluation takes too long") || stop.hasPrefix("evaluation needs too much memory"))
        // What is bounded is the thread's own time; a busy machine and a slow build may take many times that.
        #expect(clock.now - start < .seconds(20), "\(source)")
    }

    @Test func aThreadStopsWhenItsTimeIsUp() async throws {
        var program = Program("for (;;);")
        program.limits.steps = .max / 2
        program.limits.processorSeconds = 0.05
        #expect(await program.run().stop?.hasPrefix("evaluation takes too long") == true)
    }

    @Test func longLoopsWithShortTextsNeedLittleMemory() async {
        var program = Program(
            """
            let last = '';
            for (let i = 0; i < 20000; i++) last = `area-${i}/` + 'x'.repeat(100) + ['a', 'b'][i % 2].toUpperCase();
            console.log(last.length);
            """)
        // All texts together take far more.
        program.limits.allocatedBytes = 12 << 20
        #expect(await program.run().lines == ["112"])
    }

    @Test func textsThatAreKeptAreCounted() async {
        for keep in ["all.push(t)", "all[i] = { t }", "map.set(t, t)", "all.push(() => t)", "o[t] = 1"] {
            var program = Program(
                """
                const all: any[] = [], map = new Map(), o: any = {};
                for (let i = 0; ; i++) { const t = 'x'.repeat(400) + i; \(keep) }
                """)
            program.limits.allocatedBytes = 4 << 20
            #expect(await program.run().stop?.hasPrefix("evaluation needs too much memory") == true, "\(keep)")
        }
    }

    @Test(arguments: [
        ("let n = 10; const o = { get length() { return n -= 4 } }; Array.prototype.includes.call(o, 1, 5)", "done"),
        ("const a = [1, 2, 3, 4]; a.splice(0, { valueOf() { a.length = 1; return 4 } } as any); a.length", "done"),
        ("const a = [1, 2, 3, 4]; a.slice(1, { valueOf() { a.length = 2; return 4 } } as any)", "done"),
        ("const a = [1, 2, 3, 4]; a.copyWithin(0, 1, { valueOf() { a.length = 2; return 4 } } as any)", "done"),
        ("JSON.stringify({ a: [1] }, null, NaN)", "done"),
        ("[1, 2].with({ valueOf() { return 0 } } as any, 3)", "done"),
    ])
    func survivesArgumentsThatChangeWhatTheyAreAbout(_ source: String, _ line: String) async {
        #expect(await Program("\(source); console.log('\(line)')").run().lines == [line])
    }

    @Test func longNumbersAreReadAsExactlyAsShortOnes() async {
        let outcome = await Program(
            """
            console.log(Number('0.' + '1'.repeat(5000)) === 0.1111111111111111, Number('1' + '0'.repeat(300) + '.5'));
            console.log(Number('9007199254740993.' + '0'.repeat(2000) + '1'), Number('-' + '7'.repeat(2000)));
            console.log('a'.repeat(100).indexOf('a'.repeat(20) + 'b'), ('xy'.repeat(50) + 'z').lastIndexOf('yx'.repeat(10)));
            """
        ).run()
        #expect(outcome.lines == ["true 1e+300", "9007199254740994 -Infinity", "-1 79"])
    }
}
