import SourceText
import TypeScriptEvaluator

/// Gathers a backend while its definition runs: gives the definition `@aws-amplify/backend`, and keeps what it declares.
///
/// It lives on the evaluation's thread, as long as the realm does.
final class BackendBuilder {
    var backend = Backend()
    var errors: [DefinitionError] = []
    var warnings: [Diagnostic] = []
    /// The first `defineBackend` call.
    var backendCall: SourceRange?

    /// What stands behind the objects that `define…` functions gave out.
    private var factories: [ObjectIdentifier: Factory] = [:]
    private var keptAlive: [Object] = []
    /// What stands behind `getResourceAccessAcceptors` of each rule, and so behind the rule and its copies.
    private var ruleSubjects: [ObjectIdentifier: RuleOrigin] = [:]
    /// Policies that CDK code attaches to roles, with the call.
    var policyAttachments: [(policy: PolicyDraft, grantee: RoleStatement.Grantee, site: SourceRange)] = []
    /// The auth factory given to `defineBackend`.
    var registeredAuth: AuthFactory?
    var authCalls = 0

    /// A rule as `allow` made it, before anyone filtered its actions.
    struct RuleOrigin {
        enum Subject {
            case known(AccessRule.Subject)
            /// The argument of `allow.resource`.
            case function(Value)
        }

        var subject: Subject
        var range: SourceRange
    }

    // MARK: Objects given to the definition

    /// Makes the object for a factory: all that a definition may do with it is pass it on.
    func object(for factory: Factory, label: String, in realm: Realm) -> Value {
        let object = HostObject(realm, label: label, members: ["getInstance"])
        object.method("getInstance", 1) { call in .object(OpaqueValue(call.realm, .host(label), origin: call.site)) }
        factories[ObjectIdentifier(object)] = factory
        keptAlive.append(object)
        return .object(object)
    }

    func factory(_ value: Value) -> Factory? {
        value.asObject.flatMap { factories[ObjectIdentifier($0)] }
    }

    var storageFactories: [StorageFactory] {
        factories.values.compactMap { if case .storage(let factory) = $0 { factory } else { nil } }
    }

    /// Marks an object as the sign by which a rule is known.
    func mark(_ object: Object, as origin: RuleOrigin) {
        ruleSubjects[ObjectIdentifier(object)] = origin
        keptAlive.append(object)
    }

    func ruleOrigin(_ rule: Object) throws -> RuleOrigin? {
        try rule.get("getResourceAccessAcceptors").asObject.flatMap { ruleSubjects[ObjectIdentifier($0)] }
    }

    func release() {
        factories = [:]
        ruleSubjects = [:]
        keptAlive = []
        policyAttachments = []
        registeredAuth = nil
    }

    // MARK: Reports

    /// Turns an exception of the definition into an error of it; what ends the evaluation passes.
    func report(order: FailureOrder, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch Abrupt.thrown(let thrown) {
            errors.append(DefinitionError(thrown, order: order))
        } catch var error as DefinitionError {
            error.order = order
            errors.append(error)
        }
    }

    func warn(_ code: String, _ message: String, help: String? = nil, at range: SourceRange?) {
        let warning = Diagnostic(.warning, code: code, message: message, help: help, range: range)
        if !warnings.contains(warning) { warnings.append(warning) }
    }
}

/// What a `define…` function promises to make.
enum Factory {
    case storage(StorageFactory)
    case auth(AuthFactory)
    case function(FunctionFactory)
    /// Something that is accepted and does nothing here: data.
    case other(String)
}

extension DefinitionError {
    /// An exception that nobody caught.
    init(_ thrown: Thrown, order: FailureOrder) {
        self.init(
            name: thrown.errorName, message: thrown.errorMessage, help: thrown.help, range: thrown.range, order: order)
        notes = thrown.trace.prefix(8).compactMap { entry in
            guard entry.site != thrown.range, !entry.function.isEmpty else { return nil }
            return Diagnostic(
                .note, code: "called-from", message: "`\(entry.function)` was called here", range: entry.site)
        }
    }
}
