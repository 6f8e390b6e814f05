import HTTPTypes
import NIOCore

extension S3Response {
    /// The answer to a request that is refused: S3's error document, or nothing where the method forbids a body.
    package init(_ error: S3Error, requestID: String, hostID: String) {
        var xml = XMLWriter(root: "Error")
        xml.element("Code", error.code)
        xml.element("Message", error.message)
        for detail in error.details { xml.element(detail.name, detail.value) }
        xml.element("RequestId", requestID)
        xml.element("HostId", hostID)
        self.init(.init(code: error.status), fields: error.fields, xml: xml.finish())
        for detail in error.details where detail.name == "Region" { fields[.xAmzBucketRegion] = detail.value }
    }
}
