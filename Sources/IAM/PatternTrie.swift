/// Many wildcard patterns, found by the text that they fit: a radix tree over their literal beginnings, with the identity
/// variable as an edge of its own.
///
/// Finding costs the length of the text, not the number of patterns. A pattern is followed literally up to its first
/// wildcard; a final `*`, the usual case, needs no more, anything else is matched as a pattern from there on.
struct PatternTrie: Sendable {
    /// What a text must do to fit, once it has come to a node.
    private enum Ending {
        /// End here.
        case exact
        /// Go on in any way.
        case anything
        /// Fit the rest of the pattern.
        case rest([WildcardPattern.Element])
    }

    private struct Terminal {
        var ending: Ending
        var match: PolicyMatch
    }

    private struct Node {
        var terminals: Range<Int> = 0..<0
        /// To children whose labels begin with different bytes, sorted by them.
        var edges: Range<Int> = 0..<0
        /// The child beyond the caller's identity id, or -1.
        var identityChild = -1
    }

    private struct Edge {
        var label: Range<Int>
        var child: Int
    }

    private var nodes: [Node] = []
    private var edges: [Edge] = []
    private var labels: [UInt8] = []
    private var terminals: [Terminal] = []

    init(_ patterns: [(WildcardPattern, PolicyMatch)]) {
        var entries: [Entry] = patterns.compactMap { pattern, match in
            pattern.hasUnknownVariable ? nil : Entry(pattern, match: match)
        }
        entries.sort { $0.symbols.lexicographicallyPrecedes($1.symbols) }
        _ = build(entries[...], depth: 0)
    }

    /// Hands over each pattern that the whole text fits, shorter beginnings first.
    func find(_ text: borrowing Span<UInt8>, identity: String?, _ found: (PolicyMatch) -> Void) {
        walk(from: 0, text, at: 0, identity: identity, found)
    }

    private func walk(
        from node: Int, _ text: borrowing Span<UInt8>, at offset: Int, identity: String?,
        _ found: (PolicyMatch) -> Void
    ) {
        var node = node
        var offset = offset
        while true {
            visit(node, text, at: offset, identity: identity, found)
            if nodes[node].identityChild >= 0, let identity, let end = Self.end(of: identity, in: text, at: offset) {
                walk(from: nodes[node].identityChild, text, at: end, identity: identity, found)
            }
            guard offset < text.count, let edge = edge(of: node, beginningWith: text[offset]),
                follows(edges[edge].label, text, at: offset)
            else { return }
            offset += edges[edge].label.count
            node = edges[edge].child
        }
    }

    private func visit(
        _ node: Int, _ text: borrowing Span<UInt8>, at offset: Int, identity: String?, _ found: (PolicyMatch) -> Void
    ) {
        for index in nodes[node].terminals {
            let fits =
                switch terminals[index].ending {
                case .exact: offset == text.count
                case .anything: true
                case .rest(let elements):
                    Self.fits(elements, text, at: offset, identity: identity)
                }
            if fits { found(terminals[index].match) }
        }
    }

    private static func fits(
        _ elements: [WildcardPattern.Element], _ text: borrowing Span<UInt8>, at offset: Int, identity: String?
    ) -> Bool {
        guard let elements = WildcardPattern.substituting(identity, in: elements) else { return false }
        return WildcardPattern.matches(elements[...], text, from: offset)
    }

    /// The edge of a node whose label begins with a byte.
    private func edge(of node: Int, beginningWith byte: UInt8) -> Int? {
        var low = nodes[node].edges.lowerBound
        var high = nodes[node].edges.upperBound
        while low < high {
            let middle = (low + high) / 2
            let first = labels[edges[middle].label.lowerBound]
            if first == byte { return middle }
            if first < byte { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func follows(_ label: Range<Int>, _ text: borrowing Span<UInt8>, at offset: Int) -> Bool {
        guard text.count - offset >= label.count else { return false }
        for index in 0..<label.count where labels[label.lowerBound + index] != text[offset + index] { return false }
        return true
    }

    /// Where an identity id that stands at an offset of the text ends; nil when another text stands there.
    private static func end(of identity: String, in text: borrowing Span<UInt8>, at offset: Int) -> Int? {
        let bytes = identity.utf8.span
        guard text.count - offset >= bytes.count else { return nil }
        for index in 0..<bytes.count where bytes[index] != text[offset + index] { return nil }
        return offset + bytes.count
    }
}

extension PatternTrie {
    /// A pattern cut into what the tree follows and what remains.
    private struct Entry {
        /// A literal byte, or `identity`.
        var symbols: [UInt16] = []
        var terminal: Terminal

        static let identity: UInt16 = 256

        init(_ pattern: WildcardPattern, match: PolicyMatch) {
            var index = 0
            scan: while index < pattern.elements.count {
                switch pattern.elements[index] {
                case .byte(let byte): symbols.append(UInt16(byte))
                case .identity: symbols.append(Self.identity)
                case .anyCharacter, .anyRun: break scan
                }
                index += 1
            }
            let rest = Array(pattern.elements[index...])
            terminal = Terminal(
                ending: rest.isEmpty ? .exact : rest == [.anyRun] ? .anything : .rest(rest), match: match)
        }
    }

    /// Adds a node for entries that share their first `depth` symbols, and all below it; answers its index.
    private mutating func build(_ entries: ArraySlice<Entry>, depth: Int) -> Int {
        let node = nodes.count
        nodes.append(Node())
        var remaining = entries
        let start = terminals.count
        while let entry = remaining.first, entry.symbols.count == depth {
            terminals.append(entry.terminal)
            remaining.removeFirst()
        }
        nodes[node].terminals = start..<terminals.count
        var children: [Edge] = []
        while let first = remaining.first {
            let symbol = first.symbols[depth]
            let end = remaining.firstIndex { $0.symbols[depth] != symbol } ?? remaining.endIndex
            let group = remaining[..<end]
            remaining = remaining[end...]
            if symbol == Entry.identity {
                nodes[node].identityChild = build(group, depth: depth + 1)
                continue
            }
            let length = Self.sharedLength(of: group, from: depth)
            let label = labels.count
            labels += first.symbols[depth..<(depth + length)].map { UInt8($0) }
            children.append(Edge(label: label..<labels.count, child: build(group, depth: depth + length)))
        }
        nodes[node].edges = edges.count..<(edges.count + children.count)
        edges += children
        return node
    }

    /// How many literal symbols all entries share from `depth` on. As they are sorted, the first and the last tell.
    private static func sharedLength(of entries: ArraySlice<Entry>, from depth: Int) -> Int {
        let first = entries[entries.startIndex].symbols[depth...]
        let last = entries[entries.endIndex - 1].symbols[depth...]
        return zip(first, last).prefix { $0 == $1 && $0 != Entry.identity }.count
    }
}
