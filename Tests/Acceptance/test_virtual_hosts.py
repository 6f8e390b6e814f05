"""The bucket in the host: local names, AWS's own names sent to the sandbox, and requests signed for AWS that arrive here."""

import hashlib
import socket
import urllib.request
import uuid

import boto3
import pytest
from botocore.config import Config

from clients import administrator
from signing import Connection, Signature, presigned_query, signed_headers


@pytest.fixture
def local_names(monkeypatch):
    """What browsers do by themselves and some systems do not: each name below `localhost` is this machine."""
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo",
        lambda host, *more, **named: resolve("localhost" if str(host).endswith(".localhost") else host, *more, **named))


@pytest.fixture
def key():
    return f"hosts/{uuid.uuid4().hex}/a b+ü.txt"


@pytest.fixture(scope="module")
def connection(photo_sharing):
    connection = Connection(photo_sharing, administrator(photo_sharing))
    yield connection
    connection.close()


@pytest.mark.parametrize("name", ["s3.localhost", "localhost"])
def test_boto3_puts_the_bucket_into_the_host(photo_sharing, local_names, key, name):
    bucket, hosts = photo_sharing.bucket(), []
    credentials = administrator(photo_sharing)
    s3 = boto3.client(
        "s3", endpoint_url=f"http://{name}:{photo_sharing.bound_port}", region_name=photo_sharing.region,
        aws_access_key_id=credentials.access_key, aws_secret_access_key=credentials.secret_key,
        config=Config(s3={"addressing_style": "virtual"}, retries={"max_attempts": 0}))
    s3.meta.events.register("before-send.s3", lambda request, **_: hosts.append(request.url.split("/")[2]))
    s3.put_object(Bucket=bucket, Key=key, Body=b"hello", Metadata={"kind": "greeting"})
    assert s3.head_object(Bucket=bucket, Key=key)["Metadata"] == {"kind": "greeting"}
    assert s3.get_object(Bucket=bucket, Key=key, Range="bytes=1-3")["Body"].read() == b"ell"
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"]] == [key]
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key + ".parts")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key=key + ".parts", UploadId=upload, PartNumber=1, Body=b"part")
    s3.complete_multipart_upload(
        Bucket=bucket, Key=key + ".parts", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    s3.copy_object(Bucket=bucket, Key=key + ".copy", CopySource={"Bucket": bucket, "Key": key})
    address = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
    assert address.startswith(f"http://{bucket}.{name}:") and urllib.request.urlopen(address).read() == b"hello"
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key + end} for end in ("", ".copy", ".parts")]})
    assert len(deleted["Deleted"]) == 3 and s3.head_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert set(hosts) == {f"{bucket}.{name}:{photo_sharing.bound_port}"}


@pytest.mark.parametrize("form", [
    "{bucket}.s3.{region}.amazonaws.com", "{bucket}.s3.amazonaws.com", "{bucket}.s3-{region}.amazonaws.com",
    "{bucket}.s3.dualstack.{region}.amazonaws.com", "{bucket}.s3-accelerate.amazonaws.com", "{bucket}.s3.{region}.amazonaws.com:443",
    "{bucket}.s3.localhost", "{bucket}.s3.localhost:{port}", "{bucket}.localhost:{port}", "{upper}.S3.{region}.AMAZONAWS.COM"])
class TestNames:
    @pytest.fixture
    def host(self, form, photo_sharing):
        bucket = photo_sharing.bucket()
        return form.format(bucket=bucket, upper=bucket.upper(), region=photo_sharing.region, port=photo_sharing.bound_port)

    def test_hold_the_bucket(self, connection, key, host):
        path = "/" + key.replace(" ", "%20").replace("+", "%2B").replace("ü", "%C3%BC")
        put = connection.send("PUT", path, host=host, body=b"hello", headers={"content-length": "5"})
        assert put.status == 200, put.body
        assert connection.send("GET", path, host=host).body == b"hello"
        listing = connection.send("GET", "/", [("list-type", "2"), ("prefix", key)], host=host)
        assert listing.text("KeyCount") == "1"

    def test_hold_the_bucket_of_presigned_addresses(self, connection, photo_sharing, admin, key, host):
        admin.put_object(Bucket=photo_sharing.bucket(), Key="hosts/signed", Body=b"signed")
        query = presigned_query(Signature(connection.credentials, connection.region), "GET", "/hosts/signed", host)
        assert connection.exchange("GET", "/hosts/signed", query, {"host": host}).body == b"signed"

    def test_are_what_is_signed(self, connection, host):
        """A signature for one host is none for another, unless it is AWS's name for the same object."""
        headers = signed_headers(Signature(connection.credentials, connection.region), "GET", "/hosts/signed", "example.com")
        answer = connection.exchange("GET", "/hosts/signed", headers=headers | {"host": host})
        assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")


class TestSignedForAWS:
    """What arrives when a client's requests are sent here after they were signed: the path then has the bucket."""

    @pytest.fixture
    def signed(self, connection, photo_sharing):
        bucket, region = photo_sharing.bucket(), photo_sharing.region

        def send(method, key, style="virtual", path_sent=None, body=b"", query=()):
            host, path = (f"{bucket}.s3.{region}.amazonaws.com", f"/{key}") if style == "virtual" else (
                f"s3.{region}.amazonaws.com", f"/{bucket}/{key}")
            headers = signed_headers(
                Signature(connection.credentials, region), method, path, host, query, payload=hashlib.sha256(body).hexdigest())
            return connection.exchange(method, path_sent or f"/{bucket}/{key}", query, headers | {"host": connection.host}, body)

        return send

    @pytest.mark.parametrize("style", ["virtual", "path"])
    def test_is_taken(self, signed, style):
        assert signed("PUT", "hosts/moved", style, body=b"moved").status == 200
        assert signed("GET", "hosts/moved", style).body == b"moved"
        assert signed("GET", "", style, query=[("list-type", "2"), ("prefix", "hosts/moved")]).text("KeyCount") == "1"

    def test_is_refused_for_another_key_or_bucket(self, signed, photo_sharing):
        for path in [f"/{photo_sharing.bucket()}/hosts/other", "/other-bucket/hosts/moved"]:
            answer = signed("GET", "hosts/moved", path_sent=path)
            assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")


def test_a_host_without_such_a_bucket_says_so(connection, photo_sharing):
    answer = connection.send("GET", "/x", host=f"no-such-bucket.s3.{photo_sharing.region}.amazonaws.com")
    assert (answer.status, answer.code) == (404, "NoSuchBucket")


def test_preflights_are_answered_under_virtual_hosts(connection, photo_sharing):
    answer = connection.exchange("OPTIONS", "/x", headers={
        "host": f"{photo_sharing.bucket()}.s3.localhost:{photo_sharing.bound_port}", "origin": "http://app.test",
        "access-control-request-method": "PUT", "access-control-request-headers": "authorization,x-amz-date"})
    assert answer.status == 200 and answer.headers["access-control-allow-origin"] in ("*", "http://app.test")
    assert "authorization" in answer.headers["access-control-allow-headers"]
