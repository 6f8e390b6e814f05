/// The environment variable by which a function learns a bucket's physical name: `MY_BUCKET_BUCKET_NAME`.
///
/// Words end at other characters, at a change from lower to upper case, before the last capital of a run that a small
/// letter follows, and between letters and digits.
package func bucketVariable(forFriendlyName name: String) -> String {
    let characters = Array("\(name)_BUCKET_NAME")
    var words: [String] = [""]
    for (index, character) in characters.enumerated() {
        guard character.isASCII, character.isLetter || character.isNumber else {
            words.append("")
            continue
        }
        if index > 0, isBoundary(characters, at: index) { words.append("") }
        words[words.count - 1].append(character)
    }
    return words.filter { !$0.isEmpty }.joined(separator: "_").uppercased()
}

private func isBoundary(_ characters: [Character], at index: Int) -> Bool {
    let (before, this) = (characters[index - 1], characters[index])
    if before.isNumber != this.isNumber { return true }
    if before.isLowercase, this.isUppercase { return true }
    let next = index + 1 < characters.count ? characters[index + 1] : nil
    return before.isUppercase && this.isUppercase && next?.isLowercase == true
}
