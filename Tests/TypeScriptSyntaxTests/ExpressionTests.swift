import Testing

@Suite struct ExpressionTests {
    @Test(arguments: [
        TreeCase("a + b * c - d", "(- (+ a (* b c)) d)"),
        TreeCase("a ** b ** c; (-a) ** b; a ** -b", "(** a (** b c)) (** (- a) b) (** a (- b))"),
        TreeCase("a || b && c; a ?? b; (a ?? b) || c", "(|| a (&& b c)) (?? a b) (|| (?? a b) c)"),
        TreeCase("a | b ^ c & d", "(| a (^ b (& c d)))"),
        TreeCase("a == b != c === d !== e", "(!== (=== (!= (== a b) c) d) e)"),
        TreeCase("a < b > c <= d >= e", "(>= (<= (> (< a b) c) d) e)"),
        TreeCase("a << b >> c >>> d", "(>>> (>> (<< a b) c) d)"),
        TreeCase("a in b; a instanceof B; #c in d", "(in a b) (instanceof a B) (in #c d)"),
        TreeCase(
            "!a; -a; +a; ~a; typeof a; void 0; delete a.b; - -a",
            "(! a) (- a) (+ a) (~ a) (typeof a) (void 0) (delete (. a b)) (- (- a))"),
        TreeCase("a++; ++a; a.b--; --a[b]", "(post++ a) (pre++ a) (post-- (. a b)) (pre-- ([] a b))"),
        TreeCase("a ? b : c ? d : e", "(? a b (? c d e))"),
        TreeCase("a, b, c", "(, a b c)"),
        TreeCase("(0, x.f)(a)", "(call (, 0 (. x f)) a)"),
        TreeCase("a?.5:b", "(? a 0x3fe0000000000000 b)"),
    ])
    func `groups operators`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase(
            "a = b = c; a += b; a **= b; a >>>= b; a &&= b; a ||= b; a ??= b",
            "(= a (= b c)) (+= a b) (**= a b) (>>>= a b) (&&= a b) (||= a b) (??= a b)"),
        TreeCase("a.b = c; a[b] = c; (a) = b; (a.b) = c", "(= (. a b) c) (= ([] a b) c) (= a b) (= (. a b) c)"),
        TreeCase("[a, , b.c, ...d] = e", "(= [a _ (. b c) ...d] e)"),
        TreeCase(
            "({ a, b: c, d = 1, e: f = 2, 'g': h.i, [j]: k, ...l } = m)",
            #"(= {a:a b:c d:(= d 1) e:(= f 2) "g":(. h i) [j]:k ...l} m)"#),
        TreeCase("[a, b] = [b, a]", "(= [a b] (array b a))"),
        TreeCase("[{ a = 1 }, [b]] = c", "(= [{a:(= a 1)} [b]] c)"),
        TreeCase("x = { a: { b = 1 } = {} }.c", "(= x (. (object a:(= {b:(= b 1)} (object))) c))"),
    ])
    func `turns targets of assignments into patterns`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase("a.b[c](d, ...e).if", "(. (call ([] (. a b) c) d ...e) if)"),
        TreeCase("a?.b; a?.[b]; a?.(b)", "(chain (?. a b)) (chain (?.[] a b)) (chain (?.call a b))"),
        TreeCase("a?.b.c(d)?.e", "(chain (?. (call (. (?. a b) c) d) e))"),
        TreeCase("(a?.b).c; (a?.b)()", "(. (chain (?. a b)) c) (call (chain (?. a b)))"),
        TreeCase("a!.b!?.c![d]!", "(chain ([] (?. (. a b) c) d))"),
        TreeCase(
            "new A; new A(); new a.B(c); new A().b; new (f())(); new new A()()",
            "(new A) (new A) (new (. a B) c) (. (new A) b) (new (call f)) (new (new A))"),
        TreeCase(
            "import('./a'); import.meta.url; (await import(`a`)).b",
            #"(import-call "./a") (. import.meta url) (. (await (import-call (template "a"))) b)"#),
        TreeCase("a\n.b\n?.c", "(chain (?. (. a b) c))"),
    ])
    func `chains members and calls`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase(
            "x = { access: (allow) => ({ 'a/*': [allow.guest.to(['read'])] }) }",
            #"(= x (object access:(=> [allow] (object "a/*":(array (call (. (. allow guest) to) (array "read"))))))"#
                + ")"),
        TreeCase("a => b; (a) => b; () => b; (a, b) => c", "(=> [a] b) (=> [a] b) (=> [] b) (=> [a b] c)"),
        TreeCase("a => { return a }; () => ({})", "(=> [a] (body (return a))) (=> [] (object))"),
        TreeCase("([a, b], { c, d: e = 1 }, f = 2, ...g) => h", "(=> [[a b] {c:c d:(= e 1)} (= f 2) ...g] h)"),
        TreeCase(
            "({ a = 1 }) => a; ({ a: { b = 1 } = {} }) => b",
            "(=> [{a:(= a 1)}] a) (=> [{a:(= {b:(= b 1)} (object))}] b)"),
        TreeCase("a => b => c", "(=> [a] (=> [b] c))"),
        TreeCase(
            "async a => await a; async () => 1; async (a, b) => 2; async(a); async",
            "(async-=> [a] (await a)) (async-=> [] 1) (async-=> [a b] 2) (call async a) async"),
        TreeCase("x = () => {}\n(a)", "(= x (=> [] (body))) a"),
        TreeCase("x = () => {}\n/a/g", "(= x (=> [] (body))) /a/g"),
        TreeCase("(() => {})()", "(call (=> [] (body)))"),
        TreeCase("a ? (b) : c => d", "(? a b (=> [c] d))"),
        TreeCase("a ? (b, c) => d : e", "(? a (=> [b c] d) e)"),
        TreeCase("a ? (b) => (c) : d => e", "(? a (=> [b] c) (=> [d] e))"),
    ])
    func `tells arrow functions from parentheses`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase(
            "(function () {}); (function f(a) { return a }); (async function () {}); (function* () { yield; yield a; yield* b })",
            "(function [] (body)) (function f [a] (body (return a))) (async-function [] (body)) (function* [] (body (yield) (yield a) (yield* b)))"
        ),
        TreeCase("x = class {}; x = class A extends B {}", "(= x (class)) (= x (class A extends B))"),
        TreeCase("f(function () { return arguments })", "(call f (function [] (body (return arguments))))"),
    ])
    func `reads function and class expressions`(_ tree: TreeCase) { tree.check() }
}
