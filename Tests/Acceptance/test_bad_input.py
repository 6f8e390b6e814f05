"""Bad input, by bare sockets: each piece gets the protocol's own error, and the server lives on."""

import base64
import datetime
import hashlib
import json
import re
import socket

import pytest
from botocore.exceptions import ClientError

from clients import Credentials, administrator, client
from signing import (Connection, Signature, UNSIGNED_PAYLOAD, encode, now, presigned_query, raw_exchange,
                     send_and_leave, signed_headers)


@pytest.fixture(scope="module")
def bucket(photo_sharing):
    return photo_sharing.bucket()


@pytest.fixture(scope="module")
def credentials(photo_sharing):
    return administrator(photo_sharing)


@pytest.fixture
def connection(photo_sharing, credentials):
    connection = Connection(photo_sharing, credentials)
    yield connection
    connection.close()


@pytest.fixture(autouse=True)
def lives_on(photo_sharing, credentials, bucket):
    """After each test the same process still answers."""
    yield
    assert photo_sharing.running
    connection = Connection(photo_sharing, credentials)
    assert connection.send("GET", f"/{bucket}", [("list-type", "2"), ("max-keys", "1")]).status == 200
    connection.close()


def status_of(received):
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", received)
    return int(found.group(1)) if found else None


def head(request_line, *headers):
    return "\r\n".join([request_line, *headers, "", ""]).encode("latin-1")


def signed_head(sandbox, credentials, method, path, *, query=(), headers=None, payload=UNSIGNED_PAYLOAD, more=()):
    """The head of a signed request as bytes, with further unsigned header lines."""
    host = f"localhost:{sandbox.bound_port}"
    signature = Signature(credentials, sandbox.region)
    headers = signed_headers(signature, method, path, host, query, headers, payload)
    target = path + ("?" + "&".join(f"{encode(n)}={encode(v)}" for n, v in query) if query else "")
    return head(f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), *more)


# HTTP itself

