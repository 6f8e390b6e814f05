package import SourceText

extension SyntaxTree {
    /// Parses a file as TypeScript, whatever its name says.
    ///
    /// Never fails: what is wrong is in `diagnostics`, and after a fault parsing goes on with the next element or
    /// statement. Takes time in proportion to the length of the file; needs up to 1 MiB of stack in a release build,
    /// 6 MiB in a debug build.
    package init(parsing file: SourceFile) {
        var parser = Parser(file)
        let statements = parser.parseStatementList()
        parser.reportUnclaimedInitializers()
        parser.lexer.finishDiagnostics()
        self.init(
            file: file, form: parser.isModule ? .module : .script, body: parser.finishImports(statements),
            varDeclaredNames: parser.function.varNames, containsTopLevelAwait: parser.containsTopLevelAwait,
            diagnostics: parser.lexer.diagnostics)
    }
}
