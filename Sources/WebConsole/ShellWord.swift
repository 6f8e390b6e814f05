/// One word of a POSIX shell's command line.
package enum ShellWord {
    /// As it is if that is safe, else in single quotes.
    package static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                        || "-_./:=,@%+".unicodeScalars.contains($0))
            }
        return isPlain ? text : "'\(text.replacing("'", with: #"'\''"#))'"
    }
}
