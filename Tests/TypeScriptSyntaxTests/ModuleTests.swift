import SourceText
import Testing
import TypeScriptSyntax

@Suite struct ModuleTests {
    @Test(arguments: [
        TreeCase(
            "import { a, b as c, default as d, 'e f' as g } from './x'; [a, c, d, g]",
            #"(import a:a b:c default:d e f:g from "./x") (array a c d g)"#),
        TreeCase(
            "import a, { b } from 'x'; import c, * as d from 'y'; import 'z'; [a, b, c, d]",
            #"(import default:a b:b from "x") (import default:c *:d from "y") (import from "z") (array a b c d)"#),
        TreeCase("import a from './a.json' with { type: 'json' }; a", #"(import default:a from "./a.json") a"#),
        TreeCase("import { a } from 'x' assert { type: 'json' }\na", #"(import a:a from "x") a"#),
        TreeCase(
            "import type from 'x'; import from from 'y'; [type, from]",
            #"(import default:type from "x") (import default:from from "y") (array type from)"#),
        TreeCase(
            "import a = require('b'); import c = d.e; [a, c]",
            #"(const (= a (call require "b"))) (const (= c (. d e))) (array a c)"#),
    ])
    func `reads imports`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        TreeCase(
            "import type { A } from 'x'; import type B from 'y'; import type * as C from 'z'; import type D = require('d')",
            ""),
        TreeCase(
            "import { type A, b, type C as D, type as, type as e, type as as f } from 'x'; [b, e, as]",
            #"(import b:b type:e from "x") (array b e as)"#),
        TreeCase(
            "import { type ClientSchema, a, defineData } from '@aws-amplify/backend'; a.b(defineData)",
            #"(import a:a defineData:defineData from "@aws-amplify/backend") (call (. a b) defineData)"#),
        TreeCase("import { A, b } from 'x'; let c: A = b", #"(import A:A? b:b from "x") (let (= c b))"#),
        TreeCase(
            "import { Backend } from './backend'; export function f(backend: Backend) {}",
            #"(erased-import Backend:Backend? from "./backend") (export (function f [backend] (body)))"#),
        TreeCase(
            "import { type A } from 'x'; import B from 'y'; type C = B",
            #"(erased-import from "x") (erased-import default:B? from "y")"#),
        TreeCase(
            "import { a } from 'x'; const f = (a: string) => 1",
            #"(erased-import a:a? from "x") (const (= f (=> [a] 1)))"#),
        TreeCase(
            "import { a, b, c, d } from 'x'; ({ a }); export { b }; class E extends c {} `${d}`",
            #"(import a:a b:b c:c d:d from "x") (object a:a) (export b:b) (class E extends c) (template "" d "")"#),
    ])
    func `erases imports of types`(_ tree: TreeCase) { tree.check() }

    @Test func `keeps unused imports of JavaScript files`() {
        TreeCase("import { a } from 'x'", #"(import a:a from "x")"#).check(name: "a.js")
        TreeCase("import { a } from 'x'", #"(import a:a from "x")"#).check(name: "a.mjs")
    }

    @Test(arguments: [
        TreeCase(
            "export const a = 1, { b } = c; export let d; export var e; export function f() {} export class G {} export enum H {} export async function i() {}",
            "(export (const (= a 1) (= {b:b} c))) (export (let d)) (export (var e)) (export (function f [] (body))) (export (class G)) (export (enum H)) (export (async-function i [] (body)))"
        ),
        TreeCase(
            "export default a; export { b, c as d, e as default2 }; export { f as g } from 'x'",
            #"(export-default a) (export b:b c:d e:default2) (export f:g from "x")"#),
        TreeCase(
            "export * from 'x'; export * as a from 'y'; export { default } from 'z'; export { default as b, c as 'd e' } from 'z'",
            #"(export-all from "x") (export-all a from "y") (export default:default from "z") (export default:b c:d e from "z")"#
        ),
        TreeCase("export default function () {}", "(export-default (function [] (body)))"),
        TreeCase("export default async function f() {}", "(export-default (async-function f [] (body)))"),
        TreeCase("export default class extends A {}", "(export-default (class extends A))"),
        TreeCase(
            "export default { a: 1 }; export abstract class A {}", "(export-default (object a:1)) (export (class A))"),
        TreeCase("export default async () => {}", "(export-default (async-=> [] (body)))"),
        TreeCase(
            "export type A = string; export interface B {} export type { C } from 'x'; export type * from 'y'; export declare const d: string; export { type E, f }; export default interface G {}",
            "(export f:f)"),
        TreeCase(
            "export function f(a: string): void; export function f(a: any) {}", "(export (function f [a] (body)))"),
    ])
    func `reads exports`(_ tree: TreeCase) { tree.check() }

    @Test(arguments: [
        ("const a = require('b')", SyntaxTree.Form.script, false), ("export {}", .module, false),
        ("import 'a'", .module, false), ("import type { A } from 'a'", .module, false),
        ("import.meta.url", .module, false), ("await a", .module, true), ("for await (const a of b) {}", .module, true),
        ("async () => await a", .script, false), ("import('a')", .script, false),
    ])
    func `tells modules from scripts`(source: String, form: SyntaxTree.Form, awaits: Bool) {
        let tree = SyntaxTree(parsing: SourceFile(name: "a.ts", text: source))
        #expect(tree.form == form)
        #expect(tree.containsTopLevelAwait == awaits)
    }
}
