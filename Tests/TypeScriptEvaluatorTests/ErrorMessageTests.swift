import Testing

@Suite struct ErrorMessageTests {
    struct Case: CustomTestStringConvertible {
        let source: String
        let message: String

        init(_ source: String, _ message: String) {
            self.source = source
            self.message = message
        }

        var testDescription: String { source }
    }

    /// Authors look these texts up, so they are those of the engines.
    @Test(arguments: cases)
    func speaksAsTheEnginesDo(_ test: Case) async throws {
        let outcome = await Program(test.source).run()
        let failure = try #require(outcome.failures.first)
        #expect(failure.hasPrefix("\(test.message) at main.ts:1:"))
        #expect(outcome.failures.count == 1)
    }

    static let cases: [Case] = [
        Case(#"const o = { f: undefined }; o.f()"#, #"TypeError: o.f is not a function"#),
        Case(#"const o = {}; o.a.b"#, #"TypeError: Cannot read properties of undefined (reading 'b')"#),
        Case(#"null.x = 1"#, #"TypeError: Cannot set properties of null (setting 'x')"#),
        Case(#"const u = undefined; u[0]"#, #"TypeError: Cannot read properties of undefined (reading '0')"#),
        Case(#"const c = 1; c = 2"#, #"TypeError: Assignment to constant variable."#),
        Case(#"missing"#, #"ReferenceError: missing is not defined"#),
        Case(#"x; let x = 1"#, #"ReferenceError: Cannot access 'x' before initialization"#),
        Case(#"class A {} A()"#, #"TypeError: Class constructor A cannot be invoked without 'new'"#),
        Case(
            #"class A {} class B extends A { constructor() { this.x } } new B"#,
            #"ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor"#
        ),
        Case(
            #"class B extends undefined {}"#, #"TypeError: Class extends value undefined is not a constructor or null"#),
        Case(#"const o = {}; new o.a()"#, #"TypeError: o.a is not a constructor"#),
        Case(#"[...5]"#, #"TypeError: 5 is not iterable"#),
        Case(#"for (const x of {}) ;"#, #"TypeError: {} is not iterable"#),
        Case(#"const [a] = null"#, #"TypeError: null is not iterable"#),
        Case(
            #"const { a } = undefined"#,
            #"TypeError: Cannot destructure property 'a' of 'undefined' as it is undefined."#),
        Case(#"(({ a }) => a)()"#, #"TypeError: Cannot destructure property 'a' of 'undefined' as it is undefined."#),
        Case(
            #"const o = {}; const { b: { c } } = o"#, #"TypeError: Cannot read properties of undefined (reading 'c')"#),
        Case(#"Math.max(...{})"#, #"TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function"#),
        Case(#"new Map([1])"#, #"TypeError: Iterator value 1 is not an entry object"#),
        Case(#"5 in 5"#, #"TypeError: Cannot use 'in' operator to search for '5' in 5"#),
        Case(#"({}) instanceof 5"#, #"TypeError: Right-hand side of 'instanceof' is not an object"#),
        Case(#"Object.freeze([1]).push(2)"#, #"TypeError: Cannot add property 1, object is not extensible"#),
        Case(
            #"Object.freeze({ a: 1 }).a = 2"#,
            #"TypeError: Cannot assign to read only property 'a' of object '#<Object>'"#),
        Case(#"Object.freeze({ a: 1 }).b = 2"#, #"TypeError: Cannot add property b, object is not extensible"#),
        Case(
            #"({ get a() { return 1 } }).a = 2"#,
            #"TypeError: Cannot set property a of #<Object> which has only a getter"#),
        Case(#"delete Object.freeze({ a: 1 }).a"#, #"TypeError: Cannot delete property 'a' of #<Object>"#),
        Case(#"'abc'.length = 1"#, #"TypeError: Cannot assign to read only property 'length' of string 'abc'"#),
        Case(#"`${Symbol('q')}`"#, #"TypeError: Cannot convert a Symbol value to a string"#),
        Case(#"+Symbol()"#, #"TypeError: Cannot convert a Symbol value to a number"#),
        Case(#"[].reduce((a, b) => a)"#, #"TypeError: Reduce of empty array with no initial value"#),
        Case(#"[1].map(5)"#, #"TypeError: 5 is not a function"#),
        Case(#"'a'.repeat(-1)"#, #"RangeError: Invalid count value: -1"#),
        Case(#"new Array(-1)"#, #"RangeError: Invalid array length"#),
        Case(#"(1).toFixed(101)"#, #"RangeError: toFixed() digits argument must be between 0 and 100"#),
        Case(#"JSON.parse('{a')"#, #"SyntaxError: Expected property name or '}' in JSON at position 1"#),
        Case(#"JSON.parse('')"#, #"SyntaxError: Unexpected end of JSON input"#),
        Case(#"JSON.parse('[1,]')"#, #"SyntaxError: Unexpected token ']', "[1,]" is not valid JSON"#),
        Case(#"JSON.parse('{"a":1}x')"#, #"SyntaxError: Unexpected non-whitespace character after JSON at position 7"#),
        Case(
            #"const c = {}; c.c = c; JSON.stringify(c)"#,
            #"TypeError: Converting circular structure to JSON\#n    --> starting at object with constructor 'Object'\#n    --- property 'c' closes the circle"#
        ),
        Case(#"Object.keys(null)"#, #"TypeError: Cannot convert undefined or null to object"#),
        Case(#"Object.defineProperty({}, 'a', 5)"#, #"TypeError: Property description must be an object: 5"#),
        Case(#"new Promise()"#, #"TypeError: Promise resolver undefined is not a function"#),
        Case(#"Map()"#, #"TypeError: Constructor Map requires 'new'"#),
        Case(#"new RegExp('(')"#, #"SyntaxError: Invalid regular expression: /(/: Unterminated group"#),
        Case(#"decodeURIComponent('%')"#, #"URIError: URI malformed"#),
        Case(#"new Date(NaN).toISOString()"#, #"RangeError: Invalid time value"#),
        Case(
            #"Map.prototype.get.call({})"#,
            #"TypeError: Method Map.prototype.get called on incompatible receiver #<Object>"#),
        Case(#"const f = () => f(); f()"#, #"RangeError: Maximum call stack size exceeded"#),
        Case(#"const foo = 5; foo()"#, #"TypeError: foo is not a function"#),
        Case(#"const obj = { a: {} }; obj.a.b.c()"#, #"TypeError: Cannot read properties of undefined (reading 'c')"#),
        Case(#"const obj = {}; (0, obj.x)()"#, #"TypeError: (0 , obj.x) is not a function"#),
        Case(#"({}).x()"#, #"TypeError: {}.x is not a function"#),
        Case(#"[].x()"#, #"TypeError: [].x is not a function"#),
        Case(#"(() => 1)()()"#, #"TypeError: (intermediate value)(...) is not a function"#),
        Case(#"throw new RangeError('mine')"#, #"RangeError: mine"#),
        Case(#"class E extends Error { constructor(m) { super(m); this.name = 'E' } } throw new E('own')"#, #"E: own"#),
        Case(
            #"class P { #x = 1; static read(o) { return o.#x } } P.read({})"#,
            #"TypeError: Cannot read private member #x from an object whose class did not declare it"#),
        Case(#"Reflect.ownKeys(5)"#, #"TypeError: Reflect.ownKeys called on non-object"#),
        Case(
            #"'abc'.matchAll(/a/)"#, #"TypeError: String.prototype.matchAll called with a non-global RegExp argument"#),
        Case(#"Object.setPrototypeOf(Object.freeze({}), {})"#, #"TypeError: #<Object> is not extensible"#),
        Case(#"Symbol() + ''"#, #"TypeError: Cannot convert a Symbol value to a string"#),
        Case(#"super_.x"#, #"ReferenceError: super_ is not defined"#),
        Case(#"const o = { a: 1 }; o.a.b.c"#, #"TypeError: Cannot read properties of undefined (reading 'c')"#),
        Case(#"undefined.then"#, #"TypeError: Cannot read properties of undefined (reading 'then')"#),
        Case(#"Object.create(5)"#, #"TypeError: Object prototype may only be an Object or null: 5"#),
    ]
}
