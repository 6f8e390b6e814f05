import Testing

@Suite struct ModuleTests {
    @Test func linksEveryFormOfImportAndExport() async {
        let outcome = await Program([
            "main.ts": """
            import def, { a, b as renamed, type T } from './m';
            import * as all from './m';
            import { x } from './barrel';
            import config, { port } from './config';
            import type { Gone } from './gone';
            console.log(def, a, renamed, Object.keys(all).join(), x, port, config.name);
            """,
            "m.ts":
                "export const a = 1; const hidden = 2; export { hidden as b }; export default 'd'; export type T = string;",
            "barrel.ts": "export * from './inner'; export { y as z } from './inner';",
            "inner.ts": "export const x = 'x', y = 'y';",
            "config.json": "{ \"name\": \"app\", /* a comment */ \"port\": 80, }",
        ]).run()
        #expect(outcome.lines == ["d 1 2 a,b,default x 80 app"])
        #expect(outcome.failures.isEmpty)
        #expect(outcome.read == ["main.ts", "m.ts", "barrel.ts", "inner.ts", "config.json"])
    }

    @Test func bindsLiveAndKeepsTheDeadZoneInCycles() async {
        let outcome = await Program([
            "main.ts": "import { count, bump } from './a'; bump(); console.log(count);",
            "a.ts":
                "import { late } from './b'; export let count = 0; export function bump() { count++ } console.log(late());",
            "b.ts": """
            import { count, bump } from './a';
            export const late = () => { try { return count } catch (e: any) { return e.message } };
            console.log(typeof bump, late());
            """,
        ]).run()
        #expect(outcome.lines == ["function Cannot access 'count' before initialization", "0", "1"])
    }

    @Test func goesOnWhenOneModuleIsMissing() async {
        let outcome = await Program([
            "main.ts":
                "import { helper } from './nowhere'; import { ok } from './ok'; helper.deep(1).x; console.log(ok);",
            "ok.ts": "export const ok = 'ok';",
        ]).run()
        #expect(outcome.failures == ["missing ./nowhere in main.ts at main.ts:1:24"])
        #expect(outcome.lines == ["ok"])
    }

    @Test func goesOnWhenOneModuleThrows() async {
        let outcome = await Program([
            "main.ts": "import { before, after } from './bad'; console.log(before, typeof after.x);",
            "bad.ts": "export const before = 1; if (before) throw new Error('set TABLE'); export const after = 2;",
        ]).run()
        #expect(outcome.failures == ["Error: set TABLE at bad.ts:1:38"])
        #expect(outcome.lines == ["1 object"])
    }

    @Test func namesAnExportThatIsNotThere() async {
        let outcome = await Program([
            "main.ts": "import { colour } from './m'; colour;", "m.ts": "export const color = 1",
        ]).run()
        #expect(outcome.failures == ["no colour in ./m at main.ts:1:10"])
    }

    @Test func takesUnknownPackagesAsOpaque() async {
        let outcome = await Program(
            """
            import * as lib from 'some-lib';
            import { Base, make } from 'other-lib/sub';
            class Mine extends Base { own = 1; constructor() { super('id'); this.later = make(this) } }
            const mine: any = new Mine();
            lib.x.y = 5;
            console.log(mine.own, lib.x.y, typeof Base, typeof make().z, [...make().list].length, `${make().arn}`);
            const same = lib.thing; console.log(same === lib.thing, (await make().p) !== undefined);
            """
        ).run()
        #expect(outcome.lines == ["1 5 function object 0 ${Token[other-lib/sub.make().arn.1]}", "true true"])
        #expect(outcome.failures.isEmpty && outcome.stop == nil)
    }

    @Test func runsCommonJS() async {
        let outcome = await Program([
            "main.ts": "import lib, { named } from './lib.js'; console.log(lib.named, named);",
            "lib.js": """
            "use strict"; Object.defineProperty(exports, "__esModule", { value: true });
            const path = require('node:path'); exports.named = (0, path.basename)(__filename); exports.void0 = void 0;
            """,
        ]).run()
        #expect(outcome.lines == ["lib.js lib.js"])
    }

    @Test func givesNodesPathsAndReadsButRunsNothing() async {
        let outcome = await Program([
            "main.ts": """
            import { execSync } from 'child_process';
            import fs from 'node:fs';
            import path, { join } from 'path';
            import { fileURLToPath } from 'url';
            const here = path.dirname(fileURLToPath(import.meta.url));
            console.log(here, join(here, '..', 'a/./b'), path.extname('x.tar.gz'), path.resolve('q'), __dirname);
            console.log(fs.existsSync('data.txt'), fs.readFileSync('./data.txt', 'utf8'), fs.existsSync('/etc/passwd'));
            fs.writeFileSync('out', 'x'); const out = execSync('rm -rf /').toString().trim(); console.log(typeof out);
            """,
            "data.txt": "hello",
        ]).run()
        #expect(outcome.lines == ["/project /a/b .gz /project/q /project", "true hello false", "string"])
        #expect(
            outcome.warnings == [
                "`fs.writeFileSync` does nothing: a definition is evaluated without writing files",
                "`child_process.execSync` does nothing: a definition is evaluated without starting programs",
            ])
    }

    @Test func readsOnlyTheEnvironmentItIsGiven() async {
        var program = Program(
            """
            const { SET, MISSING = 'd' } = process.env;
            console.log(SET, MISSING, process.env.OTHER ?? 'sandbox', process.env['SET']!.length);
            """)
        program.variables = ["SET": "yes"]
        let outcome = await program.run()
        #expect(outcome.lines == ["yes d sandbox 3"])
        #expect(outcome.unset == ["MISSING at main.ts:1:14", "OTHER at main.ts:2:27"])
    }

    @Test func readsFilesThatDoNotParseAsUnavailable() async {
        let outcome = await Program([
            "main.ts": "import { a } from './bad'; console.log(typeof a)", "bad.ts": "export const a = [",
        ]).run()
        #expect(outcome.failures == ["unparsable bad.ts"])
        #expect(outcome.lines == ["object"])
    }

    @Test func tellsWhereAnExceptionComesFrom() async {
        let outcome = await Program([
            "main.ts": "import { outer } from './m';\nouter({});",
            "m.ts":
                "const inner = (o: any) => o.missing.deep;\nexport function outer(o: any) { return [1].map(() => inner(o)) }",
        ]).run()
        #expect(outcome.failures == ["TypeError: Cannot read properties of undefined (reading 'deep') at m.ts:1:27"])
        #expect(outcome.trace == ["inner", "<anonymous>", "map", "outer"])
    }

    @Test func knowsEnumsAboveTheirDeclaration() async {
        let outcome = await Program(
            "console.log(E.B, E[1], N.Y); enum E { A, B = 1 << 1, C = 'c' as any, D = A } const enum N { X = 5, Y } console.log(E.C, E.D, E[2])"
        ).run()
        #expect(outcome.lines == ["2 undefined 6", "c 0 B"])
    }
}
