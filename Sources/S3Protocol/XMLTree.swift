import Foundation
import FoundationXML
package import NIOCore

/// An element of a document that a client sent.
package struct XMLTree: Sendable {
    /// Without namespace and prefix.
    package var name: String
    /// The text directly in it; of elements that hold others it is white space as a rule.
    package var text: String
    package var children: [XMLTree]
    /// Attributes by local name; only ACLs have one (`type`).
    package var attributes: [String: String]

    /// Deeper documents and those with more elements are refused: no request of S3 needs them.
    static let maximumDepth = 16
    static let maximumCount = 100_000

    /// Reads a document whose root has the given name. Throws `MalformedXML`.
    package static func parse(_ bytes: ByteBuffer, root: String...) throws(S3Error) -> XMLTree {
        let data = Data(bytes.readableBytesView)
        // A document type is where entities come from, and with them bombs and references to files. S3 takes none. NUL is
        // part of no document, but of every one in UTF-16 or 32, which would hide its type. Names that are no UTF-8 make
        // Foundation's parser trap.
        guard !data.isEmpty, data.range(of: Data("<!DOCTYPE".utf8)) == nil, !data.contains(0),
            String(validating: bytes.readableBytesView, as: UTF8.self) != nil
        else { throw S3Error(.malformedXML) }
        let builder = XMLTreeBuilder()
        let parser = XMLParser(data: data)
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        parser.delegate = builder
        guard parser.parse(), let element = builder.root, root.contains(element.name) else {
            throw S3Error(.malformedXML)
        }
        return element
    }

    /// The first child of this name.
    package subscript(name: String) -> XMLTree? {
        children.first { $0.name == name }
    }

    /// The text of the first child of this name, without white space at its ends.
    package func trimmedText(_ name: String) -> String? {
        self[name]?.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The text of a child that must be there. Throws `MalformedXML`.
    package func requiredText(_ name: String) throws(S3Error) -> String {
        guard let text = trimmedText(name) else { throw S3Error(.malformedXML) }
        return text
    }

    package func children(_ name: String) -> [XMLTree] {
        children.filter { $0.name == name }
    }
}

/// Builds the tree while Foundation's parser goes through the document.
private final class XMLTreeBuilder: NSObject, XMLParserDelegate {
    var root: XMLTree?
    private var open: [XMLTree] = []
    private var count = 0

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        count += 1
        guard open.count < XMLTree.maximumDepth, count <= XMLTree.maximumCount else {
            return parser.abortParsing()
        }
        var local: [String: String] = [:]
        for (name, value) in attributes { local[String(name.split(separator: ":").last ?? "")] = value }
        open.append(XMLTree(name: name, text: "", children: [], attributes: local))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
        parser.abortParsing()
    }

    func parser(
        _ parser: XMLParser, foundExternalEntityDeclarationWithName name: String, publicID: String?, systemID: String?
    ) {
        parser.abortParsing()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += text
    }

    func parser(_ parser: XMLParser, foundCDATA data: Data) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += String(decoding: data, as: UTF8.self)
    }
}
