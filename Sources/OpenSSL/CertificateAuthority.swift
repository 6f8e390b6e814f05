import COpenSSL

/// A certificate authority of one machine: it signs certificates for servers under the names it is limited to.
package struct CertificateAuthority: Sendable {
    package let certificate: Certificate
    private let key: CertificateKey

    package init(certificate: Certificate, key: CertificateKey) throws(CryptoFailure) {
        guard certificate.belongs(to: key) else {
            throw CryptoFailure(operation: "use the authority", reason: "certificate and key do not belong together")
        }
        self.certificate = certificate
        self.key = key
    }

    /// Makes an authority that signs itself.
    ///
    /// It is limited to `domains` with all names below them, and to loopback addresses: whoever trusts it, and whoever
    /// stole its key, could use it for nothing else. Reference: RFC 5280, section 4.2.1.10.
    package static func create(
        name: String, key: CertificateKey, domains: [String], validity: ClosedRange<Int>
    ) throws(CryptoFailure) -> CertificateAuthority {
        let draft = CertificateDraft(subject: name, key: key, validity: validity)
        draft.setIssuer(draft.certificate)
        try draft.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        try draft.add(NID_key_usage, "critical,keyCertSign,cRLSign")
        try draft.add(NID_subject_key_identifier, "hash")
        let names = domains.map { "permitted;DNS:\($0)" }
        try draft.add(NID_name_constraints, (["critical"] + names + loopback).joined(separator: ","))
        return try CertificateAuthority(certificate: draft.signed(by: key), key: key)
    }

    private static let loopback = [
        "permitted;IP:127.0.0.0/255.0.0.0",
        "permitted;IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF",
    ]

    /// Signs a certificate for a server. Names may have `*` as their first label.
    package func issue(
        names: [String], addresses: [String], key serverKey: CertificateKey, validity: ClosedRange<Int>
    ) throws(CryptoFailure) -> Certificate {
        let draft = CertificateDraft(subject: names.first ?? "localhost", key: serverKey, validity: validity)
        draft.setIssuer(certificate.handle.pointer)
        try draft.add(NID_basic_constraints, "critical,CA:FALSE")
        try draft.add(NID_key_usage, "critical,digitalSignature")
        try draft.add(NID_ext_key_usage, "serverAuth")
        try draft.add(NID_subject_key_identifier, "hash")
        try draft.add(NID_authority_key_identifier, "keyid:always")
        let alternatives = names.map { "DNS:\($0)" } + addresses.map { "IP:\($0)" }
        try draft.add(NID_subject_alt_name, alternatives.joined(separator: ","))
        return try draft.signed(by: key)
    }
}

/// A certificate before it is signed.
private final class CertificateDraft {
    let certificate: OpaquePointer
    private var issuer: OpaquePointer?

    init(subject: String, key: CertificateKey, validity: ClosedRange<Int>) {
        certificate = required(X509_new(), "allocate a certificate")
        // The field counts from zero: this is version 3.
        X509_set_version(certificate, 2)
        let serial = BigNumber(bytes: [0x01] + Randomness.bytes(15))
        _ = required(
            BN_to_ASN1_INTEGER(serial.pointer, X509_get_serialNumber(certificate)), "number a certificate")
        _ = required(ASN1_TIME_set(X509_getm_notBefore(certificate), validity.lowerBound), "date a certificate")
        _ = required(ASN1_TIME_set(X509_getm_notAfter(certificate), validity.upperBound), "date a certificate")
        // A common name has 64 characters at most; what counts are the alternative names.
        let name = Array(subject.utf8.prefix(64))
        let done =
            X509_NAME_add_entry_by_txt(
                X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, name, Int32(name.count), -1, 0) == 1
            && X509_set_pubkey(certificate, key.handle.pointer) == 1
        precondition(done, "libcrypto cannot fill in a certificate")
    }

    deinit { X509_free(certificate) }

    func setIssuer(_ issuer: OpaquePointer) {
        self.issuer = issuer
        precondition(
            X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1, "libcrypto cannot name an issuer")
    }

    /// Adds an extension in the notation of OpenSSL's configuration files (x509v3_config(5)).
    func add(_ identifier: Int32, _ value: String) throws(CryptoFailure) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer, certificate, nil, nil, 0)
        guard let addition = X509V3_EXT_nconf_nid(nil, &context, identifier, value) else {
            throw .taking("write `\(value)` into a certificate")
        }
        defer { X509_EXTENSION_free(addition) }
        precondition(X509_add_ext(certificate, addition, -1) == 1, "libcrypto cannot extend a certificate")
    }

    func signed(by key: CertificateKey) throws(CryptoFailure) -> Certificate {
        guard X509_sign(certificate, key.handle.pointer, EVP_sha256()) > 0 else { throw .taking("sign a certificate") }
        return Certificate(owning: required(X509_dup(certificate), "copy a certificate"))
    }
}
