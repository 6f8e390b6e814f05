import Testing

@Suite struct ClassTests {
    @Test(arguments: [
        TreeCase(
            "class A { constructor(a) { this.a = a } b() {} }",
            "(class A (constructor [a] (body (= (. this a) a))) b:(method [] (body)))"),
        TreeCase(
            "class A extends B { constructor() { super(1); super.c(); super['d'] } }",
            #"(class A extends B (derived-constructor [] (body (call super 1) (call (. super c)) ([] super "d"))))"#),
        TreeCase(
            "class A { a = 1; b; static c = 2; #d = 3; 'e' = 4; [f] = 5; 6 = 7 }",
            #"(class A (field a 1) (field b) (static-field c 2) (field #d 3) (field "e" 4) (field [f] 5) (field 6 7))"#),
        TreeCase(
            "class A { a\nb\n['c']\nd() {} }", #"(class A (field a) (field b) (field ["c"]) d:(method [] (body)))"#),
        TreeCase(
            "class A { get a() {} set a(b) {} static get c() {} static async *d() {} #e() { this.#e(); a?.#e } }",
            "(class A a:(get [] (body)) a:(set [b] (body)) static c:(get [] (body)) static d:(async-method* [] (body)) #e:(method [] (body (call (. this #e)) (chain (?. a #e)))))"
        ),
        TreeCase(
            "class A { static { a(); var b } static static = 1; static async = 2; get; set; async; static }",
            "(class A (static (call a) (var b)) (static-field static 1) (static-field async 2) (field get) (field set) (field async) (field static))"
        ),
        TreeCase(
            "class A { static() {} get() {} async() {} 'constructor'() {} static constructor() {} }",
            "(class A (constructor [] (body)) static:(method [] (body)) get:(method [] (body)) async:(method [] (body)) static constructor:(method [] (body)))"
        ),
        TreeCase(
            "class A extends f() {} class B extends (c, d) {}", "(class A extends (call f)) (class B extends (, c d))"),
    ])
    func `reads classes`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase(
            "class A { constructor(private a: string, public readonly b = 1, c?: T) {} }",
            "(class A (constructor [this.a (= this.b 1) c] (body)))"),
        TreeCase(
            "class A<T> extends B<T> implements C<T>, d.E { private readonly f: T = 1; g!: T; h?: T; protected override i(): void {} }",
            "(class A extends B (field f 1) (field g) (field h) i:(method [] (body)))"),
        TreeCase(
            "abstract class A { abstract b: string; abstract c(): void; declare d: string; e(a: string): void; e(a: any) {} [f: string]: any; readonly [g: number]: T }",
            "(class A e:(method [a] (body)))"),
        TreeCase(
            "class A { constructor(a: string); constructor(a?: any) {} private constructor2() {} }",
            "(class A (constructor [a] (body)) constructor2:(method [] (body)))"),
        TreeCase(
            "class A { b<T>(this: A, c: T): asserts c is T {} get d(): string { return '' } }",
            #"(class A b:(method [c] (body)) d:(get [] (body (return ""))))"#),
        TreeCase(
            "class A { declare; readonly; abstract; public = 1; readonly() {} }",
            "(class A (field declare) (field readonly) (field abstract) (field public 1) readonly:(method [] (body)))"),
    ])
    func `drops the types of classes`(_ tree: TreeCase) { tree.check() }
}
