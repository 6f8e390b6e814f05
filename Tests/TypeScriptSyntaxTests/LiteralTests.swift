import Testing

@Suite struct LiteralTests {
    @Test(arguments: [
        TreeCase("60; 1_000; 0xff; 0o17; 0b101; 0XFF", "60 1000 255 15 5 255"),
        TreeCase(".5; 1.5e3; 5.; 1E-2", "0x3fe0000000000000 1500 5 0x3f847ae147ae147b"),
        TreeCase("0x1fffffffffffff8; 0b1" + String(repeating: "0", count: 54), "0x4380000000000000 0x4350000000000000"),
        TreeCase("9007199254740993", "0x4340000000000000"),
        TreeCase("10n; 0xfFn; 1_0n", "10n 0xfFn 10n"),
        TreeCase("1..toString; 1.0.x", "(. 1 toString) (. 1 x)"),
    ])
    func `reads numbers`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase(#"'public/*'; "it's""#, #""public/*" "it's""#),
        TreeCase(
            #"'\n\t\r\b\f\v\0\\\'\x41\u0041\u{1F389}'"#,
            #""\u000a\u0009\u000d\u0008\u000c\u000b\u0000\\'AA\ud83c\udf89""#),
        TreeCase(#"'\uD83C\uDF89 \uD83C x'"#, #""\ud83c\udf89 \ud83c x""#),
        TreeCase("'a\\\nb\\\r\nc\\q'", #""abcq""#),
        TreeCase("'日本\u{2028}'", #""\u65e5\u672c\u2028""#),
        TreeCase("''", "\"\""),
    ])
    func `reads strings`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("``; `a`; `a${b}c${d}e`", #"(template "") (template "a") (template "a" b "c" d "e")"#),
        TreeCase("`${a}${`${b}`}`", #"(template "" a "" (template "" b "") "")"#),
        TreeCase("`a\r\nb\\n$ {} $`", #"(template "a\u000ab\u000a$ {} $")"#),
        TreeCase("`${{ a: '}' }}`", #"(template "" (object a:"}") "")"#),
        TreeCase(#"f`\u${a}\x`"#, #"(tagged f (template invalid a invalid))"#),
        TreeCase("a.b`c`.d", #"(. (tagged (. a b) (template "c")) d)"#),
    ])
    func `reads templates`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("x = /a+/gi", "(= x /a+/gi)"),
        TreeCase("a.replace(/[/'\"]/g, '')", #"(call (. a replace) /[/'"]/g "")"#),
        TreeCase(#"/\/*/.test(a)"#, #"(call (. /\/*/ test) a)"#),
        TreeCase("a / b / c; a /= b", "(/ (/ a b) c) (/= a b)"),
        TreeCase("if (a) /b/.test(c)", "(if a (call (. /b/ test) c))"),
        TreeCase("x = a\n/b/g", "(= x (/ (/ a b) g))"),
        TreeCase("(a) / b; [a] / b; `a` / b", #"(/ a b) (/ (array a) b) (/ (template "a") b)"#),
        TreeCase("/=/", "/=/"),
    ])
    func `tells regular expressions from division`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("[]; [,]; [a, , ...b,]", "(array) (array _) (array a _ ...b)"),
        TreeCase(
            "x = {}; x = { a, 'b': 1, 2: c, [d]: e, ...f, }", #"(= x (object)) (= x (object a:a "b":1 2:c [d]:e ...f))"#
        ),
        TreeCase(
            "x = { a() {}, get b() {}, set b(c) {}, async d() {}, *e() {}, async *f() {}, [g]() {}, 'h'() {} }",
            #"(= x (object a:(method [] (body)) b:(get [] (body)) b:(set [c] (body)) d:(async-method [] (body)) e:(method* [] (body)) f:(async-method* [] (body)) [g]:(method [] (body)) "h":(method [] (body))))"#
        ),
        TreeCase(
            "x = { get, set, async, await: 1, if: 2, get() {}, async() {}, new: 3 }",
            "(= x (object get:get set:set async:async await:1 if:2 get:(method [] (body)) async:(method [] (body)) new:3))"
        ),
    ])
    func `reads arrays and objects`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("true; false; null; undefined; this", "true false null undefined this"),
        TreeCase("café; \\u0061b; $; _; ünï.日本", "café ab $ _ (. ünï 日本)"),
        TreeCase("a/* 'x/*' */ + // b\nc", "(+ a c)"),
        TreeCase("#!/usr/bin/env node\na", "a"),
        TreeCase("\u{FEFF}a\u{A0}+\u{3000}b\u{2028}c", "(+ a b) c"),
        TreeCase("a\r\nb\rc", "a b c"),
    ])
    func `reads names, comments and white space`(_ tree: TreeCase) { tree.check() }
}
