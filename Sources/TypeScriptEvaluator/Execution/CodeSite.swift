import SourceText

/// A stretch of a module of the running evaluation, kept without counting references.
///
/// Invariant: the file belongs to a module that its graph keeps until the realm is closed, or to the realm itself.
struct CodeSite {
    private let file: Unmanaged<SourceFile>
    private let offsets: Range<Int>

    @inline(__always)
    init(_ range: SourceRange) {
        file = .passUnretained(range.file)
        offsets = range.offsets
    }

    var range: SourceRange {
        SourceRange(file: file.takeUnretainedValue(), offsets: offsets)
    }
}

/// One open call. Functions live as long as the realm, so neither is counted.
struct CallRecord {
    private let callee: Unmanaged<FunctionObject>
    let site: CodeSite

    @inline(__always)
    init(_ function: FunctionObject, at site: CodeSite) {
        callee = .passUnretained(function)
        self.site = site
    }

    var function: FunctionObject { callee.takeUnretainedValue() }
}

/// A read of a member that a host object does not have.
struct UnknownMember {
    let range: SourceRange
    let help: String
}
