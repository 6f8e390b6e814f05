import OrderedCollections
import SourceText
import TypeScriptEvaluator

extension BackendBuilder {
    /// `backend.addOutput({ … })`. A part without a version gets upstream's, in the caller's own object.
    func addOutput(_ arguments: [Value], at site: SourceRange) throws {
        guard let part = arguments.first?.asObject, !(part is OpaqueValue) else {
            return warn("not-emulated", "`addOutput` of something that is not known here is ignored", at: site)
        }
        if try part.get("version").isUndefined { part.put("version", .text("1.4")) }
        guard let json = JSONValue(.object(part)) else { return }
        backend.addedOutputs.append(json)
    }
}
