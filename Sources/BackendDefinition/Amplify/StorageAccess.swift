import SourceText
import TypeScriptEvaluator

/// The `access` callback of a bucket: what it is given, and what it returns.
extension BackendBuilder {
    /// Runs the callback and reads its record.
    func paths(of callback: Value, ordinal: Int, in realm: Realm) throws -> [AccessPath] {
        guard let function = callback.asFunction else {
            throw realm.typeError("props.access is not a function")
        }
        let result = try function.call(this: .undefined, [.object(allow(in: realm))], at: function.origin)
        switch result {
        case .undefined, .null:
            throw realm.error(
                .type, "Cannot convert undefined or null to object", at: function.origin,
                help: "return the record of paths from `access`: `(allow) => ({ 'photos/*': […] })`")
        case .object(let record):
            return try record.ownPropertyNames.filter { record.ownProperty($0)?.isEnumerable == true }.map { name in
                try path(name, of: record, ordinal: ordinal, origin: function.origin)
            }
        case .boolean, .number, .string, .symbol: return []
        }
    }

    private func path(
        _ name: PropertyName, of record: Object, ordinal: Int, origin: SourceRange?
    ) throws -> AccessPath {
        let value = try record.get(name)
        let range = record.ownProperty(name)?.keyRange ?? record.origin ?? origin ?? record.realm.site
        var path = AccessPath(path: name.text, rules: [], range: range)
        guard let rules = value.asArray else {
            path.failures.append((0, Self.noArray(value, at: range)))
            return path
        }
        for (index, value) in rules.values.enumerated() {
            let place = index < rules.elementRanges.count ? rules.elementRanges[index] : range
            do {
                path.rules.append(try rule(value, at: place, in: record.realm))
            } catch Abrupt.thrown(let thrown) {
                path.failures.append((path.rules.count, DefinitionError(thrown, order: .making(resource: ordinal))))
            } catch let error as DefinitionError {
                path.failures.append((path.rules.count, error))
            }
        }
        return path
    }

    /// The rule behind a value: one that `allow` made, or a copy of it with other actions.
    private func rule(_ value: Value, at range: SourceRange, in realm: Realm) throws -> AccessRule {
        guard let object = value.asObject, let origin = try ruleOrigin(object) else {
            throw noRule(value, at: range, realm)
        }
        let actions = try object.get("actions").asArray?.values ?? []
        let subject: AccessRule.Subject
        switch origin.subject {
        case .known(let known): subject = known
        case .function(let argument):
            guard let factory = try function(behind: argument) else {
                throw realm.error(
                    .type, "getInstance is not a function", at: origin.range,
                    help: "`allow.resource` takes what `defineFunction` returns")
            }
            subject = .resource(try make(factory))
        }
        return AccessRule(
            subject: subject, actions: actions.map { $0.asText ?? "\($0.typeName.text)" }, range: origin.range)
    }

    private static func noArray(_ value: Value, at range: SourceRange) -> DefinitionError {
        DefinitionError(
            name: "TypeError", message: "accessDefinitions.forEach is not a function",
            help: "put the rules of a path into an array: `[allow.guest.to(['read'])]`", range: range)
    }

    private func noRule(_ value: Value, at range: SourceRange, _ realm: Realm) -> any Error {
        if value.isNullish {
            return realm.typeError(
                "Cannot read properties of \(value.typeName == "undefined" ? "undefined" : "null") "
                    + "(reading 'uniqueDefinitionIdValidations')", at: range)
        }
        return realm.error(
            .type, "Cannot read properties of undefined (reading 'forEach')", at: range,
            help: "a rule is made by `allow`: `allow.guest.to(['read'])`")
    }

    // MARK: allow

    /// The `allow` of storage: five members and no more.
    private func allow(in realm: Realm) -> Object {
        let members = ["authenticated", "guest", "groups", "entity", "resource"]
        let allow = HostObject(realm, label: "allow", members: members) { name in
            ["guest", "authenticated"].contains(name) ? "drop the parentheses after `\(name)`" : nil
        }
        allow.put("authenticated", .object(subject(.known(.authenticated), label: "allow.authenticated", in: realm)))
        allow.put("guest", .object(subject(.known(.guest), label: "allow.guest", in: realm)))
        allow.method("groups", 1) { [unowned self] call in
            guard let names = call[0].asArray else {
                throw call.realm.error(
                    .type, "groups.map is not a function", at: call.site,
                    help: "give the groups as an array: `allow.groups(['editors'])`")
            }
            let groups = AccessRule.Subject.groups(names.values.map { $0.asText ?? "\($0.typeName.text)" })
            return .object(subject(.known(groups), label: "allow.groups(…)", in: call.realm))
        }
        allow.method("entity", 1) { [unowned self] call in
            let entity = AccessRule.Subject.entity(call[0].asText ?? "\(call[0].typeName.text)")
            return .object(subject(.known(entity), label: "allow.entity(…)", in: call.realm))
        }
        allow.method("resource", 1) { [unowned self] call in
            .object(subject(.function(call[0]), label: "allow.resource(…)", in: call.realm))
        }
        return allow
    }

    /// What `.to([…])` is called on.
    private func subject(_ subject: RuleOrigin.Subject, label: String, in realm: Realm) -> Object {
        let object = HostObject(realm, label: label, members: ["to"])
        object.method("to", 1) { [unowned self] call in
            let rule = HostObject(call.realm, label: "a rule", members: ["actions"])
            let acceptors = ArrayObject(call.realm, [], origin: call.site)
            mark(acceptors, as: RuleOrigin(subject: subject, range: call.site))
            rule.put("getResourceAccessAcceptors", .object(acceptors))
            rule.put("actions", call[0])
            rule.origin = call.site
            return .object(rule)
        }
        return object
    }
}
