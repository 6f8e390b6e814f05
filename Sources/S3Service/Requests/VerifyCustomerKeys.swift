import FoundationEssentials
import HTTPTypes
import OpenSSL
import S3Protocol

extension S3Request {
    /// Checks that the keys which the client brings arrived whole: each comes with its MD5.
    func verifyCustomerKeys() throws(S3Error) {
        try verify(.xAmzServerSideEncryptionCustomerKey, .xAmzServerSideEncryptionCustomerKeyMD5)
        try verify(.xAmzCopySourceCustomerKey, .xAmzCopySourceCustomerKeyMD5)
    }

    private func verify(_ keyName: HTTPField.Name, _ md5Name: HTTPField.Name) throws(S3Error) {
        guard let text = fields[keyName], let md5 = fields[md5Name], let key = Data(base64Encoded: text) else { return }
        guard Data(DigestAlgorithm.md5.hash([UInt8](key))).base64EncodedString() == md5 else {
            throw .invalidArgument(
                md5Name.canonicalName, md5,
                "The calculated MD5 hash of the key did not match the hash that was provided.")
        }
    }
}
