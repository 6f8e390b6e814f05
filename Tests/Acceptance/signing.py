"""Requests signed by hand, for what no client library would ever send.

Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
"""

import datetime
import hashlib
import hmac
import http.client
import socket
import urllib.parse
import xml.etree.ElementTree
from dataclasses import dataclass

UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"


def encode(text, safe=""):
    return urllib.parse.quote(text, safe=safe + "-_.~")


def now():
    return datetime.datetime.now(datetime.timezone.utc)


class Signature:
    """The four steps of Signature Version 4, each open to be spoilt."""

    def __init__(self, credentials, region, service="s3", date=None):
        self.credentials, self.region, self.service = credentials, region, service
        self.date = date or now()
        self.timestamp = self.date.strftime("%Y%m%dT%H%M%SZ")
        self.scope = f"{self.date:%Y%m%d}/{region}/{service}/aws4_request"

    def key(self):
        key = ("AWS4" + self.credentials.secret_key).encode()
        for part in self.scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return key

    def of(self, method, path, query, headers, signed, payload):
        canonical = "\n".join([
            method, path, "&".join(sorted(f"{encode(name)}={encode(value)}" for name, value in query)),
            "".join(f"{name}:{' '.join(str(headers[name]).split())}\n" for name in signed), ";".join(signed), payload])
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        to_sign = "\n".join(["AWS4-HMAC-SHA256", self.timestamp, self.scope, digest])
        return hmac.digest(self.key(), to_sign.encode(), "sha256").hex()

    def chunk(self, previous, body):
        """The signature of one chunk of a signed aws-chunked body."""
        empty = hashlib.sha256(b"").hexdigest()
        to_sign = "\n".join([
            "AWS4-HMAC-SHA256-PAYLOAD", self.timestamp, self.scope, previous, empty, hashlib.sha256(body).hexdigest()])
        return hmac.digest(self.key(), to_sign.encode(), "sha256").hex()


def signed_headers(signature, method, path, host, query=(), headers=None, payload=UNSIGNED_PAYLOAD):
    """`headers` with those of a signature in the authorization header."""
    headers = {name.lower(): value for name, value in (headers or {}).items()}
    headers |= {"host": host, "x-amz-date": signature.timestamp, "x-amz-content-sha256": payload}
    if signature.credentials.session_token:
        headers["x-amz-security-token"] = signature.credentials.session_token
    names = sorted(headers)
    value = signature.of(method, path, query, headers, names, payload)
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={signature.credentials.access_key}/{signature.scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={value}")
    return headers


def presigned_query(signature, method, path, host, expires=900, query=()):
    """The query of a presigned URL, as pairs."""
    query = [
        *query, ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", f"{signature.credentials.access_key}/{signature.scope}"),
        ("X-Amz-Date", signature.timestamp), ("X-Amz-Expires", str(expires)), ("X-Amz-SignedHeaders", "host")]
    if signature.credentials.session_token:
        query.append(("X-Amz-Security-Token", signature.credentials.session_token))
    value = signature.of(method, path, query, {"host": host}, ["host"], UNSIGNED_PAYLOAD)
    return [*query, ("X-Amz-Signature", value)]


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def xml(self):
        return xml.etree.ElementTree.fromstring(self.body)

    @property
    def code(self):
        """The code of an error in S3's form."""
        return self.xml.findtext("Code")

    def text(self, path):
        """The text at `path` below the root, whatever the namespace; nothing when there is no such element."""
        found = self.elements(path)
        return None if not found else (found[0].text or "")

    def elements(self, path):
        return self.xml.findall("/".join("{*}" + name for name in path.split("/")))


class Connection:
    """One kept connection on which hand-signed requests travel."""

    def __init__(self, sandbox, credentials, region=None, address="localhost"):
        self.credentials, self.region = credentials, region or sandbox.region
        self.host = f"localhost:{sandbox.bound_port}"
        self.http = http.client.HTTPConnection(address, sandbox.bound_port, timeout=30)

    def send(self, method, path, query=(), headers=None, body=b"", payload=UNSIGNED_PAYLOAD, host=None, date=None):
        """Signs and sends; `path` is already percent-encoded, `query` is pairs of plain text."""
        signature = Signature(self.credentials, self.region, date=date)
        headers = signed_headers(signature, method, path, host or self.host, query, headers, payload)
        return self.exchange(method, path, query, headers, body)

    def exchange(self, method, path, query=(), headers=None, body=b""):
        """Sends just this, signed or not."""
        target = path + ("?" + "&".join(f"{encode(n)}={encode(v)}" for n, v in query) if query else "")
        self.http.request(method, target, body=body or None, headers=headers or {})
        response = self.http.getresponse()
        body = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)

    def close(self):
        self.http.close()


def raw_exchange(sandbox, data, seconds=5):
    """Sends bytes as they are and returns all that comes back until the other side closes or falls silent."""
    received = b""
    with socket.create_connection(("localhost", sandbox.bound_port), timeout=seconds) as connection:
        try:
            connection.sendall(data)
            while piece := connection.recv(65536):
                received += piece
        except OSError:
            pass  # closed in the middle, or silent
    return received


def send_and_leave(sandbox, data):
    """Sends bytes as they are and says that there are no more; returns when the other side has closed, too."""
    with socket.create_connection(("localhost", sandbox.bound_port), timeout=30) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
