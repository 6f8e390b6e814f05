import SourceText

/// What `bind` gives.
///
/// Reference: https://tc39.es/ecma262/#sec-bound-function-exotic-objects
final class BoundFunction: FunctionObject {
    private var target: FunctionObject?
    private var boundThis: Value
    private var boundArguments: [Value]

    init(_ target: FunctionObject, this: Value, _ arguments: [Value], name: UTF16String, length: Int) {
        self.target = target
        self.boundThis = this
        self.boundArguments = arguments
        super.init(target.realm, name: name, length: length, prototype: target.prototype)
    }

    override var isConstructor: Bool { target?.isConstructor ?? false }

    override func clear() {
        super.clear()
        target = nil
        boundThis = .undefined
        boundArguments = []
    }

    override func report(to census: inout TextCensus) {
        super.report(to: &census)
        census.add(boundThis)
        for argument in boundArguments { census.add(argument) }
    }

    override func call(this: Value, _ arguments: [Value], at site: SourceRange?) throws -> Value {
        try target?.call(this: boundThis, boundArguments + arguments, at: site) ?? .undefined
    }

    override func construct(
        _ arguments: [Value], newTarget: FunctionObject, at site: SourceRange?
    ) throws -> Object {
        guard let target else { throw realm.typeError("not a constructor", at: site) }
        return try target.construct(
            boundArguments + arguments, newTarget: newTarget === self ? target : newTarget, at: site)
    }
}
