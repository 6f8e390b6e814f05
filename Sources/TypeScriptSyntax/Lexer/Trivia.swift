/// White space, line ends, comments, and what a failed merge leaves behind.
extension Lexer {
    /// Passes over everything before the next token; true if a line ended on the way.
    mutating func skipTrivia() -> Bool {
        var sawLineEnd = false
        while position < text.count {
            switch text[position] {
            case .space, .tab, .verticalTab, .formFeed:
                position += 1
            case .lineFeed, .carriageReturn:
                sawLineEnd = true
                position += 1
            case .slash where byte(position + 1) == .slash:
                skipLine()
            case .slash where byte(position + 1) == .star:
                if skipBlockComment() { sawLineEnd = true }
            case .lessThan, .equalsSign, .greaterThan, .bar:
                guard isAtConflictMarker else { return sawLineEnd }
                skipConflictMarker()
                sawLineEnd = true
            case 0x80...:
                guard let (scalar, length) = scalar(at: position) else { return sawLineEnd }
                if scalar.isLineSeparator {
                    sawLineEnd = true
                } else if !scalar.isSpace {
                    return sawLineEnd
                }
                position += length
            default:
                return sawLineEnd
            }
        }
        return sawLineEnd
    }

    /// "#!/usr/bin/env node"
    mutating func skipHashbang() {
        if byte(0) == .hash, byte(1) == .exclamationMark { skipLine() }
    }

    /// Up to the end of the line, not over it.
    private mutating func skipLine() {
        while position < text.count {
            switch text[position] {
            case .lineFeed, .carriageReturn: return
            case 0xE2 where byte(position + 1) == 0x80 && (byte(position + 2) | 1) == 0xA9: return
            default: position += 1
            }
        }
    }

    /// "/* … */"; true if a line ended in it.
    private mutating func skipBlockComment() -> Bool {
        let start = position
        var sawLineEnd = false
        position += 2
        while position < text.count {
            switch text[position] {
            case .star where byte(position + 1) == .slash:
                position += 2
                return sawLineEnd
            case .lineFeed, .carriageReturn:
                sawLineEnd = true
            case 0xE2 where byte(position + 1) == 0x80 && (byte(position + 2) | 1) == 0xA9:
                sawLineEnd = true
            default:
                break
            }
            position += 1
        }
        report(
            "found the end of the file, expected `*/`", at: start..<start + 2,
            help: "a comment begins here and is not closed; if this belongs to a path, put the path in quotes")
        if !isTrying { isStopped = true }
        return sawLineEnd
    }

    // MARK: - Merge conflicts

    /// Seven times `<`, `=`, `>` or `|` at the beginning of a line, and then a space or nothing.
    private var isAtConflictMarker: Bool {
        let mark = text[position]
        guard position == 0 || text[position - 1] == .lineFeed || text[position - 1] == .carriageReturn,
            position + 7 <= text.count
        else { return false }
        for index in position + 1..<position + 7 where text[index] != mark { return false }
        let after = byte(position + 7)
        return after == .space || after == .lineFeed || after == .carriageReturn || after == 0
    }

    /// Goes on as if "our" side had won, with one message for the whole conflict.
    private mutating func skipConflictMarker() {
        let start = position
        let mark = text[position]
        skipLine()
        if mark == .lessThan {
            report(
                "found a merge conflict marker", at: start..<position, code: "merge-conflict",
                help: "resolve the conflict and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`")
            openConflicts += 1
            return
        }
        if openConflicts == 0 {
            report(
                "found a merge conflict marker", at: start..<position, code: "merge-conflict",
                help: "delete this line and look for what else the merge has left")
            return
        }
        if mark == .equalsSign || mark == .bar { skipToConflictEnd() }
        openConflicts -= 1
    }

    private mutating func skipToConflictEnd() {
        while position < text.count {
            position += 1
            if byte(position) == .greaterThan, isAtConflictMarker {
                skipLine()
                return
            }
        }
    }
}
