import Testing

@Suite struct StatementTests {
    @Test(arguments: [
        TreeCase("const a = 1, b = 2; let c; var d, e = 3", "(const (= a 1) (= b 2)) (let c) (var d (= e 3))"),
        TreeCase(
            "const { a, b: { c }, ...d } = e, [f, , g = 1, ...h] = i",
            "(const (= {a:a b:{c:c} ...d} e) (= [f _ (= g 1) ...h] i))"),
        TreeCase("let [a] = b; let { c } = d", "(let (= [a] b)) (let (= {c:c} d))"),
        TreeCase(
            "function f(a, { b } = {}, ...c) { return a } async function g() {} function* h() {}",
            "(function f [a (= {b:b} (object)) ...c] (body (return a))) (async-function g [] (body)) (function* h [] (body))"
        ),
        TreeCase(
            "enum A { b, c = 1, 'd e' = 'f' } const enum G { h = A.b | 2 }",
            #"(enum A b (= c 1) (= d e "f")) (const-enum G (= h (| (. A b) 2)))"#),
    ])
    func `reads declarations`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("if (a) b; else if (c) d; else { e }", "(if a b (if c d (block e)))"),
        TreeCase("for (;;) {}", "(for _ _ _ (block))"),
        TreeCase(
            "for (let i = 0, n = 2; i < n; i++) a(i)", "(for (let (= i 0) (= n 2)) (< i n) (post++ i) (call a i))"),
        TreeCase(
            "for (const [a, b] of c) d; for (x.y of z) {}", "(for-of (const [a b]) c d) (for-of (. x y) z (block))"),
        TreeCase(
            "for (const a in b) c; for (var d in e, f) {}; for (g in h);",
            "(for-in (const a) b c) (for-in (var d) (, e f) (block)) (empty) (for-in g h (empty))"),
        TreeCase("for (let i = (a in b); i;) {}", "(for (let (= i (in a b))) i _ (block))"),
        TreeCase("for await (const a of b) {}", "(for-await (const a) b (block))"),
        TreeCase("for (const of of of) {}", "(for-of (const of) of (block))"),
        TreeCase("while (a) { break } do a(); while (b) c", "(while a (block (break))) (do (call a) b) c"),
        TreeCase(
            "a: for (;;) { continue a } b: { break b }",
            "(label a (for _ _ _ (block (continue a)))) (label b (block (break b)))"),
        TreeCase(
            "switch (a) { case 1: b; case 2: { break } default: c }",
            "(switch a (case 1 b) (case 2 (block (break))) (default c))"),
        TreeCase(
            "try { a } catch { b } finally { c } try { d } catch ({ e }) {}",
            "(try (block a) catch (block b) finally (block c)) (try (block d) {e:e} catch (block))"),
        TreeCase("throw new Error('a'); debugger; ;", #"(throw (new Error "a")) (debugger) (empty)"#),
    ])
    func `reads control flow`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("a\nb\n++c\nd", "a b (pre++ c) d"),
        TreeCase("function f() { return\na }", "(function f [] (body (return) a))"),
        TreeCase("a: for (;;) { break\na }", "(label a (for _ _ _ (block (break) a)))"),
        TreeCase("const a = 1\nconst b = [1]\nb\n[0]", "(const (= a 1)) (const (= b (array 1))) ([] b 0)"),
        TreeCase("const a = b\n(c)", "(const (= a (call b c)))"),
        TreeCase("async\nfunction f() {}", "async (function f [] (body))"),
        TreeCase("{ a } b", "(block a) b"),
        TreeCase("if (a) b\nelse c", "(if a b c)"),
        TreeCase("do {} while (a) b", "(do (block) a) b"),
        TreeCase("var a\n!b", "(var a) (! b)"),
        TreeCase("function* f() { yield\na }", "(function* f [] (body (yield) a))"),
    ])
    func `inserts semicolons where the standard does`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("let type = 1; type = 2; type\nA", "(let (= type 1)) (= type 2) type A"),
        TreeCase(
            "const of = 1, from = 2, as = 3, get = 4, set = 5, async = 6",
            "(const (= of 1) (= from 2) (= as 3) (= get 4) (= set 5) (= async 6))"),
        TreeCase("declare\nconst a = 1", "declare (const (= a 1))"),
        TreeCase(
            "namespace\n.a; module.exports = b; interface\n{}",
            "(. namespace a) (= (. module exports) b) interface (block)"),
        TreeCase("type: 1; abstract = 1; abstract.b", "(label type 1) (= abstract 1) (. abstract b)"),
    ])
    func `lets contextual words be names`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase(
            "\"use strict\"; exports.a = void 0; const b = require('c'); (0, b.d)(e)",
            #""use strict" (= (. exports a) (void 0)) (const (= b (call require "c"))) (call (, 0 (. b d)) e)"#),
        TreeCase(
            "var __importDefault = (this && this.__importDefault) || function (mod) { return mod }",
            "(var (= __importDefault (|| (&& this (. this __importDefault)) (function [mod] (body (return mod))))))"),
        TreeCase(
            "Object.defineProperty(exports, '__esModule', { value: true })",
            #"(call (. Object defineProperty) exports "__esModule" (object value:true))"#),
    ])
    func `reads compiled CommonJS`(_ tree: TreeCase) { tree.check(name: "a.js") }
}
