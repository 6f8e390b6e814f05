"""What S3 does with objects, through boto3's own high-level habits."""

import base64
import hashlib
import io
import re
import socket
import urllib.error
import urllib.request
import zlib

import pytest

from clients import administrator, client
from errors import refused
from tls_front import TLSFront

MEGABYTE = 1 << 20
KEYS = [
    "a", "a/", "a/b", "a//b", "with space and + plus", "per%cent %41", "ümlaut/日本語/🙂", "quote'\"<&>", "tab\tline\nbreak",
    "*?[]{}|\\^~`", "x" * 1024, "./dot", "..", "trailing.", "CaSe", "case",
]


@pytest.fixture(scope="module")
def bucket(photo_sharing):
    return photo_sharing.bucket()


def noise(length, seed=b""):
    """Bytes that look random and are the same each time."""
    return hashlib.shake_128(seed + length.to_bytes(8)).digest(length)


@pytest.mark.parametrize("key", KEYS, ids=range(len(KEYS)))
def test_keys_are_opaque(admin, bucket, key):
    body = key.encode()
    admin.put_object(Bucket=bucket, Key=key, Body=body)
    assert admin.get_object(Bucket=bucket, Key=key)["Body"].read() == body
    listed = admin.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"]
    assert key in [item["Key"] for item in listed]
    admin.delete_object(Bucket=bucket, Key=key)
    with refused("404", 404):
        admin.head_object(Bucket=bucket, Key=key)


@pytest.mark.parametrize("length", [0, 1, 100, 16_384, 65_537, 3 * MEGABYTE + 1])
def test_bodies_return_as_they_were(admin, bucket, length):
    body = noise(length)
    put = admin.put_object(Bucket=bucket, Key="bodies/x", Body=body)
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    got = admin.get_object(Bucket=bucket, Key="bodies/x")
    assert got["Body"].read() == body
    assert got["ContentLength"] == length and got["ETag"] == put["ETag"]
    assert admin.head_object(Bucket=bucket, Key="bodies/x")["ContentLength"] == length


def test_headers_and_metadata_are_kept(admin, bucket):
    given = {
        "ContentType": "text/css", "CacheControl": "max-age=60", "ContentDisposition": 'inline; filename="a b.css"',
        "ContentEncoding": "identity", "ContentLanguage": "de", "Metadata": {"colour": "blue", "size": "2 x 3"}}
    admin.put_object(Bucket=bucket, Key="headers/x", Body=b"x", **given)
    got = admin.get_object(Bucket=bucket, Key="headers/x")
    assert {name: got[name] for name in given} == given
    override = admin.get_object(Bucket=bucket, Key="headers/x", ResponseContentType="text/plain")
    assert override["ContentType"] == "text/plain"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("bytes=0-0", (0, 1)), ("bytes=10-19", (10, 20)), ("bytes=990-", (990, 1000)), ("bytes=-10", (990, 1000)),
     ("bytes=500-5000", (500, 1000)), ("bytes=-5000", (0, 1000))])
def test_ranges(admin, bucket, asked, expected):
    body = noise(1000)
    admin.put_object(Bucket=bucket, Key="ranges/x", Body=body)
    got = admin.get_object(Bucket=bucket, Key="ranges/x", Range=asked)
    first, end = expected
    assert got["Body"].read() == body[first:end]
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert got["ContentRange"] == f"bytes {first}-{end - 1}/1000"


def test_a_range_outside_the_object(admin, bucket):
    admin.put_object(Bucket=bucket, Key="ranges/x", Body=noise(1000))
    with refused("InvalidRange", 416):
        admin.get_object(Bucket=bucket, Key="ranges/x", Range="bytes=1000-")


def test_conditions(admin, bucket):
    tag = admin.put_object(Bucket=bucket, Key="conditions/x", Body=b"one")["ETag"]
    assert admin.get_object(Bucket=bucket, Key="conditions/x", IfMatch=tag)["Body"].read() == b"one"
    with refused("PreconditionFailed", 412):
        admin.get_object(Bucket=bucket, Key="conditions/x", IfMatch='"00000000000000000000000000000000"')
    with refused("304", 304):
        admin.get_object(Bucket=bucket, Key="conditions/x", IfNoneMatch=tag)
    with refused("PreconditionFailed", 412):
        admin.put_object(Bucket=bucket, Key="conditions/x", Body=b"two", IfNoneMatch="*")
    modified = admin.head_object(Bucket=bucket, Key="conditions/x")["LastModified"]
    with refused("304", 304):
        admin.head_object(Bucket=bucket, Key="conditions/x", IfModifiedSince=modified)
    assert admin.get_object(Bucket=bucket, Key="conditions/x")["Body"].read() == b"one"


