import SourceText
package import TypeScriptEvaluator

/// Evaluates a backend from its entry, usually `amplify/backend.ts`, on a thread of its own.
///
/// Never throws and never runs for long: the limits of `host` bound it. When the task is cancelled it stops soon and
/// returns an evaluation with a diagnostic that says so.
package func evaluateBackend(
    entry: ModuleID, loader: some ModuleLoader, host: EvaluationHost
) async -> BackendEvaluation {
    let evaluation = await withEvaluationThread(stackBytes: host.limits.stackBytes) { isCancelled in
        evaluate(entry: entry, loader: loader, host: host, isCancelled: isCancelled)
    }
    if let evaluation { return evaluation }
    var failed = BackendEvaluation()
    failed.diagnostics = [
        Diagnostic(.error, code: "no-thread", message: "the system gives no thread to evaluate the definition on")
    ]
    return failed
}

private func evaluate(
    entry: ModuleID, loader: some ModuleLoader, host: EvaluationHost, isCancelled: @escaping @Sendable () -> Bool
) -> BackendEvaluation {
    let builder = BackendBuilder()
    let realm = Realm(host: host, loader: loader, packages: builder, isCancelled: isCancelled)
    realm.opaqueObserver = builder
    defer {
        builder.release()
        realm.close()
    }
    var evaluation = BackendEvaluation()
    do {
        try realm.modules.evaluate(entry: entry, in: realm)
    } catch Abrupt.stopped(let stop) {
        evaluation.diagnostics.append(stop.diagnostic)
        evaluation.diagnostics += stop.trace.prefix(8).map {
            Diagnostic(.note, code: "called-from", message: "`\($0.function)` was called here", range: $0.site)
        }
    } catch Abrupt.thrown(let thrown) {
        builder.errors.append(DefinitionError(thrown, order: .modules))
    } catch {
        evaluation.diagnostics.append(Diagnostic(.error, code: "internal-error", message: "\(error)"))
    }
    for failure in realm.modules.failures { evaluation.add(failure, entry: entry, builder) }
    builder.finishPolicies()
    if builder.backendCall != nil {
        evaluation.backend = builder.backend
        builder.warnOfUnregisteredBuckets()
    } else if evaluation.errors.isEmpty, builder.errors.isEmpty, !evaluation.hasErrors {
        evaluation.errors.append(
            DefinitionError(
                name: "MissingDefineBackendError",
                message: "The Amplify backend definition is missing `defineBackend` call.",
                help: "call `defineBackend({ auth, storage })` in `\(entry.path)`"))
    }
    evaluation.errors = (evaluation.errors + builder.errors).inUpstreamOrder
    evaluation.diagnostics += builder.warnings + realm.diagnostics.all
    evaluation.modules = realm.modules.touched
    evaluation.console = realm.console
    evaluation.unsetVariables = realm.unsetVariables.all.map {
        BackendEvaluation.UnsetVariable(name: $0.name, range: $0.range)
    }
    return evaluation
}

extension BackendEvaluation {
    /// Tells what went wrong with one module.
    fileprivate mutating func add(_ failure: ModuleFailure, entry: ModuleID, _ builder: BackendBuilder) {
        switch failure {
        case .missing(let specifier, let expected, let importer, let range):
            diagnostics.append(
                Diagnostic(
                    .error, code: "module-not-found",
                    message: "`\(specifier)`, imported by `\(importer.path)`, leads to no file",
                    help: expected.isEmpty
                        ? nil : "looked for \(expected.prefix(6).map { "`\($0)`" }.joined(separator: ", "))",
                    range: range))
        case .unreadable(let module, let reason, let range):
            diagnostics.append(
                Diagnostic(
                    .error, code: "unreadable-module", message: "`\(module.path)` cannot be read: \(reason)",
                    range: range))
        case .unparsable(let module): diagnostics += module.diagnostics
        case .missingExport(let name, let specifier, let suggestions, let range):
            let near = nearestName(to: name, among: suggestions).map { "did you mean `\($0)`?" }
            errors.append(
                DefinitionError(
                    name: "SyntaxError",
                    message: "The requested module '\(specifier)' does not provide an export named '\(name)'",
                    help: near
                        ?? (suggestions.isEmpty
                            ? nil : "it exports \(suggestions.map { "`\($0)`" }.joined(separator: ", "))"),
                    range: range))
        case .thrown(let thrown, let module):
            // What fails after `defineBackend` cannot take back what was declared by then.
            if module == entry, let call = builder.backendCall,
                thrown.range.file !== call.file || thrown.range.offsets.lowerBound >= call.offsets.upperBound
            {
                diagnostics.append(
                    Diagnostic(
                        .warning, code: "failed-after-backend",
                        message: "\(thrown.errorName): \(thrown.errorMessage)",
                        help: "a deployment would fail here; the sandbox goes on with what was declared before",
                        range: thrown.range))
            } else {
                errors.append(DefinitionError(thrown, order: .modules))
            }
        }
    }
}

extension BackendBuilder {
    /// A bucket that is defined and not given to `defineBackend` does not exist; hardly anybody means that.
    fileprivate func warnOfUnregisteredBuckets() {
        let forgotten = storageFactories.filter { factory in
            factory.bucket == nil && !errors.contains { $0.range?.file === factory.range.file }
        }
        for factory in forgotten.sorted(by: { $0.range.offsets.lowerBound < $1.range.offsets.lowerBound }) {
            warn(
                "unregistered-storage", "this bucket is not given to `defineBackend`, so it does not exist",
                help: "add it: `defineBackend({ …, storage })`", at: factory.range)
        }
    }
}

extension [DefinitionError] {
    /// The first is where upstream stops.
    fileprivate var inUpstreamOrder: [DefinitionError] {
        enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
    }
}
