import Testing

@Suite struct TypeErasureTests {
    /// Each is put behind `let x: `, so that what follows must be what follows the type.
    @Test(arguments: [
        "string", "a.b.C", "Array<string>", "Map<string, Array<Set<A>>>", "string[]", "A[][]", "A['b']",
        "A[number]['c']",
        "'a' | \"b\" | `c`", "| 'a' | 'b'", "A & B", "1 | -1 | 10n", "true | null | undefined | void", "this",
        "keyof A", "keyof typeof a", "readonly string[]", "unique symbol", "typeof a.b<C>", "typeof import('a')",
        "import('a').B<C>", "import('a', { with: { type: 'json' } }).B", "[a: string, b?: number, ...c: D[]]",
        "[string, number?, ...A[]]", "[]", "[function: A, new?: B]", "(A | B)[]", "() => void",
        "(a: string, b?: A) => B",
        "({ a, b: c }: A, [d]: B, ...e: C[]) => void", "<T extends A = B>(a: T) => T", "new (a: A) => B",
        "abstract new () => A", "(a: A) => a is B", "(a: any) => asserts a is B", "(a: any) => asserts a",
        "(a) => b", "A extends B ? C : D", "A extends infer U ? U : never",
        "A extends (infer U extends string)[] ? U : never", "A extends [infer H extends string, ...infer T] ? H : T",
        "A extends () => infer R extends string ? R : never", "{ a: string; b?: number, readonly c: A }",
        "{ [key: string]: any }",
        "{ [K in keyof A]?: A[K] }", "{ readonly [K in A as `get${K}`]: B }", "{ -readonly [K in A]-?: B }",
        "{ +readonly [K in A]+?: B; }",
        "{ (a: A): B; new (a: A): B; c(d: D): E; <T>(a: T): T }", "{ get a(): string; set a(b: string) }",
        "{ 'a-b': string; 1: number; [Symbol.iterator](): A }",
        "{ a(): void; b?(): void; get: A; set: B; readonly: C; new: D }",
        "`a${B}c${D extends E ? F : G}`", "Record<string, any[]>", "Promise<{ a: string }[]>", "ReturnType<typeof f>",
        "asserts", "is", "A<B<C>>", "A<B<C<D>>>", "A<() => B>", "a.b.c[]",
    ])
    func `passes over types`(_ type: String) {
        TreeCase("let x: \(type) = y; z", "(let (= x y)) z").check()
        TreeCase("let x: \(type)\nz", "(let x) z").check()
        TreeCase("type X = \(type)\nz", "z").check()
        TreeCase("function f(a: \(type), b?: \(type)): \(type) {} z", "(function f [a b] (body)) z").check()
        TreeCase("x = (a: \(type), b: \(type) = c): \(type) => d", "(= x (=> [a (= b c)] d))").check()
        TreeCase("x = y as \(type); z", "(= x y) z").check()
        TreeCase("f<\(type)>(a)", "(call f a)").check()
    }

    @Test(arguments: ["(string)", "((A))", "(keyof A)", "((a: A) => B)"])
    func `passes over types in parentheses`(_ type: String) {
        TreeCase("let x: \(type) = y; z", "(let (= x y)) z").check()
        TreeCase("x = y as \(type); z", "(= x y) z").check()
        TreeCase("f<\(type)>(a)", "(call f a)").check()
    }

    @Test(arguments: [
        TreeCase(
            "interface A<T> extends B<T>, C { a: string; (b: T): void }\nx", "x"),
        TreeCase("type A<T, U extends keyof T = keyof T> = T[U]\nx", "x"),
        TreeCase("type A =\n  | 'a'\n  | 'b'\nx", "x"),
        TreeCase(
            "declare const a: string; declare let b, c: A; declare function d(): void; declare class E { f(): void; g: string } declare enum H { i } declare namespace J { const k: string; export function l(): void } declare module 'm' { export = n } declare global { interface Window {} } declare module 'o'; x",
            "x"),
        TreeCase("namespace A { export type B = string; interface C {} }\nnamespace D.E {}\nx", "x"),
        TreeCase(
            "function f(a: string): void\nfunction f(a: number): void\nfunction f(a: any) {}", "(function f [a] (body))"
        ),
        TreeCase("try {} catch (e: unknown) {} finally {}", "(try (block) e catch (block) finally (block))"),
        TreeCase("let a!: string; for (const b of c as D[]) {}", "(let a) (for-of (const b) c (block))"),
        TreeCase("function f(this: A, b: B) {}", "(function f [b] (body))"),
    ])
    func `drops declarations of types`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("a as B; a as unknown as B; a as const; a satisfies B; a!; a!.b!()", "a a a a a (call (. a b))"),
        TreeCase("<A>b; <A[]>[c]; <const>d; -<A>e", "b (array c) d (- e)"),
        TreeCase("(a as B).c = d; (<E>f).g; (h!) = i", "(= (. a c) d) (. f g) (= h i)"),
        TreeCase("a as B || c; a + b as C; !a as D; a < b as number", "(|| a c) (+ a b) (! a) (< a b)"),
        TreeCase("a\nas\nb", "a as b"),
        TreeCase(
            "f<A>(b); new C<D>(e); new C<D>; f<A, B<C>>(d); f?.<A>(b); f<A>`b`",
            #"(call f b) (new C e) (new C) (call f d) (chain (?.call f b)) (tagged f (template "b"))"#),
        TreeCase("x = f<A>; y = f<A>\nz", "(= x f) (= y f) z"),
        TreeCase(
            "a < b > c; a < b; a < b || c > d; f(a < b, c > d)",
            "(> (< a b) c) (< a b) (|| (< a b) (> c d)) (call f (< a b) (> c d))"),
        TreeCase("a < (b + 1); if (a<b && c>d) e", "(< a (+ b 1)) (if (&& (< a b) (> c d)) e)"),
        TreeCase(
            "x = <T>(a: T) => a; y = <T,>(a: T): T => a; z = async <T>(a: T) => a",
            "(= x (=> [a] a)) (= y (=> [a] a)) (= z (async-=> [a] a))"),
        TreeCase(
            "x = { a<T>(b: T): T { return b }, async c<T>() {} }",
            "(= x (object a:(method [b] (body (return b))) c:(async-method [] (body))))"),
        TreeCase(
            "f((a): a is B => c, (d?: E) => g, ({ h }: I, [j]: K) => l)",
            "(call f (=> [a] c) (=> [d] g) (=> [{h:h} [j]] l))"),
        TreeCase("x = (a): ((b: C) => D) => { return e }", "(= x (=> [a] (body (return e))))"),
        TreeCase("f<T>(a)<U>(b)", "(call (call f a) b)"),
        TreeCase("a<<b; a<<=b; f<<T>(a: T) => void>(c)", "(<< a b) (<<= a b) (call f c)"),
        TreeCase("a >= b; a >>= b; a >>>= b; let c: A<B>= d", "(>= a b) (>>= a b) (>>>= a b) (let (= c d))"),
    ])
    func `drops types in expressions`(_ tree: TreeCase) { tree.check() }
}