@pytest.mark.parametrize("how", ["md5", "crc32", "sha256"])
def test_a_body_that_does_not_fit_its_digest_is_not_stored(admin, bucket, how):
    key, good, bad = f"digest/{how}", b"what was meant", b"what arrived  "
    crc = base64.b64encode(zlib.crc32(good).to_bytes(4)).decode()
    digests = {
        "md5": {"ContentMD5": base64.b64encode(hashlib.md5(good).digest()).decode()},
        "crc32": {"ChecksumCRC32": crc},
        "sha256": {"ChecksumSHA256": base64.b64encode(hashlib.sha256(good).digest()).decode()},
    }
    with refused("BadDigest", 400):
        admin.put_object(Bucket=bucket, Key=key, Body=bad, **digests[how])
    with refused("404", 404):
        admin.head_object(Bucket=bucket, Key=key)
    admin.put_object(Bucket=bucket, Key=key, Body=good, **digests[how])


@pytest.mark.parametrize("length", [0, 1, 65_536, 65_537, 2 * MEGABYTE + 3])
def test_default_checksums_travel_in_trailers_over_tls(photo_sharing, bucket, tmp_path, length):
    """Over TLS boto3 sends aws-chunked bodies with the checksum in the trailer."""
    body = noise(length, b"trailer")
    with TLSFront(photo_sharing, tmp_path) as front:
        s3 = front.client("s3", administrator(photo_sharing))
        s3.put_object(Bucket=bucket, Key="trailers/x", Body=io.BytesIO(body))
        assert "STREAMING-UNSIGNED-PAYLOAD-TRAILER" in front.seen
        got = s3.get_object(Bucket=bucket, Key="trailers/x", ChecksumMode="ENABLED")
        assert got["Body"].read() == body
        assert got["ChecksumCRC32"] == base64.b64encode(zlib.crc32(body).to_bytes(4)).decode()


def test_a_64_MiB_upload_in_parts(admin, bucket, tmp_path):
    body = noise(64 * MEGABYTE + 12_345)
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.write_bytes(body)
    admin.upload_file(str(source), bucket, "multipart/big", ExtraArgs={"ContentType": "video/mp4", "Metadata": {"a": "b"}})
    head = admin.head_object(Bucket=bucket, Key="multipart/big")
    assert head["ContentLength"] == len(body)
    assert head["ContentType"] == "video/mp4" and head["Metadata"] == {"a": "b"}
    digests = b"".join(hashlib.md5(body[at:at + 8 * MEGABYTE]).digest() for at in range(0, len(body), 8 * MEGABYTE))
    assert head["ETag"] == f'"{hashlib.md5(digests).hexdigest()}-9"'
    admin.download_file(bucket, "multipart/big", str(copy))
    assert hashlib.sha256(copy.read_bytes()).digest() == hashlib.sha256(body).digest()


def test_an_owner_uploads_in_parts_too(alice, bucket):
    key, body = f"post-pictures/{alice.identity}/film.mp4", noise(17 * MEGABYTE)
    alice.s3.upload_fileobj(io.BytesIO(body), bucket, key)
    assert alice.s3.get_object(Bucket=bucket, Key=key)["Body"].read() == body


def test_parts_in_any_order_listed_and_replaced(admin, bucket):
    key = "multipart/parts"
    upload = admin.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    place = {"Bucket": bucket, "Key": key, "UploadId": upload}
    first, second = noise(5 * MEGABYTE, b"1"), noise(1000, b"2")
    tags = {
        number: admin.upload_part(**place, PartNumber=number, Body=body)["ETag"]
        for number, body in [(2, second), (1, noise(5 * MEGABYTE, b"0")), (1, first)] }
    with refused("NoSuchKey", 404):
        admin.get_object(Bucket=bucket, Key=key)
    listed = admin.list_parts(**place)["Parts"]
    assert [(part["PartNumber"], part["Size"]) for part in listed] == [(1, len(first)), (2, len(second))]
    with refused("InvalidPart", 400):
        admin.complete_multipart_upload(
            **place, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": '"00000000000000000000000000000000"'}]})
    with refused("InvalidPartOrder", 400):
        admin.complete_multipart_upload(
            **place, MultipartUpload={"Parts": [{"PartNumber": n, "ETag": tags[n]} for n in (2, 1)]})
    admin.complete_multipart_upload(
        **place, MultipartUpload={"Parts": [{"PartNumber": n, "ETag": tags[n]} for n in (1, 2)]})
    assert admin.get_object(Bucket=bucket, Key=key)["Body"].read() == first + second
    with refused("NoSuchUpload", 404):
        admin.list_parts(**place)


def test_an_aborted_upload_leaves_nothing(admin, alice, bucket):
    key = f"post-pictures/{alice.identity}/aborted"
    upload = alice.s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    alice.s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"x" * 1000)
    alice.s3.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)
    with refused("NoSuchUpload", 404):
        alice.s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=2, Body=b"x")
    with refused("404", 404):
        admin.head_object(Bucket=bucket, Key=key)


