package import SourceText

/// What `amplify/backend.ts` declares, once evaluated: plain values, each with the place where it was written.
package struct Backend: Sendable {
    package var auth: AuthDefinition?
    /// In the order in which upstream instantiates them.
    package var functions: [FunctionDefinition] = []
    /// In the key order of the object given to `defineBackend`.
    package var buckets: [BucketDefinition] = []
    /// What `backend.addOutput` was given, merged in call order.
    package var addedOutputs: [JSONValue] = []
    /// Auth was given to `defineBackend` but could not be made out, so nothing follows from a missing group or from
    /// missing auth.
    package var authIsUnknown = false

    /// What CDK calls add to roles beside the access rules.
    package var roleStatements: [RoleStatement] = []

    package init() {}
}

/// A statement about storage that CDK code adds to a role: `bucket.grantRead(role)`, `role.addToPrincipalPolicy(…)`.
package struct RoleStatement: Sendable {
    package enum Grantee: Sendable, Hashable {
        case guest
        case authenticated
        case group(String)
        case function(String)
    }

    package enum Effect: Sendable {
        case allow
        case deny
    }

    package var grantee: Grantee
    package var effect: Effect
    /// IAM's names, with wildcards: `s3:GetObject*`.
    package var actions: [String]
    /// ARNs, with wildcards; `{bucket:files}` stands for the physical name of the bucket with that friendly name.
    package var resources: [String]
    /// The values of a `StringLike` condition on `s3:prefix`; absent without one.
    package var prefixes: [String]?
    /// The call.
    package var range: SourceRange

    package init(
        grantee: Grantee, effect: Effect = .allow, actions: [String], resources: [String], prefixes: [String]? = nil,
        range: SourceRange
    ) {
        self.grantee = grantee
        self.effect = effect
        self.actions = actions
        self.resources = resources
        self.prefixes = prefixes
        self.range = range
    }
}

/// One `defineStorage` that was registered in `defineBackend`.
package struct BucketDefinition: Sendable {
    /// Its place among the resources given to `defineBackend`; `FailureOrder` counts by it.
    package var ordinal = 0
    /// The friendly name.
    package var name: String
    /// The key under which `defineBackend` got it.
    package var backendKey: String
    package var isDefault: Bool
    package var versioned: Bool
    /// Absent without an `access` callback; empty when it returned `{}`.
    package var access: [AccessPath]?
    /// Set through `cfnBucket.bucketName`; absent means a name that the deployment makes.
    package var fixedName: String?
    /// Set through `cfnBucket.corsConfiguration`, CloudFormation's names; absent means what the backend tool sets.
    package var corsConfiguration: JSONValue?
    /// From `addLifecycleRule` and `cfnBucket.lifecycleConfiguration`, CloudFormation's names.
    package var lifecycleConfiguration: JSONValue?
    /// From `triggers` first, then from calls after `defineBackend`.
    package var triggers: [BucketTrigger] = []
    /// The `defineStorage` call.
    package var range: SourceRange

    package init(
        name: String, backendKey: String, isDefault: Bool, versioned: Bool, access: [AccessPath]?, range: SourceRange
    ) {
        self.name = name
        self.backendKey = backendKey
        self.isDefault = isDefault
        self.versioned = versioned
        self.access = access
        self.range = range
    }
}

/// One key of the record that an `access` callback returns.
package struct AccessPath: Sendable {
    /// As written, `photos/{entity_id}/*`; not validated here.
    package var path: String
    package var rules: [AccessRule]
    /// The property's key.
    package var range: SourceRange
    /// What upstream would throw while it goes through the rules, just before the rule at that index is looked at:
    /// a value that is no array or no rule, a function that cannot be made. Ordered by index; missing rules are not in
    /// `rules`, so an index may be `rules.count`.
    package var failures: [(beforeRule: Int, error: DefinitionError)] = []

    package init(path: String, rules: [AccessRule], range: SourceRange) {
        self.path = path
        self.rules = rules
        self.range = range
    }
}

/// One `allow.….to([…])`.
package struct AccessRule: Sendable {
    package enum Subject: Sendable, Hashable {
        case guest
        case authenticated
        case groups([String])
        /// `allow.entity('identity')`; any text is taken at run time.
        case entity(String)
        /// The function's name.
        case resource(String)
    }

    package var subject: Subject
    /// As written, `read` not yet expanded; unknown words are kept.
    package var actions: [String]
    /// The whole `allow.….to([…])` expression.
    package var range: SourceRange

    package init(subject: Subject, actions: [String], range: SourceRange) {
        self.subject = subject
        self.actions = actions
        self.range = range
    }
}

/// A function subscribed to a bucket's events.
package struct BucketTrigger: Sendable {
    /// S3 event names: `s3:ObjectCreated:*`.
    package var events: [String]
    /// The function's name.
    package var function: String
    package var prefix: String?
    package var suffix: String?
    package var range: SourceRange

    package init(events: [String], function: String, prefix: String? = nil, suffix: String? = nil, range: SourceRange) {
        self.events = events
        self.function = function
        self.prefix = prefix
        self.suffix = suffix
        self.range = range
    }
}

/// One `defineFunction` that the backend uses.
package struct FunctionDefinition: Sendable {
    /// An explicit name, else the entry's base name, else the folder's name.
    package var name: String
    /// The handler's file, relative to the folder that holds `amplify/`.
    package var entry: String
    package var environment: [(name: String, value: String)] = []
    package var timeoutSeconds = 3
    package var memoryMB = 512
    package var range: SourceRange

    package init(name: String, entry: String, range: SourceRange) {
        self.name = name
        self.entry = entry
        self.range = range
    }
}
