import Foundation
import JSONWebToken
import OpenSSL
import Testing

struct TokenTests {
    struct Claims: Codable, Equatable {
        var sub: String
        var exp: Int
    }

    static let signer = TokenSigner(key: try! RSAPrivateKey.generate())
    let verifier = TokenVerifier(keys: [signer.publicKey])

    @Test("a token gives back its claims")
    func roundTrip() throws {
        let claims = Claims(sub: "a/b \"é\" \u{1F600}", exp: 1_800_000_000)
        let token = try Self.signer.sign(claims)
        #expect(try verifier.claims(of: token, as: Claims.self) == claims)
    }

    @Test("any claims come back, and any altered character is noticed", arguments: 0..<60 as Range<UInt64>)
    func property(_ seed: UInt64) throws {
        var random = SeededGenerator(state: seed &+ 1)
        var claims: [String: ClaimValue] = [:]
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            claims[random.text()] = random.value(depth: 2)
        }
        let token = try Self.signer.sign(claims)
        #expect(try verifier.claims(of: token, as: [String: ClaimValue].self) == claims)

        var characters = Array(token)
        let place = Int.random(in: characters.indices, using: &random)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=")
        let replacement = try #require(alphabet.filter { $0 != characters[place] }.randomElement(using: &random))
        characters[place] = replacement
        #expect(throws: TokenFault.self) {
            try verifier.claims(of: String(characters), as: [String: ClaimValue].self)
        }
    }

    private func forged(header: String, signature: [UInt8] = [1]) -> String {
        let payload = Base64URL.encode(Array(#"{"sub":"a","exp":1}"#.utf8))
        return Base64URL.encode(Array(header.utf8)) + "." + payload + "." + Base64URL.encode(signature)
    }

    @Test(
        "an unsigned or otherwise signed token is refused", arguments: ["none", "None", "HS256", "RS384", "ES256", ""])
    func algorithms(_ algorithm: String) {
        let header = #"{"alg":"\#(algorithm)","kid":"\#(Self.signer.publicKey.keyID)"}"#
        #expect(throws: TokenFault.unsupportedAlgorithm(algorithm)) {
            try verifier.claims(of: forged(header: header, signature: []), as: Claims.self)
        }
    }

    @Test("a token signed with the public key as a shared secret is refused")
    func keyConfusion() throws {
        let header = #"{"alg":"HS256","kid":"\#(Self.signer.publicKey.keyID)"}"#
        let signedPart = forged(header: header).split(separator: ".").prefix(2).joined(separator: ".")
        let code = MessageAuthenticationKey(Self.signer.publicKey.publicKey.modulus.bytes).authenticate(signedPart)
        #expect(throws: TokenFault.unsupportedAlgorithm("HS256")) {
            try verifier.claims(of: signedPart + "." + Base64URL.encode(code), as: Claims.self)
        }
    }

    @Test("another pool's key is not ours")
    func otherKeys() throws {
        let other = TokenSigner(key: try RSAPrivateKey.generate())
        let token = try other.sign(Claims(sub: "a", exp: 1))
        #expect(throws: TokenFault.unknownKey(other.publicKey.keyID)) {
            try verifier.claims(of: token, as: Claims.self)
        }
        let imposter = TokenVerifier(
            keys: [JSONWebKey(keyID: other.publicKey.keyID, publicKey: Self.signer.publicKey.publicKey)])
        #expect(throws: TokenFault.badSignature) { try imposter.claims(of: token, as: Claims.self) }
    }

    @Test(
        "what is no token is refused",
        arguments: ["", ".", "..", "a.b", "a.b.c.d", "é.é.é", String(repeating: "A", count: 70_000)])
    func malformed(_ token: String) {
        #expect(throws: TokenFault.malformed) { try verifier.claims(of: token, as: Claims.self) }
    }

    @Test("unknown critical extensions are refused")
    func critical() {
        let header = #"{"alg":"RS256","kid":"\#(Self.signer.publicKey.keyID)","crit":["b64"]}"#
        #expect(throws: TokenFault.malformed) { try verifier.claims(of: forged(header: header), as: Claims.self) }
    }

    @Test("the key set is what verifiers expect")
    func keySet() throws {
        let json = JSONWebKeySet(keys: [Self.signer.publicKey]).json
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [[String: String]]])
        let key = try #require(object["keys"]?.first)
        #expect(key["kty"] == "RSA" && key["alg"] == "RS256" && key["use"] == "sig" && key["e"] == "AQAB")
        #expect(key["kid"] == Self.signer.publicKey.keyID)
    }

    /// Reference: RFC 7638, section 3.1.
    @Test("a key's id is its thumbprint")
    func thumbprint() throws {
        let modulus =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3ok"
            + "njhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgd"
            + "AZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFC"
            + "ur-kEgU8awapJzKnqDKgw"
        let key = RSAPublicKey(
            modulus: BigNumber(bytes: try #require(Base64URL.decode(modulus))), exponent: BigNumber(65537))
        #expect(JSONWebKey(publicKey: key).keyID == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }
}

/// The same numbers for the same seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
    }

    mutating func text() -> String {
        let alphabet = Array("abcXYZ019 :/\"\\\n\u{0}é漢\u{1F600}")
        return String((0..<Int.random(in: 0...8, using: &self)).map { _ in alphabet.randomElement(using: &self)! })
    }

    mutating func value(depth: Int) -> ClaimValue {
        switch Int.random(in: 0...(depth > 0 ? 4 : 2), using: &self) {
        case 0: .string(text())
        case 1: .integer(Int.random(in: -1_000_000_000...1_000_000_000, using: &self))
        case 2: .boolean(Bool.random(using: &self))
        case 3: .list((0..<3).map { _ in value(depth: depth - 1) })
        default: .object([text(): value(depth: depth - 1)])
        }
    }
}