def test_too_small_a_part_is_refused_at_the_end(admin, bucket):
    place = {"Bucket": bucket, "Key": "multipart/small"}
    place["UploadId"] = admin.create_multipart_upload(**place)["UploadId"]
    tags = [admin.upload_part(**place, PartNumber=n, Body=b"small")["ETag"] for n in (1, 2)]
    with refused("EntityTooSmall", 400):
        admin.complete_multipart_upload(
            **place, MultipartUpload={"Parts": [{"PartNumber": n + 1, "ETag": tag} for n, tag in enumerate(tags)]})


@pytest.fixture(params=["boto3's choice", "s3v4"])
def presigner(request, photo_sharing):
    """Gives the client that presigns for somebody: left alone, boto3 still chooses signature version 2 for URLs."""
    settings = {} if request.param == "boto3's choice" else {"signature_version": request.param}
    return lambda visitor: client("s3", photo_sharing, visitor.credentials, **settings)


def test_presigned_urls_work_in_any_http_client(presigner, alice, bucket):
    key = f"post-pictures/{alice.identity}/presigned übung.txt"
    place = {"Bucket": bucket, "Key": key}
    s3 = presigner(alice)
    put = s3.generate_presigned_url("put_object", Params=place | {"ContentType": "text/plain"}, ExpiresIn=60)
    upload = urllib.request.Request(put, data=b"from anywhere", method="PUT", headers={"Content-Type": "text/plain"})
    with urllib.request.urlopen(upload) as response:
        assert response.status == 200
    get = s3.generate_presigned_url("get_object", Params=place | {"ResponseContentType": "text/x"}, ExpiresIn=60)
    with urllib.request.urlopen(get) as response:
        assert response.read() == b"from anywhere" and response.headers["content-type"] == "text/x"
    with urllib.request.urlopen(urllib.request.Request(get, headers={"Range": "bytes=5-7"})) as response:
        assert response.status == 206 and response.read() == b"any"


def test_a_presigned_url_is_for_one_key_and_one_method(presigner, alice, bucket):
    key = f"post-pictures/{alice.identity}/presigned.txt"
    alice.s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    url = presigner(alice).generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=60)
    later = re.sub(r"Expires=(\d+)", lambda found: f"Expires={int(found.group(1)) + 60}", url)
    for spoilt in (
            urllib.request.Request(url.replace("presigned.txt", "other.txt")),
            urllib.request.Request(url, method="DELETE"),
            urllib.request.Request(url, data=b"y", method="PUT"),
            urllib.request.Request(later)):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(spoilt)
        assert caught.value.code == 403 and b"<Code>SignatureDoesNotMatch</Code>" in caught.value.read()


def test_a_presigned_url_gives_no_more_than_its_signer_may(presigner, guest, alice, bucket):
    url = presigner(guest).generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": f"post-pictures/{alice.identity}/x"}, ExpiresIn=60)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url)
    assert caught.value.code == 403 and b"<Code>AccessDenied</Code>" in caught.value.read()


def test_a_presigned_url_ends(presigner, alice, bucket):
    url = presigner(alice).generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": f"post-pictures/{alice.identity}/x"}, ExpiresIn=-1)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url)
    assert caught.value.code in (400, 403)


def test_virtual_hosts(photo_sharing, bucket, monkeypatch):
    """`*.localhost` is this machine by RFC 6761; not every resolver knows it, so the test helps it along."""
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo",
        lambda host, *rest, **more: resolve("localhost" if str(host).endswith(".localhost") else host, *rest, **more))
    s3 = client("s3", photo_sharing, administrator(photo_sharing), s3={"addressing_style": "virtual"})
    assert f"//{bucket}.localhost" in s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    s3.put_object(Bucket=bucket, Key="virtual/a b", Body=b"virtual")
    assert s3.get_object(Bucket=bucket, Key="virtual/a b")["Body"].read() == b"virtual"
    assert s3.list_objects_v2(Bucket=bucket, Prefix="virtual/")["KeyCount"] == 1


def test_buckets_answer_for_themselves(admin, photo_sharing, bucket):
    assert admin.head_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 200
    location = admin.get_bucket_location(Bucket=bucket)["LocationConstraint"]
    assert (location or "us-east-1") == photo_sharing.region
    with refused("NoSuchBucket", 404):
        admin.list_objects_v2(Bucket="no-such-bucket-here")
    with refused("404", 404):
        admin.head_bucket(Bucket="no-such-bucket-here")


def test_what_is_not_emulated_is_refused_by_name(admin, bucket):
    with refused("NotImplemented", 501):
        admin.get_object_torrent(Bucket=bucket, Key="any")
