import Foundation
import SourceText
import Testing
import TypeScriptSyntax

@Suite struct HostileInputTests {
    /// Something of every production, for cutting up.
    static let sample = """
        #!/usr/bin/env node
        import a, { type B, c as d } from './x' with { type: 'json' };
        export const storage = defineStorage({
          name: `a-${process.env['X'] ?? "b"}`, // comment
          access: (allow: any): T<U> => ({ 'a/{entity_id}/*': [allow.guest.to(['read']), ...rest], [`${k}`]: [] }),
        });
        class A<T extends B> extends C<T> implements D { static #e = 1; private f?: string; constructor(public g: T, ...h) { super(g) } get i() { return this.#e } static { j() } }
        function* k({ l = 1, ...m }: N = {}, [o, , p]) { yield* o; for await (const q of p) { label: while (true) break label } }
        const r = async <T,>(s: T) => { try { await s?.[0]!.t?.(1) } catch ({ u }) { throw new Error('v\\n') } finally { } };
        enum W { x = 1 << 2, y = 'z' } type Z = { [K in keyof A]?: A[K] extends infer V ? V : never } | (() => void);
        switch (a) { case /[/]b/g.test(c): d ||= e ** f; break; default: ({ g, h: [i] } = j) }
        日本 = '🎉\\u{1F389}' as const satisfies string; if (a < b && c > d) e<F>(g); else do { } while (0xff + 1_0.5e3);
        """

    @Test func `every cut of a file ends with a tree`() {
        let bytes = Array(Self.sample.utf8)
        #expect(SyntaxTree(parsing: SourceFile(name: "a.ts", text: bytes)).hasErrors)
        for end in 0...bytes.count {
            _ = SyntaxTree(parsing: SourceFile(name: "a.ts", text: bytes[..<end]))
            _ = SyntaxTree(parsing: SourceFile(name: "a.ts", text: bytes[end...]))
        }
    }

    @Test func `every file with a byte missing ends with a tree`() {
        let bytes = Array(Self.sample.utf8)
        for index in bytes.indices {
            var copy = bytes
            copy.remove(at: index)
            let tree = SyntaxTree(parsing: SourceFile(name: "a.ts", text: copy))
            for diagnostic in tree.diagnostics { #expect(diagnostic.range != nil && !diagnostic.message.isEmpty) }
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `random changes end with a tree`(seed: UInt64) {
        var generator = SplitMix(state: seed)
        let bytes = Array(Self.sample.utf8)
        let pieces = [
            "{", "}", "(", ")", "[", "]", "<", ">", "`", "${", "'", "\"", "/", "/*", "=>", "?", ":", ",", ";", "\n",
            "async ", "await ", "type ", "import ", "export ", "class ", "...", "?.", "\u{0}", "，", "“", "#", "@", "\\",
        ]
        for _ in 0..<300 {
            var copy = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: copy.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: copy[index] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: copy.removeSubrange(index..<min(index + 20, copy.count))
                case 2: copy.insert(contentsOf: pieces.randomElement(using: &generator)!.utf8, at: index)
                default:
                    let other = Int.random(in: copy.indices, using: &generator)
                    copy.insert(contentsOf: copy[other..<min(other + 30, copy.count)], at: index)
                }
            }
            let tree = SyntaxTree(parsing: SourceFile(name: "a.ts", text: copy))
            #expect(tree.diagnostics.count <= 101)
            for diagnostic in tree.diagnostics { _ = diagnostic.codeFrame() }
        }
    }

    @Test(arguments: [
        "[", "(", "x = {a:", "!", "a=>", "a?", "a?b:", "if(a)", "if(a){}else ", "`${", "f<", "let x:(", "let x:[",
        "let x:{a:", "let x:(a:b)=>",
        "let x:A<", "type x=a extends b?", "new ", "{", "class A{a=", "function f(){", "a=", "async(", "async(x)=>",
        "([x=", "({...{", "a**",
        "let [", "let {a:", "for(a of b)", "(a:", "((a)=>", "f<T>(", "switch(a){case b:", "try{", "await ", "<T>",
        "<T>(", "import(", "a?(", "do ",
        "namespace a{", "@a(", "x = a ? (b) : (c) ? ", "label:", "typeof ", "x = class extends ", "(function(",
        "let x: keyof (",
    ])
    func `ten thousand levels are one diagnostic`(piece: String) {
        let tree = SyntaxTree(
            parsing: SourceFile(name: "a.ts", text: String(repeating: piece, count: 10_000)))
        #expect(tree.hasErrors)
        #expect(tree.diagnostics.filter { $0.code != "unsupported-syntax" }.count <= 2)
    }

    @Test(arguments: ["a+", "a.b.", "a()().", "a`b`.", "a||", "a?.b.", "a as T+"])
    func `a tree is never higher than it says`(piece: String) {
        func tree(_ links: Int) -> SyntaxTree {
            SyntaxTree(parsing: SourceFile(name: "a.ts", text: String(repeating: piece, count: links) + "c"))
        }
        #expect(!tree(400).hasErrors)
        #expect(tree(3_000).diagnostics.map(\.code) == ["nesting-too-deep"])
    }

    @Test func `nested chains do not add up to a higher tree`() {
        let chain = String(repeating: "+1", count: 500)
        let text = String(repeating: "(", count: 100) + "a" + String(repeating: chain + ")", count: 100)
        #expect(
            SyntaxTree(parsing: SourceFile(name: "a.ts", text: text)).diagnostics.map(\.code) == ["nesting-too-deep"])
    }

    /// Each grows a hundredfold where time would grow ten-thousandfold if something were scanned again and again.
    @Test(arguments: [
        "a<", "a<b,", "a<(", "x<{a:b},", "(a,", "async(\nconst b=", "a?(b):", "'\n", "/*", "<<<<<<< a\n", "f<T>(a);",
        "a ? (b) : c;\n", "}", ")",
        "export ", "x={a:[}\n", "`${`", "(a)=>b;", "(a: b): c;\n", "a < b;\n", "[}", "const a = [\n", "((", "{a:",
        "x = (a, b, c);\n", "=======\n",
    ])
    func `time grows with the length`(piece: String) {
        func time(_ count: Int) -> Int {
            let file = SourceFile(name: "a.ts", text: String(repeating: piece, count: count))
            let start = processorTime()
            _ = SyntaxTree(parsing: file)
            return processorTime() - start
        }
        _ = time(100)
        let short = (0..<3).map { _ in time(200) }.min() ?? 0
        #expect(time(20_000) < max(short, 100_000) * 1_000)
    }

    @Test func `a file with a hundred faults is given up`() {
        let tree = SyntaxTree(
            parsing: SourceFile(name: "a.ts", text: String(repeating: "let = ;\n", count: 10_000)))
        #expect(tree.diagnostics.count == 100)
    }
}

/// What this thread has taken of the processor, in nanoseconds, so that the machine's other work does not count.
private func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// A small generator with a seed, so that a failure can be had again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
