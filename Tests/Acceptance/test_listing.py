"""List answers, element by element: Amplify's client refuses a list that does not echo its request exactly."""

import re
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest

from clients import administrator, client
from signing import Connection, encode

NAMES = [f"list/{name}" for name in ["a", "a b", "a+b", "b/1", "b/2", "c%41", "d&<>", "ümlaut", "日本", "z/9"]]


@pytest.fixture(scope="module")
def bucket(photo_sharing, admin):
    bucket = photo_sharing.bucket()
    for name in NAMES:
        admin.put_object(Bucket=bucket, Key=name, Body=b"x")
    return bucket


@pytest.fixture(scope="module")
def connection(photo_sharing):
    connection = Connection(photo_sharing, administrator(photo_sharing))
    yield connection
    connection.close()


def list_keys(connection, bucket, slash="", **parameters):
    query = [("list-type", "2"), *((name.replace("_", "-"), value) for name, value in parameters.items())]
    answer = connection.send("GET", f"/{bucket}{slash}", query)
    assert answer.status == 200, answer.body
    return answer


def keys(answer):
    return [element.text for element in answer.elements("Contents/Key")]


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_list_echoes_what_was_asked(connection, bucket, slash):
    answer = list_keys(connection, bucket, slash, prefix="list/", max_keys="7", encoding_type="url")
    assert answer.text("Name") == bucket
    assert answer.text("Prefix") in ("list/", encode("list/"))
    assert answer.text("MaxKeys") == "7"
    assert answer.text("EncodingType") == "url"
    assert answer.text("KeyCount") == "7" == str(len(keys(answer)))
    assert answer.text("Delimiter") is None and answer.text("ContinuationToken") is None
    assert answer.text("IsTruncated") == "true" and answer.text("NextContinuationToken")


def test_an_empty_prefix_is_there_and_empty(connection, bucket):
    answer = list_keys(connection, bucket, prefix="", max_keys="1000")
    assert answer.text("Prefix") == ""
    assert answer.text("IsTruncated") == "false" and answer.text("NextContinuationToken") is None
    assert int(answer.text("KeyCount")) == len(keys(answer))


def test_pages_follow_one_another(connection, bucket):
    found, token, pages = [], {}, 0
    while True:
        answer = list_keys(connection, bucket, prefix="list/", max_keys="3", **token)
        assert answer.text("ContinuationToken") == token.get("continuation_token")
        found += keys(answer)
        pages += 1
        following = answer.text("NextContinuationToken")
        assert (following is not None) == (answer.text("IsTruncated") == "true")
        if following is None:
            break
        token = {"continuation_token": following}
    assert found == sorted(NAMES, key=str.encode) and pages == 4


def test_a_token_stays_good_when_what_came_before_it_is_deleted(connection, admin, bucket):
    names = [f"tokens/{number}" for number in range(6)]
    for name in names:
        admin.put_object(Bucket=bucket, Key=name, Body=b"x")
    first = list_keys(connection, bucket, prefix="tokens/", max_keys="3")
    admin.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": name} for name in names[:4]]})
    second = list_keys(
        connection, bucket, prefix="tokens/", max_keys="3", continuation_token=first.text("NextContinuationToken"))
    assert keys(second) == names[4:]


def test_a_delimiter_folds_and_is_echoed(connection, bucket):
    answer = list_keys(connection, bucket, prefix="list/", delimiter="/", max_keys="1000")
    folded = [element.text for element in answer.elements("CommonPrefixes/Prefix")]
    assert answer.text("Delimiter") == "/"
    assert folded == ["list/b/", "list/z/"]
    assert int(answer.text("KeyCount")) == len(folded) + len(keys(answer)) == 9


def test_pages_count_common_prefixes(connection, bucket):
    seen, token = [], {}
    for _ in range(20):
        answer = list_keys(connection, bucket, prefix="list/", delimiter="/", max_keys="1", **token)
        seen += keys(answer) + [element.text for element in answer.elements("CommonPrefixes/Prefix")]
        if answer.text("IsTruncated") == "false":
            break
        token = {"continuation_token": answer.text("NextContinuationToken")}
    assert len(seen) == len(set(seen)) == 9


def test_url_encoding_keeps_plus_apart_from_space(connection, bucket):
    answer = list_keys(connection, bucket, prefix="list/a", encoding_type="url", max_keys="1000")
    decoded = [urllib.parse.unquote_plus(name) for name in keys(answer)]
    assert "list/a%2Bb" in keys(answer)
    assert decoded == ["list/a", "list/a b", "list/a+b"]


def test_without_url_encoding_names_are_plain_text(connection, bucket):
    assert keys(list_keys(connection, bucket, prefix="list/", max_keys="1000")) == sorted(NAMES, key=str.encode)


def test_answers_are_compact_and_carry_no_attribute_but_the_namespace(connection, bucket):
    body = list_keys(connection, bucket, prefix="list/", max_keys="2").body
    assert b"> <" not in body
    root = body[body.index(b"<ListBucketResult"):]
    assert root.startswith(b'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">')
    assert re.findall(rb"<[A-Za-z]+ ", root) == [b"<ListBucketResult "]


def test_each_entry_has_what_clients_read(connection, bucket):
    entry = list_keys(connection, bucket, prefix="list/a", max_keys="1").elements("Contents")[0]
    fields = {element.tag.split("}")[1]: element.text for element in entry}
    assert fields["Key"] == "list/a" and fields["Size"] == "1" and fields["StorageClass"] == "STANDARD"
    assert fields["ETag"].strip('"') == "9dd4e461268c8034f5c8564e155c67a6"
    assert fields["LastModified"].endswith("Z")


@pytest.mark.parametrize("value", ["-1", "x", "1e3"])
def test_a_bad_page_size_is_an_error(connection, bucket, value):
    answer = connection.send("GET", f"/{bucket}", [("list-type", "2"), ("max-keys", value)])
    assert (answer.status, answer.code) == (400, "InvalidArgument")


def test_a_page_size_of_zero_gives_nothing(connection, bucket):
    answer = list_keys(connection, bucket, prefix="list/", max_keys="0")
    assert keys(answer) == [] and answer.text("KeyCount") == "0" and answer.text("IsTruncated") == "false"


def test_a_bad_token_is_an_error(connection, bucket):
    answer = connection.send("GET", f"/{bucket}", [("list-type", "2"), ("continuation-token", "no token")])
    assert (answer.status, answer.code) == (400, "InvalidArgument")


def test_boto3_pages_through_a_thousand_and_more(photo_sharing):
    s3 = client("s3", photo_sharing, administrator(photo_sharing))
    bucket, names = photo_sharing.bucket(), [f"many/{number:05d}" for number in range(1205)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: s3.put_object(Bucket=bucket, Key=name, Body=b""), names))
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="many/"))
    assert [len(page["Contents"]) for page in pages] == [1000, 205]
    assert [item["Key"] for page in pages for item in page["Contents"]] == names
