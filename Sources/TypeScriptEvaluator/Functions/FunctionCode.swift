import SourceText
import TypeScriptSyntax

/// A function's text, compiled; shared by all function objects that are made from it.
final class FunctionCode: Sendable {
    let name: UTF16String
    let kind: FunctionNode.Kind
    let isAsync: Bool
    let isGenerator: Bool
    /// An async function without `await` needs no thread of its own.
    let suspends: Bool
    /// The `length` of the function.
    let length: Int
    let range: SourceRange
    /// How many bindings parameters, variables and declarations of the body need.
    let slotCount: Int
    /// Puts the arguments of `frame` into the slots, and whatever else comes before the body.
    let prepare: @Sendable (Frame) throws -> Void
    let body: Execution
    /// Parameters that are properties, for the constructor of a class: `constructor(private x)`.
    let parameterProperties: [ParameterProperty]

    struct ParameterProperty: Sendable {
        let name: PropertyName
        let value: Evaluation
        let range: SourceRange
    }

    init(
        name: UTF16String, kind: FunctionNode.Kind, isAsync: Bool = false, isGenerator: Bool = false,
        suspends: Bool = false, length: Int, range: SourceRange, slotCount: Int,
        parameterProperties: [ParameterProperty] = [], prepare: @escaping @Sendable (Frame) throws -> Void,
        body: @escaping Execution
    ) {
        self.name = name
        self.kind = kind
        self.isAsync = isAsync
        self.isGenerator = isGenerator
        self.suspends = suspends
        self.length = length
        self.range = range
        self.slotCount = slotCount
        self.prepare = prepare
        self.body = body
        self.parameterProperties = parameterProperties
    }

    var isConstructor: Bool {
        switch kind {
        case .ordinary: !isAsync && !isGenerator
        case .constructor, .derivedConstructor: true
        case .arrow, .method, .getter, .setter: false
        }
    }

    var isClassConstructor: Bool { kind == .constructor || kind == .derivedConstructor }

    /// As the console shows it.
    var kindName: String {
        switch (isAsync, isGenerator) {
        case (false, false): "Function"
        case (true, false): "AsyncFunction"
        case (false, true): "GeneratorFunction"
        case (true, true): "AsyncGeneratorFunction"
        }
    }
}
