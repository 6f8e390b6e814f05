package import HTTPTypes
package import NIOCore

/// An answer of S3, before HTTP frames it.
package struct S3Response: Sendable {
    package var status: HTTPResponse.Status
    package var fields: HTTPFields
    package var body: Body

    package init(_ status: HTTPResponse.Status = .ok, fields: HTTPFields = [:], body: Body = .none) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    package enum Body: Sendable {
        case none
        case bytes(ByteBuffer)
        /// Pieces one after the other.
        case segments([Segment])
        /// Bytes made while they are sent; they are written through the given function.
        case stream(lengthInBytes: Int?, @Sendable (@Sendable (ByteBuffer) async throws -> Void) async throws -> Void)
    }

    package enum Segment: Sendable {
        case bytes(ByteBuffer)
        /// Bytes of a file that is opened when its turn comes.
        case file(lengthInBytes: Int, open: @Sendable () async throws -> FileRegion)
    }

    /// Bytes of an open file, which `owner` keeps open.
    package struct FileRegion: Sendable {
        package var descriptor: CInt
        package var range: Range<Int>
        package var owner: any AnyObject & Sendable

        package init(descriptor: CInt, range: Range<Int>, owner: any AnyObject & Sendable) {
            self.descriptor = descriptor
            self.range = range
            self.owner = owner
        }
    }

    /// An answer whose body is an XML document.
    package init(_ status: HTTPResponse.Status = .ok, fields: HTTPFields = [:], xml: ByteBuffer) {
        var fields = fields
        fields[.contentType] = "application/xml"
        self.init(status, fields: fields, body: .bytes(xml))
    }
}
