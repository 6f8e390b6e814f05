/// Writes random definitions that are nearly right, and random programs of the language.
struct DefinitionGrammar {
    static let words = """
        const let var function class extends return if else for while do of in new throw try catch finally switch case \
        default break continue typeof instanceof void delete await async yield static get set super this import export \
        from as satisfies enum interface type namespace declare null undefined true false NaN Infinity => ... ?. ?? ??= \
        ** >>> === !== && || ` ${ } /* */ // #x @x <T> as?const : ; , ( ) [ ] { } / /g /a+/u 0x1f 1_000 1n \
        defineBackend defineStorage defineAuth defineFunction secret referenceAuth allow guest authenticated groups entity \
        resource to read write delete list 'identity' {entity_id} 'a/*' 'photos/{entity_id}/*' name access isDefault \
        versioned triggers onUpload onDelete loginWith email addOutput createStack resources bucket cfnBucket lambda \
        grantRead addEventNotification addEnvironment addToRolePolicy PolicyStatement process.env import.meta.url \
        Object.entries Object.fromEntries Object.defineProperty Object.freeze Array.from Array.isArray JSON.parse \
        JSON.stringify Math.max Number parseInt String Symbol.iterator Map Set WeakMap Promise.all Date.now RegExp Reflect \
        Error structuredClone globalThis console.log map filter reduce flatMap forEach sort splice slice concat join \
        split replace replaceAll match matchAll padStart repeat normalize charCodeAt localeCompare toString valueOf \
        constructor prototype __proto__ hasOwnProperty length push pop call apply bind then
        """.split(separator: " ").map { String($0) }

    /// Writes from one source of random numbers.
    struct Writer {
        var random: RandomSource
        private var depth = 0
        private var variables = ["a", "b", "c", "f", "g", "o", "s", "n"]

        init(random: RandomSource) { self.random = random }

        // MARK: Projects

        mutating func project() -> String {
            """
            import { defineBackend } from '@aws-amplify/backend';
            import * as s3 from 'aws-cdk-lib/aws-s3';
            import * as iam from 'aws-cdk-lib/aws-iam';
            import { auth } from './auth/resource';
            import { storage, fn } from './storage/resource';
            \(random.once(in: 3) ? program() : "")
            const backend = defineBackend({ auth, storage\(random.once(in: 2) ? ", fn" : "") });
            \(random.once(in: 2) ? constructs() : "")
            //--- amplify/auth/resource.ts
            import { defineAuth } from '@aws-amplify/backend';
            export const auth = defineAuth({ loginWith: { email: true }, groups: ['admins', 'editors'] });
            //--- amplify/storage/resource.ts
            import { defineStorage, defineFunction } from '@aws-amplify/backend';
            \(random.once(in: 3) ? program() : "")
            export const fn = defineFunction({ name: 'fn' });
            export const storage = defineStorage({
              name: 'files',
              \(random.once(in: 4) ? "versioned: \(expression())," : "")
              access: (allow) => (\(access())),
              \(random.once(in: 4) ? "triggers: { onUpload: fn }," : "")
            });
            """
        }

        private mutating func access() -> String {
            if random.once(in: 12) { return expression() }
            let rules = (0..<random.length(upTo: 12)).map { _ in
                "  \(path()): [\((0..<random.below(4)).map { _ in rule() }.joined(separator: ", "))],\n"
            }
            return "{\n\(rules.joined())}"
        }

