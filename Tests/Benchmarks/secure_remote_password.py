"""The client's half of Cognito's sign-in, with libcrypto's arithmetic, so that the client is not what is measured."""

import base64
import ctypes
import ctypes.util
import datetime
import hashlib
import hmac
import os

# The 3072-bit group of RFC 3526.
PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D"
    "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D"
    "B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF", 16)
GENERATOR = 2

_crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
for _name in ("BN_new", "BN_CTX_new"):
    getattr(_crypto, _name).restype = ctypes.c_void_p
_crypto.BN_bin2bn.restype = ctypes.c_void_p
_crypto.BN_bin2bn.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
_crypto.BN_mod_exp.argtypes = [ctypes.c_void_p] * 5
_crypto.BN_bn2binpad.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
for _name in ("BN_free", "BN_CTX_free"):
    getattr(_crypto, _name).argtypes = [ctypes.c_void_p]


def power(base, exponent):
    """base ** exponent modulo the group's prime."""
    def number(value):
        data = value.to_bytes((value.bit_length() + 7) // 8 or 1)
        return _crypto.BN_bin2bn(data, len(data), None)

    context, result = _crypto.BN_CTX_new(), _crypto.BN_new()
    operands = [number(base), number(exponent), number(PRIME)]
    _crypto.BN_mod_exp(result, *operands, context)
    out = ctypes.create_string_buffer(384)
    _crypto.BN_bn2binpad(result, out, 384)
    for value in [result, *operands]:
        _crypto.BN_free(value)
    _crypto.BN_CTX_free(context)
    return int.from_bytes(out.raw)


def padded(value):
    """The number's bytes as Cognito hashes them: with a zero in front when the first bit is set."""
    return value.to_bytes(value.bit_length() // 8 + 1)


def digest(*parts):
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest())


class SignIn:
    """One sign-in: `first` starts it, `second` answers the challenge."""

    def __init__(self, pool_id, client_id, username, password):
        self.pool = pool_id.split("_")[1]
        self.client_id, self.username, self.password = client_id, username, password
        self.secret = int.from_bytes(os.urandom(32))
        self.public = power(GENERATOR, self.secret)

    def first(self):
        return {
            "AuthFlow": "USER_SRP_AUTH", "ClientId": self.client_id,
            "AuthParameters": {"USERNAME": self.username, "SRP_A": f"{self.public:x}"}}

    def second(self, challenge):
        given = challenge["ChallengeParameters"]
        user, server = given["USER_ID_FOR_SRP"], int(given["SRP_B"], 16)
        multiplier = digest(padded(PRIME), padded(GENERATOR))
        scramble = digest(padded(self.public), padded(server))
        inner = hashlib.sha256(f"{self.pool}{user}:{self.password}".encode()).digest()
        private = digest(padded(int(given["SALT"], 16)), inner)
        shared = power(
            (server - multiplier * power(GENERATOR, private)) % PRIME, self.secret + scramble * private)
        extracted = hmac.digest(padded(scramble), padded(shared), "sha256")
        key = hmac.digest(extracted, b"Caldera Derived Key\x01", "sha256")[:16]
        time = datetime.datetime.now(datetime.timezone.utc)
        stamp = f"{time:%a %b} {time.day} {time:%H:%M:%S} UTC {time.year}"
        message = f"{self.pool}{user}".encode() + base64.b64decode(given["SECRET_BLOCK"]) + stamp.encode()
        return {
            "ChallengeName": "PASSWORD_VERIFIER", "ClientId": self.client_id, "Session": challenge.get("Session", ""),
            "ChallengeResponses": {
                "USERNAME": user, "PASSWORD_CLAIM_SECRET_BLOCK": given["SECRET_BLOCK"], "TIMESTAMP": stamp,
                "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, message, "sha256")).decode()}}
