import Testing

@Suite struct ProgramTests {
    @Test func evaluatesOperandsLeftToRight() async {
        let outcome = await Program(
            #"const log: string[] = []; const l = (x: any) => { log.push(String(x)); return x }; (l('a'), {} as any)[l('b')] = l('c'); l(1) + l(2) * l(3); ({ [l('k')]: l('v') }); console.log(log.join())"#
        ).run()
        let expected = [#"a,b,c,1,2,3,k,v"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func keepsClosuresOfEachRound() async {
        let outcome = await Program(
            #"const fs: any[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); for (const x of [7, 8]) fs.push(() => x); for (var v = 0; v < 2; v++) fs.push(() => v); console.log(fs.map(f => f()).join())"#
        ).run()
        let expected = [#"0,1,2,7,8,2,2"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func leavesLabelledLoops() async {
        let outcome = await Program(
            #"outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer; console.log(i, j) } }"#
        ).run()
        let expected = [#"0 0"#, #"1 0"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func runsFinallyOnEveryWayOut() async {
        let outcome = await Program(
            #"function f() { try { throw 1 } catch (e) { return 'c' + e } finally { console.log('f') } } console.log(f()); for (const x of [1, 2]) { try { continue } finally { console.log(x) } } console.log((() => { try { return 1 } finally { return 2 } })())"#
        ).run()
        let expected = [#"f"#, #"c1"#, #"1"#, #"2"#, #"2"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func fallsThroughCases() async {
        let outcome = await Program(
            #"for (const v of ['b', 'z']) switch (v) { case 'a': console.log('a'); case 'b': console.log('b'); case 'c': console.log('c'); break; default: console.log('d') }"#
        ).run()
        let expected = [#"b"#, #"c"#, #"d"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func buildsClassesWithAllTheirParts() async {
        let outcome = await Program(
            #"class A { #x = 1; static n = 5; y = this.#x + 1; constructor(public z: number) {} get x() { return this.#x } set x(v) { this.#x = v } m() { return this.x + this.y + this.z } static { A.n++ } static make(...a: any[]) { return new this(a[0]) } } class B extends A { w = this.z; m() { return super.m() * 2 } } const b = B.make(3); b.x = 10; console.log(b.m(), A.n, b instanceof B, B.name, JSON.stringify(b))"#
        ).run()
        let expected = [#"30 6 true B {"y":2,"z":3,"w":3}"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func callsGettersAndSuperInObjects() async {
        let outcome = await Program(
            #"const base = { hi() { return 'base ' + this.n } }; const o: any = { __proto__: base, n: 1, hi() { return 'own ' + super.hi() }, get twice() { return this.n * 2 }, set twice(v) { this.n = v / 2 }, ['c' + 1]: 2 }; o.twice = 8; console.log(o.hi(), o.twice, o.c1)"#
        ).run()
        let expected = [#"own base 4 8 2"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func takesObjectsAndArraysApart() async {
        let outcome = await Program(
            #"const { a, b: { c = 5 } = {} as any, ...rest }: any = { a: 1, d: 2, e: 3 }; const [x, , y = 3, ...z]: any[] = [1, 2, undefined, 4]; let p = 1, q = 2; [p, q] = [q, p]; console.log(a, c, JSON.stringify(rest), x, y, z, p, q)"#
        ).run()
        let expected = [#"1 5 {"d":2,"e":3} 1 3 [ 4 ] 2 1"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func resumesGenerators() async {
        let outcome = await Program(
            #"function* g(): any { try { const x = yield 1; console.log(x); yield* [2, 3] } finally { console.log('fin') } } const it = g(); console.log(JSON.stringify([it.next('no'), it.next('yes'), it.return(9), it.next()])); for (const v of g()) { console.log(v); break }"#
        ).run()
        let expected = [
            #"yes"#, #"fin"#,
            #"[{"value":1,"done":false},{"value":2,"done":false},{"value":9,"done":true},{"done":true}]"#, #"1"#,
            #"fin"#,
        ]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func closesIteratorsThatAreLeft() async {
        let outcome = await Program(
            #"class C { [Symbol.iterator]() { let i = 0; return { next: () => ({ value: i++, done: false }), return() { console.log('closed'); return {} } } } } for (const v of new C() as any) if (v > 1) break; const [first] = new C() as any; console.log(first)"#
        ).run()
        let expected = [#"closed"#, #"closed"#, #"0"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func ordersMicrotasksAsTheLanguageDoes() async {
        let outcome = await Program(
            #"setTimeout(() => console.log('timer'), 0); Promise.resolve().then(() => console.log('m1')).then(() => console.log('m2')); (async () => { console.log('a1'); await null; console.log('a2'); try { await Promise.reject(new Error('r')) } catch (e: any) { console.log(e.message) } finally { console.log('fin') } })(); queueMicrotask(() => console.log('q')); console.log('end')"#
        ).run()
        let expected = [#"a1"#, #"end"#, #"m1"#, #"a2"#, #"q"#, #"m2"#, #"r"#, #"fin"#, #"timer"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func visitsKeysInOrder() async {
        let outcome = await Program(
            #"for (const k in { b: 1, 2: 1, a: 1, 1: 1 }) console.log(k); const m = new Map([[1, 'a'], [2, 'b']]); for (const [k] of m) { if (k === 1) { m.delete(2); m.set(3, 'c') } console.log(k) }"#
        ).run()
        let expected = [#"1"#, #"2"#, #"b"#, #"a"#, #"1"#, #"3"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func shortCircuitsAssignments() async {
        let outcome = await Program(
            #"let n: any = null; n ??= 5; n ||= 6; n &&= 7; const o: any = { v: 0 }; o.v ||= 9; o.w ??= 8; o['v'] += 1; console.log(n, JSON.stringify(o)); let s = 'a'; s += 1; let k = 5; k **= 2; k %= 7; k <<= 2; console.log(s, k, k++, ++k)"#
        ).run()
        let expected = [#"7 {"v":10,"w":8}"#, #"a1 16 16 18"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func hoistsFunctionsAndVars() async {
        let outcome = await Program(
            #"console.log(typeof f, typeof v, f()); function f() { return 'f' } var v = 1; { function inner() { return 1 } console.log(inner()) }"#
        ).run()
        let expected = [#"function undefined f"#, #"1"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func tagsTemplates() async {
        let outcome = await Program(
            #"const tag = (s: any, ...v: any[]) => s.raw.join('|') + v.join(); console.log(tag`a${1}b\n${2}c`)"#
        ).run()
        let expected = [#"a|b\n|c1,2"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func seesParametersButNotTheBodyInDefaults() async {
        let outcome = await Program(
            #"const x = 'outer'; function f(a = () => x, b = a()) { var x = 'inner'; return a() + b + x } console.log(f())"#
        ).run()
        let expected = [#"outerouterinner"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func sortsStably() async {
        let outcome = await Program(
            #"const list = Array.from({ length: 12 }, (_, i) => ({ k: i % 3, i })); console.log(list.sort((a, b) => a.k - b.k).map(e => e.i).join())"#
        ).run()
        let expected = [#"0,3,6,9,1,4,7,10,2,5,8,11"#]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func formatsWhatIsPrinted() async {
        let outcome = await Program(
            #"console.log('%s is %d', 'x', 4, { a: [1, { b: { c: { d: 1 } } }], s: 'q' }, [undefined, null], new Map([['k', 1]]), new Set([1]), () => 1, class A {}, Symbol('s'))"#
        ).run()
        let expected = [
            #"x is 4 { a: [ 1, { b: [Object] } ], s: 'q' } [ undefined, null ] Map(1) { 'k' => 1 } Set(1) { 1 } [Function (anonymous)] [class A] Symbol(s)"#
        ]
        #expect(outcome.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

}
