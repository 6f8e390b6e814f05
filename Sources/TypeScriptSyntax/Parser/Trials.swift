/// Trying what a stretch of source text may be. Only types are tried, and they yield no nodes, so that a trial has
/// nothing to take back but the place.
extension Parser {
    /// Runs a trial; if it fails, or something is wrong on the way, the parser is back where it was.
    mutating func attempt(_ trial: (inout Parser) -> Bool) -> Bool {
        let state = (token, previousEnd, depth, height, brackets.count, isRecovering)
        let context = (allowsIn, isInConsequent, isInExtends)
        let position = lexer.position
        let (conflicts, faults) = (lexer.openConflicts, lexer.diagnostics.count)
        let outerTypeArguments = openTypeArguments
        isRecovering = false
        lexer.isTrying = true
        lexer.hasTrialFailed = false
        let hasSucceeded = trial(&self) && !lexer.hasTrialFailed
        lexer.isTrying = false
        lexer.hasTrialFailed = false
        if hasSucceeded { return true }

        failedTypeArguments.formUnion(openTypeArguments)
        openTypeArguments = outerTypeArguments
        (token, previousEnd, depth, height, _, isRecovering) = state
        (allowsIn, isInConsequent, isInExtends) = context
        brackets.removeSubrange(min(state.4, brackets.count)...)
        lexer.position = position
        lexer.openConflicts = conflicts
        lexer.forgetFaults(after: faults)
        return false
    }
}
