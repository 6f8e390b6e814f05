"""Buckets that administrators make besides the definition's: policies, other accounts, lifecycle."""

import json
import urllib.error
import urllib.request

import pytest

from clients import Credentials, administrator, client
from errors import denied
from projects import write_project
from signing import Signature, raw_exchange, signed_headers
from waiting import wait_until

RULES = {"files": {"shared/*": ["allow.authenticated.to(['read'])"]}}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory, start_sandbox):
    """A sandbox whose lifecycle days last a second."""
    return start_sandbox(write_project(tmp_path_factory.mktemp("app"), RULES), options=["--lifecycle-day", "1"])


@pytest.fixture(scope="module")
def owner(sandbox):
    return client("s3", sandbox, administrator(sandbox))


@pytest.fixture(scope="module")
def stranger(sandbox):
    """An administrator of another account."""
    sandbox.read("credentials", "add", "stranger")
    return client("s3", sandbox, Credentials.from_process(sandbox.credentials("--name", "stranger")))


def policy(bucket, action, principal="*", effect="Allow"):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": effect, "Principal": principal, "Action": action, "Resource": f"arn:aws:s3:::{bucket}/*"}]})


def test_a_policy_lets_in_others_and_the_unsigned(sandbox, owner, stranger):
    owner.create_bucket(Bucket="open-house")
    owner.put_object(Bucket="open-house", Key="welcome", Body=b"come in")
    url = f"{sandbox.endpoint}/open-house/welcome"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(url)
    owner.put_bucket_policy(Bucket="open-house", Policy=policy("open-house", "s3:GetObject"))
    assert urllib.request.urlopen(url).read() == b"come in"
    assert stranger.get_object(Bucket="open-house", Key="welcome")["Body"].read() == b"come in"
    with denied():
        stranger.put_object(Bucket="open-house", Key="welcome", Body=b"mine")
    owner.delete_bucket_policy(Bucket="open-house")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(url)


def test_a_policy_outlives_a_restart(sandbox, owner, stranger):
    owner.create_bucket(Bucket="lasting")
    owner.put_object(Bucket="lasting", Key="k", Body=b"x")
    text = policy("lasting", "s3:GetObject")
    owner.put_bucket_policy(Bucket="lasting", Policy=text)
    port = sandbox.bound_port
    sandbox.stop()
    sandbox.port = port
    sandbox.start()
    assert owner.get_bucket_policy(Bucket="lasting")["Policy"] == text
    assert stranger.get_object(Bucket="lasting", Key="k")["Body"].read() == b"x"


def test_the_definitions_bucket_takes_no_policy(sandbox, owner):
    bucket = sandbox.bucket()
    with denied() as refusal:
        owner.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, "s3:GetObject"))
    assert "definition" in refusal.value.response["Error"]["Message"]


def test_lifecycle_rules_remove_what_is_old(owner):
    owner.create_bucket(Bucket="passing")
    for key in ["logs/a", "kept/b"]:
        owner.put_object(Bucket="passing", Key=key, Body=b"x")
    owner.put_bucket_lifecycle_configuration(Bucket="passing", LifecycleConfiguration={"Rules": [{
        "ID": "logs", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 1}}]})

    def keys():
        return [found["Key"] for found in owner.list_objects_v2(Bucket="passing")["Contents"]]

    wait_until(lambda: keys() == ["kept/b"], "the lifecycle rule to remove logs/a")


def test_a_copy_source_in_single_bytes_is_understood(sandbox, owner):
    """Browsers send a header's characters up to U+00FF as single bytes, and sign them as UTF-8."""
    bucket, credentials = sandbox.bucket(), administrator(sandbox)
    owner.put_object(Bucket=bucket, Key="shared/é ü.txt", Body=b"accents", Metadata={"a": "b"})
    path = f"/{bucket}/shared/copy.txt"
    host = f"localhost:{sandbox.bound_port}"
    source = {"x-amz-copy-source": f"{bucket}/shared/é ü.txt"}
    headers = signed_headers(Signature(credentials, sandbox.region), "PUT", path, host, headers=source)
    head = f"PUT {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    answer = raw_exchange(sandbox, head.encode("latin-1") + b"content-length: 0\r\nconnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200"), answer
    assert owner.get_object(Bucket=bucket, Key="shared/copy.txt")["Body"].read() == b"accents"
