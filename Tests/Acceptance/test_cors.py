"""What a browser needs before it lets a page read an answer."""

import pytest

from clients import Visitor
from signing import Connection

ORIGIN = "http://localhost:5173"


@pytest.fixture
def connection(photo_sharing, guest):
    connection = Connection(photo_sharing, guest.credentials)
    yield connection
    connection.close()


def words(value):
    return {word.strip().lower() for word in value.split(",")}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
def test_preflights_of_the_bucket_are_granted(connection, photo_sharing, method):
    asked = "authorization,content-type,x-amz-content-sha256,x-amz-date,x-amz-meta-a,x-amz-security-token,x-amz-user-agent"
    answer = connection.exchange(
        "OPTIONS", f"/{photo_sharing.bucket()}/profile-pictures/x", headers={
            "origin": ORIGIN, "access-control-request-method": method, "access-control-request-headers": asked})
    assert answer.status in (200, 204)
    assert answer.headers["access-control-allow-origin"] in ("*", ORIGIN)
    assert method.lower() in words(answer.headers["access-control-allow-methods"])
    assert words(asked) <= words(answer.headers["access-control-allow-headers"])
    assert answer.headers["access-control-max-age"] == "3000"


def test_preflights_of_the_pools_are_granted(connection):
    asked = "amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent,x-of-the-app"
    answer = connection.exchange(
        "OPTIONS", "/", headers={
            "origin": ORIGIN, "access-control-request-method": "POST", "access-control-request-headers": asked})
    assert answer.status in (200, 204)
    assert words(asked) <= words(answer.headers["access-control-allow-headers"])


def test_answers_and_errors_may_be_read_by_the_page(connection, photo_sharing, alice):
    bucket = photo_sharing.bucket()
    key = f"profile-pictures/{alice.identity}/cors.jpg"
    alice.s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    path = "/" + bucket + "/" + key.replace(":", "%3A")
    for target, status in [(path, 200), (f"/{bucket}/post-pictures/x", 403), ("/no-such-bucket-here/x", 404)]:
        answer = connection.send("GET", target, headers={"origin": ORIGIN})
        assert answer.status == status
        assert answer.headers["access-control-allow-origin"] in ("*", ORIGIN)
        exposed = words(answer.headers["access-control-expose-headers"])
        assert {"etag", "x-amz-request-id", "x-amz-id-2", "x-amz-server-side-encryption"} <= exposed


def test_errors_of_the_pools_may_be_read_too(connection):
    answer = connection.exchange(
        "POST", "/", body=b"{}", headers={
            "origin": ORIGIN, "x-amz-target": "AWSCognitoIdentityProviderService.GetUser",
            "content-type": "application/x-amz-json-1.1"})
    assert answer.status == 400 and answer.headers["access-control-allow-origin"] in ("*", ORIGIN)


def test_without_an_origin_nothing_is_added(connection, photo_sharing):
    answer = connection.send("GET", f"/{photo_sharing.bucket()}/profile-pictures/none")
    assert "access-control-allow-methods" not in answer.headers


def test_guests_of_two_pages_are_two(photo_sharing):
    assert Visitor(photo_sharing).identity != Visitor(photo_sharing).identity