        private mutating func path() -> String {
            if random.once(in: 20) { return "[\(expression())]" }
            let parts = (0..<random.length(upTo: 3)).map { _ in
                random.one(of: ["a", "b", "photos", "deep", "{entity_id}", "x y", "ü", "?", "${aws:x}", "."])
            }
            return "'\(parts.joined(separator: "/"))\(random.once(in: 16) ? "" : "/*")'"
        }

        private mutating func rule() -> String {
            if random.once(in: 20) { return expression() }
            let subject = random.one(of: [
                "guest", "authenticated", "entity('identity')", "groups(['admins'])", "groups(['editors', 'admins'])",
                "resource(fn)", "owner", "guest()",
            ])
            let actions = (0..<random.length(upTo: 3)).map { _ in
                random.one(of: ["'read'", "'write'", "'delete'", "'get'", "'list'"])
            }
            return "allow.\(subject).to([\(actions.joined(separator: ", "))])"
        }

        private mutating func constructs() -> String {
            (0..<random.length(upTo: 6)).map { _ in
                switch random.below(8) {
                case 0: "backend.storage.resources.bucket.grantRead(\(principal()));"
                case 1: "backend.storage.resources.cfnResources.cfnBucket.\(cfnProperty()) = \(expression());"
                case 2:
                    "backend.storage.resources.bucket.addEventNotification(s3.EventType.OBJECT_CREATED, "
                        + "\(expression()), { prefix: \(expression()) });"
                case 3: "backend.addOutput({ custom: { a: \(expression()) } });"
                case 4: "backend.fn.resources.lambda.addToRolePolicy(new iam.PolicyStatement(\(statementObject())));"
                case 5: "\(principal()).addToPrincipalPolicy(new iam.PolicyStatement(\(statementObject())));"
                case 6: "backend.\(expression()).resources.\(expression());"
                default: program()
                }
            }.joined(separator: "\n")
        }

        private mutating func principal() -> String {
            random.one(of: [
                "backend.fn.resources.lambda", "backend.auth.resources.authenticatedUserIamRole",
                "backend.auth.resources.unauthenticatedUserIamRole", "backend.auth.resources.groups['admins'].role",
            ])
        }

        private mutating func cfnProperty() -> String {
            random.one(of: ["bucketName", "versioningConfiguration", "corsConfiguration", "lifecycleConfiguration"])
        }

        private mutating func statementObject() -> String {
            "{ actions: ['s3:\(random.one(of: ["GetObject", "*", "Put*", "ListBucket"]))'], "
                + "resources: [backend.storage.resources.bucket.\(random.once(in: 2) ? "bucketArn" : "arnForObjects('*')")] }"
        }

        // MARK: Programs

        mutating func program() -> String {
            (0..<random.length(upTo: 8)).map { _ in statement() }.joined(separator: "\n")
        }

        private var name: String {
            mutating get { random.one(of: variables) }
        }

        private mutating func fresh() -> String {
            let name = "v\(variables.count)"
            variables.append(name)
            return name
        }

        private mutating func block() -> String {
            "{ \((0..<random.below(3)).map { _ in statement() }.joined(separator: " ")) }"
        }

        private mutating func statement() -> String {
            depth += 1
            defer { depth -= 1 }
            if depth > 5 { return "\(expression());" }
            switch random.below(18) {
            case 0: return "if (\(expression())) \(block()) else \(block())"
            case 1: return "for (const \(binding()) of \(expression())) \(block())"
            case 2: return "for (let i = 0; i < \(random.below(20)); i++) \(block())"
            case 3: return "while (\(expression())) { \(statement()) break }"
            case 4: return "try \(block()) catch (e: any) \(block())"
            case 5: return "switch (\(expression())) { case \(expression()): \(statement()) default: \(statement()) }"
            case 6: return "function \(fresh())(\(parameters())) { \(statement()) return \(expression()) }"
            case 7:
                return
                    "class \(fresh()) \(random.once(in: 3) ? "extends \(name) " : "")"
                    + "{ x: any = \(expression()); #p = 1; constructor() { \(statement()) } get y() { return \(expression()) } }"
            case 8: return "throw \(expression())"
            case 9: return "for (const k in \(expression())) \(block())"
            case 10: return "label: for (;;) { \(statement()) break label }"
            case 11: return "enum \(fresh()) { A = \(random.below(9)), B, C = 'c' }"
            case 12: return "\(expression()) = \(expression());"
            case 13: return "async function \(fresh())() { await \(expression()); \(statement()) }"
            case 14: return "function* \(fresh())() { yield \(expression()); yield* \(expression()) }"
            case 15: return "const \(binding()) = \(expression());"
            default: return "let \(fresh()): any = \(expression());"
            }
        }

        private mutating func binding() -> String {
            switch random.below(4) {
            case 0: "[\(fresh()), ...\(fresh())]"
            case 1: "{ \(fresh()), ...\(fresh()) }"
            case 2: "{ x: \(fresh()) = \(expression()) }"
            default: fresh()
            }
        }

        private mutating func parameters() -> String {
            (0..<random.below(3)).map { _ in binding() }.joined(separator: ", ")
        }

        private mutating func list() -> String {
            (0..<random.below(4)).map { _ in random.once(in: 8) ? "...\(expression())" : expression() }
                .joined(separator: ", ")
        }

        private static let operators = [
            "+", "-", "*", "/", "%", "**", "<<", ">>>", "&", "|", "^", "<", ">=", "==", "===", "in", "instanceof", "&&",
            "||",
            "??", ",",
        ]
        private static let methods = DefinitionGrammar.words.suffix(40)

        mutating func expression() -> String {
            depth += 1
            defer { depth -= 1 }
            if depth > 6 { return leaf() }
            switch random.below(22) {
            case 0...4: return leaf()
            case 5: return "(\(expression()) \(random.one(of: Self.operators)) \(expression()))"
            case 6: return "\(expression()).\(random.one(of: Array(Self.methods)))(\(list()))"
            case 7: return "[\(list())]"
            case 8:
                return
                    "({ x: \(expression()), [\(expression())]: \(expression()), get z() { return \(expression()) } })"
            case 9: return "((\(parameters())) => \(expression()))"
            case 10: return "`x${\(expression())}y${\(expression())}`"
            case 11: return "(\(expression()) ? \(expression()) : \(expression()))"
            case 12: return "\(random.one(of: ["-", "!", "typeof ", "void ", "~", "+", "delete "]))\(expression())"
            case 13: return "\(expression())?.[\(expression())]"
            case 14:
                return
                    "new \(random.one(of: ["Map", "Set", "Date", "Array", "Error", "RegExp", "Promise", name]))(\(list()))"
            case 15:
                return
                    "\(random.one(of: ["Object", "Array", "JSON", "Math", "Reflect", "Promise"])).\(builtin())(\(list()))"
            case 16: return "(\(expression()) as any)"
            case 17: return "\(name)(\(list()))"
            case 18: return "/\(pattern())/\(random.one(of: ["", "g", "u", "i", "y", "s"]))"
            case 19: return "(function (this: any, \(parameters())) { \(statement()) return this })"
            case 20: return "(\(name) = \(expression()))"
            default:
                return "\(expression()).\(random.one(of: ["x", "length", "constructor", "prototype", "__proto__"]))"
            }
        }

        private mutating func builtin() -> String {
            random.one(of: [
                "keys", "entries", "fromEntries", "assign", "freeze", "defineProperty", "getPrototypeOf", "create",
                "from", "of",
                "isArray", "parse", "stringify", "max", "imul", "ownKeys", "apply", "construct", "all", "race",
                "resolve",
                "groupBy", "setPrototypeOf", "getOwnPropertyDescriptors",
            ])
        }

        private mutating func pattern() -> String {
            (0..<random.length(upTo: 6)).map { _ in
                random.one(of: [
                    "a", ".", "(a|b)", "(?:x)", "[a-z]", "[^\\d]", "\\w+", "x*?", "a{2,3}", "^", "$", "\\b", "(?=a)",
                    "(?<!b)",
                    "(?<n>a)", "\\1", "\\u{61}", "(a*)*", "|",
                ])
            }.joined()
        }

        private mutating func leaf() -> String {
            random.one(of: [
                "0", "1", "-1", "0.5", "1e21", "4294967295", "''", "'a/*'", "'x'.repeat(9)", "null", "undefined",
                "true", "NaN",
                "[]", "{}", "s3", "iam.Effect.ALLOW", "process.env.X", "Symbol.iterator", "this", "[1, 2, 3]",
                "({ a: 1 })",
                name, name, name,
            ])
        }
    }
}