MALFORMED = {
    "garbage": b"\x00\x01\x02\x03\xff\xfe\r\n\r\n",
    "words": b"hello there\r\n\r\n",
    "no-version": b"GET /\r\nHost: localhost\r\n\r\n",
    "wrong-version": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "tls-hello": bytes.fromhex("16030100c8010000c403035f0000000000000000") + b"\x00" * 180,
    "header-without-colon": b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
    "space-in-header-name": b"GET / HTTP/1.1\r\nHost : localhost\r\nBad Name: x\r\n\r\n",
    "control-in-value": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Bad: a\x00b\r\n\r\n",
    "negative-length": b"PUT /b/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    "wordy-length": b"PUT /b/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: five\r\n\r\n",
    "two-lengths": b"PUT /b/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "huge-length": b"PUT /b/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    "bad-chunk-size": b"PUT /b/k HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "endless-line": b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_malformed_requests_end_in_an_error_or_a_closed_connection(photo_sharing, data):
    received = raw_exchange(photo_sharing, data)
    assert received == b"" or 400 <= status_of(received) < 600, received[:200]
    assert status_of(received) != 500


def test_two_lengths_cannot_smuggle_a_request(photo_sharing):
    """A request that one reading sees inside the body of another must not be answered."""
    inner = b"GET /_sandbox/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
    outer = (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
             % (5 + len(inner)))
    received = raw_exchange(photo_sharing, outer + inner)
    assert received.count(b"HTTP/1.1 ") <= 1


def test_oversized_headers_are_refused(photo_sharing):
    lines = [f"X-Padding-{number}: {'x' * 4000}" for number in range(200)]
    received = raw_exchange(photo_sharing, head("GET / HTTP/1.1", "Host: localhost", *lines))
    assert received == b"" or status_of(received) in (400, 431)


def test_too_much_metadata_is_refused(connection, bucket):
    headers = {f"x-amz-meta-{number}": "x" * 500 for number in range(5)}
    answer = connection.send("PUT", f"/{bucket}/bad/metadata", headers=headers, body=b"x")
    assert (answer.status, answer.code) == (400, "MetadataTooLarge")


def test_a_head_that_never_ends_does_not_hold_others_up(photo_sharing, connection, bucket):
    idle = [socket.create_connection(("localhost", photo_sharing.bound_port)) for _ in range(50)]
    for number, slow in enumerate(idle):
        slow.sendall(b"GET / HTTP/1.1\r\nHost: loc"[: number])
    assert connection.send("GET", f"/{bucket}", [("list-type", "2"), ("max-keys", "1")]).status == 200
    for slow in idle:
        slow.close()


# Bodies

@pytest.mark.parametrize("length", [1_000, 3_000_000])
def test_a_truncated_body_is_not_stored(photo_sharing, credentials, admin, bucket, length):
    path = f"/{bucket}/bad/truncated-{length}"
    head_of_put = signed_head(photo_sharing, credentials, "PUT", path, headers={"content-length": str(length)})
    send_and_leave(photo_sharing, head_of_put + b"x" * (length // 2))
    assert "Contents" not in admin.list_objects_v2(Bucket=bucket, Prefix=f"bad/truncated-{length}")


def test_a_truncated_body_leaves_the_object_of_before(photo_sharing, credentials, admin, bucket):
    admin.put_object(Bucket=bucket, Key="bad/kept", Body=b"before")
    head_of_put = signed_head(
        photo_sharing, credentials, "PUT", f"/{bucket}/bad/kept", headers={"content-length": "500000"})
    send_and_leave(photo_sharing, head_of_put + b"x" * 9)
    assert admin.get_object(Bucket=bucket, Key="bad/kept")["Body"].read() == b"before"


def test_a_body_that_is_not_what_was_signed_is_refused(connection, admin, bucket):
    payload = hashlib.sha256(b"signed").hexdigest()
    answer = connection.send("PUT", f"/{bucket}/bad/payload", body=b"sent  ", payload=payload)
    assert (answer.status, answer.code) == (400, "XAmzContentSHA256Mismatch")
    assert "Contents" not in admin.list_objects_v2(Bucket=bucket, Prefix="bad/payload")


def chunked(chunks, end=b"0\r\n\r\n"):
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


CRC_OF_HELLO = "NhCmhg=="
CHUNKED = {
    "good": (200, None, 5, chunked([b"hel", b"lo"], b"0\r\nx-amz-checksum-crc32:" + CRC_OF_HELLO.encode() + b"\r\n\r\n")),
    "wrong-checksum": (400, "BadDigest", 5, chunked([b"hello"], b"0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n")),
    "no-trailer": (400, "MalformedTrailerError", 5, chunked([b"hello"])),
    "too-short": (400, "IncompleteBody", 9, chunked([b"hello"], b"0\r\nx-amz-checksum-crc32:" + CRC_OF_HELLO.encode() + b"\r\n\r\n")),
    "no-size": (400, None, 5, b"\r\nhello\r\n0\r\n\r\n"),
    "nonsense": (400, None, 5, b"this is not chunked at all, is it?"),
    "negative": (400, None, 5, b"-5\r\nhello\r\n0\r\n\r\n"),
    "giant": (400, None, 5, b"ffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
    "no-end": (400, "IncompleteBody", 5, b"5\r\nhello\r\n"),
    "wide-extension": (400, None, 5, b"5;" + b"x" * 100_000 + b"\r\nhello\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("case", CHUNKED.values(), ids=CHUNKED)
def test_chunked_bodies_with_trailers(connection, admin, bucket, case):
    status, code, length, body = case
    answer = connection.send(
        "PUT", f"/{bucket}/bad/chunked", body=body, payload="STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        headers={
            "content-encoding": "aws-chunked", "x-amz-decoded-content-length": str(length),
            "x-amz-trailer": "x-amz-checksum-crc32"})
    assert answer.status == status, answer.body
    if status == 200:
        assert admin.get_object(Bucket=bucket, Key="bad/chunked")["Body"].read() == b"hello"
        assert admin.head_object(Bucket=bucket, Key="bad/chunked").get("ContentEncoding", "") == ""
        admin.delete_object(Bucket=bucket, Key="bad/chunked")
    else:
        assert code is None or answer.code == code, answer.body
        assert answer.code
        assert "Contents" not in admin.list_objects_v2(Bucket=bucket, Prefix="bad/chunked")


@pytest.mark.parametrize("spoilt", [None, 0, 1, 2])
def test_each_chunk_of_a_signed_body_is_checked(photo_sharing, credentials, admin, bucket, spoilt):
    path, host = f"/{bucket}/bad/signed-chunks", f"localhost:{photo_sharing.bound_port}"
    signature = Signature(credentials, photo_sharing.region)
    pieces = [b"a" * 70_000, b"b" * 1000]
    headers = signed_headers(
        signature, "PUT", path, host, payload="STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        headers={"content-encoding": "aws-chunked", "x-amz-decoded-content-length": "71000"})
    previous, body = headers["authorization"].rsplit("=", 1)[1], b""
    for number, piece in enumerate([*pieces, b""]):
        previous = signature.chunk(previous, piece)
        shown = previous if number != spoilt else previous[::-1]
        body += b"%x;chunk-signature=%s\r\n%s\r\n" % (len(piece), shown.encode(), piece)
    connection = Connection(photo_sharing, credentials)
    answer = connection.exchange("PUT", path, headers=headers, body=body)
    connection.close()
    if spoilt is None:
        assert answer.status == 200, answer.body
        assert admin.get_object(Bucket=bucket, Key="bad/signed-chunks")["Body"].read() == b"".join(pieces)
        admin.delete_object(Bucket=bucket, Key="bad/signed-chunks")
    else:
        assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")
        assert "Contents" not in admin.list_objects_v2(Bucket=bucket, Prefix="bad/signed-chunks")


# Signatures

def test_an_unsigned_request_is_refused(connection, bucket):
    for method, path in [("GET", f"/{bucket}/x"), ("PUT", f"/{bucket}/x"), ("GET", "/"), ("DELETE", f"/{bucket}/x")]:
        answer = connection.exchange(method, path)
        assert (answer.status, answer.code) == (403, "AccessDenied")


def test_a_spoilt_signature_is_refused(photo_sharing, connection, credentials, bucket):
    path = f"/{bucket}/bad/x"
    signature = Signature(credentials, photo_sharing.region)
    good = signed_headers(signature, "GET", path, connection.host)
    value = good["authorization"]
    last = "0" if value[-1] != "0" else "1"
    for spoilt in (value[:-1] + last, value[:-64] + "0" * 64):
        answer = connection.exchange("GET", path, headers=good | {"authorization": spoilt})
        assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")
    for elsewhere in (path + "y", path.replace("/bad/", "/bad//")):
        answer = connection.exchange("GET", elsewhere, headers=good)
        assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")
    answer = connection.exchange("DELETE", path, headers=good)
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    "value",
    ["", "AWS4-HMAC-SHA256", "Basic dXNlcjpwYXNz", "AWS4-HMAC-SHA256 Credential=x", "AWS AKID:signature=",
     "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=, Signature=", "AWS4-HMAC-SHA256 " + "=," * 5000])
def test_an_authorization_header_that_makes_no_sense(connection, bucket, value):
    answer = connection.exchange(
        "GET", f"/{bucket}/x",
        headers={"authorization": value, "x-amz-date": now().strftime("%Y%m%dT%H%M%SZ"), "x-amz-content-sha256": UNSIGNED_PAYLOAD})
    assert answer.status in (400, 403)
    assert answer.code in (
        "AccessDenied", "AuthorizationHeaderMalformed", "InvalidArgument", "InvalidRequest", "UnsupportedSignature",
        "InvalidAccessKeyId", "NotImplemented"), answer.code


def test_the_wrong_region_is_named(photo_sharing, credentials, bucket):
    wrong = Connection(photo_sharing, credentials, region="ap-south-2")
    answer = wrong.send("GET", f"/{bucket}/x")
    wrong.close()
    assert (answer.status, answer.code) == (400, "AuthorizationHeaderMalformed")
    assert answer.text("Region") == photo_sharing.region and "ap-south-2" in answer.text("Message")


@pytest.mark.parametrize("hours", [-1, 1, -24 * 365])
def test_a_wrong_clock_is_refused(connection, bucket, hours):
    answer = connection.send("GET", f"/{bucket}/x", date=now() + datetime.timedelta(hours=hours))
    assert (answer.status, answer.code) == (403, "RequestTimeTooSkewed")


def test_an_expired_url_says_so(photo_sharing, connection, credentials, bucket):
    signature = Signature(credentials, photo_sharing.region, date=now() - datetime.timedelta(seconds=120))
    query = presigned_query(signature, "GET", f"/{bucket}/x", connection.host, expires=60)
    answer = connection.exchange("GET", f"/{bucket}/x", query)
    assert (answer.status, answer.code, answer.text("Message")) == (403, "AccessDenied", "Request has expired")


@pytest.mark.parametrize("expires", ["604801", "-1", "soon", ""])
def test_a_url_with_an_impossible_life_is_refused(photo_sharing, connection, credentials, bucket, expires):
    signature = Signature(credentials, photo_sharing.region)
    query = presigned_query(signature, "GET", f"/{bucket}/x", connection.host, expires=expires)
    answer = connection.exchange("GET", f"/{bucket}/x", query)
    assert (answer.status, answer.code) == (400, "AuthorizationQueryParametersError")


def test_a_signed_header_that_is_missing_or_changed(photo_sharing, connection, credentials, bucket):
    path = f"/{bucket}/bad/header"
    signature = Signature(credentials, photo_sharing.region)
    headers = signed_headers(signature, "PUT", path, connection.host, headers={"x-amz-meta-a": "1"})
    changed = connection.exchange("PUT", path, headers=headers | {"x-amz-meta-a": "2"}, body=b"x")
    del headers["x-amz-meta-a"]
    missing = connection.exchange("PUT", path, headers=headers, body=b"x")
    assert changed.code == missing.code == "SignatureDoesNotMatch"


def test_an_unsigned_amazon_header_is_refused(photo_sharing, connection, credentials, bucket):
    path = f"/{bucket}/bad/header"
    headers = signed_headers(Signature(credentials, photo_sharing.region), "PUT", path, connection.host)
    answer = connection.exchange("PUT", path, headers=headers | {"x-amz-meta-added": "1"}, body=b"x")
    assert (answer.status, answer.code) == (403, "AccessDenied")


def test_a_key_of_the_wrong_length_compares_in_peace(photo_sharing, bucket):
    for access_key in ["A", "AKIA" + "X" * 5000, "ASIA", "AKIA%00"]:
        connection = Connection(photo_sharing, Credentials(access_key, "secret", "token" * 1000))
        answer = connection.send("GET", f"/{bucket}/x")
        assert answer.status in (400, 403)
        connection.close()


# Keys

@pytest.mark.parametrize(
    "key",
    ["../../etc/passwd", "..%2F..%2Fetc%2Fpasswd", "/etc/passwd", "//etc//passwd", "a/../../../../tmp/x", ".", "%2e%2e/x",
     "a%00b", "%ff%fe", "C:%5Cwindows", "a%0d%0aX-Injected:%201"])
def test_strange_keys_are_opaque_or_refused(connection, photo_sharing, bucket, key):
    """A key never becomes a path: what is stored comes back under the very same key, or nothing is stored."""
    path = f"/{bucket}/{key}"
    before = set(photo_sharing.data.parent.rglob("*"))
    put = connection.send("PUT", path, body=b"strange")
    if put.status == 200:
        assert connection.send("GET", path).body == b"strange"
        assert connection.send("DELETE", path).status == 204
        assert connection.send("GET", path).status == 404
    else:
        assert put.status == 400 and put.code
    assert "x-injected" not in put.headers
    new = set(photo_sharing.data.parent.rglob("*")) - before
    assert all(photo_sharing.folder in file.parents for file in new), new


def test_a_key_has_at_most_1024_bytes(connection, bucket):
    for key, status in [("k" * 1024, 200), ("k" * 1025, 400), (encode("é" * 512), 200), (encode("é" * 513), 400)]:
        answer = connection.send("PUT", f"/{bucket}/{key}", body=b"x")
        assert answer.status == status
        if status == 400:
            assert answer.code == "KeyTooLongError"
        else:
            assert connection.send("DELETE", f"/{bucket}/{key}").status == 204


def test_bad_percent_encoding_is_refused(photo_sharing, credentials, bucket):
    for path in (f"/{bucket}/a%zz", f"/{bucket}/a%2"):
        received = raw_exchange(
            photo_sharing, signed_head(photo_sharing, credentials, "GET", path, more=["Connection: close"]))
        assert status_of(received) in (400, 403, 404)


# XML

DELETE = b'<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">%s</Delete>'
BOMB = (b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 12)) + b"]>")
DOCUMENTS = {
    "empty": b"",
    "not-xml": b"this is no XML",
    "unclosed": b"<Delete><Object><Key>a</Key>",
    "wrong-root": b"<Remove><Object><Key>a</Key></Object></Remove>",
    "no-key": DELETE % b"<Object></Object>",
    "too-many": DELETE % (b"<Object><Key>a</Key></Object>" * 1001),
    "deep": b"<Delete>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</Delete>",
    "external-entity": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + DELETE % b"<Object><Key>&x;</Key></Object>",
    "bomb": BOMB + DELETE % b"<Object><Key>&l;</Key></Object>",
    "oversized": DELETE % (b"<Object><Key>" + b"a" * 9_000_000 + b"</Key></Object>"),
    "binary": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents_that_cannot_be_meant(photo_sharing, credentials, bucket, document):
    connection = Connection(photo_sharing, credentials)
    try:
        answer = connection.send(
            "POST", f"/{bucket}", [("delete", "")], headers={"content-md5": md5(document)}, body=document,
            payload=hashlib.sha256(document).hexdigest())
    except (BrokenPipeError, ConnectionResetError):
        return  # refused before it was read to its end
    finally:
        connection.close()
    assert answer.status == 400, answer.body[:300]
    assert answer.code in ("MalformedXML", "MissingRequestBodyError", "EntityTooLarge", "MaxMessageLengthExceeded"), answer.code
    assert b"root:" not in answer.body


def md5(data):
    return base64.b64encode(hashlib.md5(data).digest()).decode()


def test_a_completion_that_cannot_be_meant(connection, admin, bucket):
    place = {"Bucket": bucket, "Key": "bad/upload"}
    upload = admin.create_multipart_upload(**place)["UploadId"]
    for document in (b"", b"<CompleteMultipartUpload/>", b"<CompleteMultipartUpload><Part><PartNumber>x</PartNumber></Part></CompleteMultipartUpload>"):
        answer = connection.send("POST", f"/{bucket}/bad/upload", [("uploadId", upload)], body=document)
        assert (answer.status, answer.code) in ((400, "MalformedXML"), (400, "InvalidRequest"))
    admin.abort_multipart_upload(**place, UploadId=upload)


@pytest.mark.parametrize("number", ["0", "10001", "-1", "x", "1e3", "99999999999999999999"])
def test_a_part_number_out_of_range(connection, admin, bucket, number):
    place = {"Bucket": bucket, "Key": "bad/upload"}
    upload = admin.create_multipart_upload(**place)["UploadId"]
    answer = connection.send(
        "PUT", f"/{bucket}/bad/upload", [("partNumber", number), ("uploadId", upload)], body=b"x")
    assert (answer.status, answer.code) == (400, "InvalidArgument")
    admin.abort_multipart_upload(**place, UploadId=upload)


@pytest.mark.parametrize("upload", ["", "x", "../../x", "a" * 5000])
def test_an_upload_id_of_nobody(connection, bucket, upload):
    answer = connection.send("PUT", f"/{bucket}/bad/upload", [("partNumber", "1"), ("uploadId", upload)], body=b"x")
    assert (answer.status, answer.code) in ((404, "NoSuchUpload"), (400, "InvalidArgument"))


# The user pool and the identity pool

TARGETS = ["AWSCognitoIdentityProviderService", "AWSCognitoIdentityService"]
JSON_DOCUMENTS = {
    "empty": b"", "not-json": b"{", "list": b"[]", "null": b"null", "text": b'"x"', "binary": bytes(range(256)),
    "deep": b"[" * 100_000, "wrong-type": b'{"ClientId": 1, "IdentityPoolId": [], "AuthFlow": {}, "IdentityId": 7}',
    "oversized": b'{"ClientId": "' + b"x" * 3_000_000 + b'"}',
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("document", JSON_DOCUMENTS.values(), ids=JSON_DOCUMENTS)
def test_json_that_cannot_be_meant(photo_sharing, credentials, target, document):
    operation = "InitiateAuth" if "Provider" in target else "GetCredentialsForIdentity"
    connection = Connection(photo_sharing, credentials)
    try:
        answer = connection.exchange(
            "POST", "/", headers={"x-amz-target": f"{target}.{operation}", "content-type": "application/x-amz-json-1.1"},
            body=document)
    except (BrokenPipeError, ConnectionResetError):
        return  # refused before it was read to its end
    finally:
        connection.close()
    assert answer.status in (400, 413), answer.body[:300]
    assert json.loads(answer.body)["__type"]


@pytest.mark.parametrize("target", [*(f"{target}.NoSuchOperation" for target in TARGETS), "Nobody.Nothing", "x", "." * 100])
def test_an_operation_of_nobody(connection, target):
    answer = connection.exchange(
        "POST", "/", headers={"x-amz-target": target, "content-type": "application/x-amz-json-1.1"}, body=b"{}")
    assert answer.status == 400 and json.loads(answer.body)["__type"].split("#")[-1] in (
        "UnknownOperationException", "InvalidAction")


def test_the_ids_of_others_are_refused(photo_sharing):
    identities, pool = client("cognito-identity", photo_sharing), client("cognito-idp", photo_sharing)
    region = photo_sharing.region
    for call in (
            lambda: identities.get_id(IdentityPoolId=f"{region}:00000000-0000-4000-8000-000000000000"),
            lambda: pool.sign_up(ClientId="0" * 26, Username="a@example.com", Password="Correct-Horse-7"),
            lambda: pool.get_user(AccessToken="not.a.token")):
        with pytest.raises(ClientError) as caught:
            call()
        assert caught.value.response["Error"]["Code"] in ("ResourceNotFoundException", "NotAuthorizedException")


def test_nothing_was_reported_as_an_internal_error(photo_sharing):
    """The last word of this module: whatever was thrown at it, the server never lost its footing."""
    for word in ("InternalError", "Fatal error", "Traceback", "InternalErrorException"):
        assert word not in photo_sharing.messages()
