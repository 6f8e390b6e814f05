"""Who may do what with the photo-sharing example: the owner, another user, a guest, the administrator."""

import pytest

from clients import Credentials, client
from errors import denied, refused

FOLDERS = ["post-pictures", "profile-pictures"]


@pytest.fixture(scope="module")
def bucket(photo_sharing):
    return photo_sharing.bucket()


def own(person, folder, name="lake.jpg"):
    return f"{folder}/{person.identity}/{name}"


@pytest.fixture(scope="module", autouse=True)
def pictures(alice, bucket):
    """One picture of Alice's in each folder."""
    for folder in FOLDERS:
        alice.s3.put_object(Bucket=bucket, Key=own(alice, folder), Body=folder.encode(), ContentType="image/jpeg")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_owner_writes_reads_lists_and_deletes(alice, bucket, folder):
    key = own(alice, folder, "rope.jpg")
    alice.s3.put_object(Bucket=bucket, Key=key, Body=b"rope", Metadata={"place": "north face"})
    answer = alice.s3.get_object(Bucket=bucket, Key=key)
    assert answer["Body"].read() == b"rope" and answer["Metadata"] == {"place": "north face"}
    listed = alice.s3.list_objects_v2(Bucket=bucket, Prefix=f"{folder}/{alice.identity}/")
    assert key in [item["Key"] for item in listed["Contents"]]
    alice.s3.delete_object(Bucket=bucket, Key=key)
    with refused("NoSuchKey", 404):
        alice.s3.get_object(Bucket=bucket, Key=key)


@pytest.mark.parametrize("folder", FOLDERS)
def test_nobody_writes_into_the_folder_of_another(alice, bob, guest, bucket, folder):
    for person in (bob, guest):
        with denied():
            person.s3.put_object(Bucket=bucket, Key=own(alice, folder, "graffiti.jpg"), Body=b"x")
        with denied():
            person.s3.delete_object(Bucket=bucket, Key=own(alice, folder))
    assert alice.s3.get_object(Bucket=bucket, Key=own(alice, folder))["Body"].read() == folder.encode()


@pytest.mark.parametrize("folder", FOLDERS)
def test_whoever_has_signed_in_reads(alice, bob, bucket, folder):
    assert bob.s3.get_object(Bucket=bucket, Key=own(alice, folder))["Body"].read() == folder.encode()
    assert bob.s3.list_objects_v2(Bucket=bucket, Prefix=f"{folder}/")["KeyCount"] >= 1


def test_a_guest_sees_profile_pictures_only(alice, guest, bucket):
    profile = guest.s3.get_object(Bucket=bucket, Key=own(alice, "profile-pictures"))
    assert profile["Body"].read() == b"profile-pictures"
    with denied():
        guest.s3.get_object(Bucket=bucket, Key=own(alice, "post-pictures"))
    with denied():
        guest.s3.list_objects_v2(Bucket=bucket, Prefix="post-pictures/")


@pytest.mark.parametrize("prefix", [None, "", "post-pictures", "elsewhere/", "post-picture/"])
def test_a_list_needs_a_prefix_that_a_rule_covers(alice, bucket, prefix):
    with denied():
        alice.s3.list_objects_v2(Bucket=bucket, **({} if prefix is None else {"Prefix": prefix}))


@pytest.mark.parametrize("key", ["loose.jpg", "post-pictures/loose.jpg", "Post-pictures/x/y", "post-pictures"])
def test_what_no_rule_names_is_refused(alice, bucket, key):
    with denied():
        alice.s3.put_object(Bucket=bucket, Key=key, Body=b"x")


def test_a_missing_key_is_told_to_those_who_may_list_it(alice, guest, bucket):
    with refused("NoSuchKey", 404):
        alice.s3.get_object(Bucket=bucket, Key=own(alice, "post-pictures", "missing.jpg"))
    with refused("404", 404):
        alice.s3.head_object(Bucket=bucket, Key=own(alice, "post-pictures", "missing.jpg"))
    with refused("403", 403):
        guest.s3.head_object(Bucket=bucket, Key=own(alice, "post-pictures", "missing.jpg"))


def test_deleting_several_objects_answers_for_each(alice, bob, bucket):
    mine, other = own(bob, "post-pictures", "mine.jpg"), own(alice, "post-pictures")
    bob.s3.put_object(Bucket=bucket, Key=mine, Body=b"x")
    answer = bob.s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": mine}, {"Key": other}]})
    assert [item["Key"] for item in answer["Deleted"]] == [mine]
    assert [(item["Key"], item["Code"]) for item in answer["Errors"]] == [(other, "AccessDenied")]
    assert alice.s3.head_object(Bucket=bucket, Key=other)["ContentLength"] == len("post-pictures")


def test_copying_needs_get_there_and_write_here(alice, bob, guest, bucket):
    source = {"Bucket": bucket, "Key": own(alice, "post-pictures")}
    copy = own(bob, "profile-pictures", "copied.jpg")
    bob.s3.copy_object(Bucket=bucket, Key=copy, CopySource=source)
    answer = bob.s3.get_object(Bucket=bucket, Key=copy)
    assert answer["Body"].read() == b"post-pictures" and answer["ContentType"] == "image/jpeg"
    with denied():
        bob.s3.copy_object(Bucket=bucket, Key=own(alice, "profile-pictures", "c.jpg"), CopySource=source)
    with denied():
        guest.s3.copy_object(Bucket=bucket, Key=own(guest, "profile-pictures"), CopySource=source)


def test_users_do_not_see_the_list_of_buckets(alice, guest):
    for person in (alice, guest):
        with denied():
            person.s3.list_buckets()


def test_the_administrator_may_do_everything(admin, alice, bucket):
    assert bucket in [item["Name"] for item in admin.list_buckets()["Buckets"]]
    admin.put_object(Bucket=bucket, Key="seed/anything.txt", Body=b"seed")
    assert admin.get_object(Bucket=bucket, Key=own(alice, "post-pictures"))["Body"].read() == b"post-pictures"
    keys = [item["Key"] for item in admin.list_objects_v2(Bucket=bucket)["Contents"]]
    assert "seed/anything.txt" in keys and keys == sorted(keys)
    admin.delete_object(Bucket=bucket, Key="seed/anything.txt")


def test_credentials_that_were_tampered_with_are_refused(photo_sharing, alice, bucket):
    key = own(alice, "post-pictures")
    good = alice.credentials
    middle = len(good.session_token) // 2
    flipped = "A" if good.session_token[middle] != "A" else "B"
    cases = {
        "SignatureDoesNotMatch": Credentials(good.access_key, good.secret_key[::-1], good.session_token),
        "InvalidAccessKeyId": Credentials("AKIAIOSFODNN7EXAMPLE", good.secret_key),
        "InvalidToken": Credentials(
            good.access_key, good.secret_key, good.session_token[:middle] + flipped + good.session_token[middle + 1:]),
    }
    for code, credentials in cases.items():
        with refused(code):
            client("s3", photo_sharing, credentials).get_object(Bucket=bucket, Key=key)


def test_temporary_credentials_need_their_token(photo_sharing, alice, bucket):
    bare = Credentials(alice.credentials.access_key, alice.credentials.secret_key)
    with refused("InvalidAccessKeyId", 403):
        client("s3", photo_sharing, bare).get_object(Bucket=bucket, Key=own(alice, "post-pictures"))


def test_the_session_token_of_another_does_not_lend_their_rights(photo_sharing, alice, bob, bucket):
    mixed = Credentials(bob.credentials.access_key, bob.credentials.secret_key, alice.credentials.session_token)
    with pytest.raises(Exception) as caught:
        client("s3", photo_sharing, mixed).put_object(Bucket=bucket, Key=own(alice, "post-pictures"), Body=b"x")
    assert caught.value.response["Error"]["Code"] in ("InvalidToken", "SignatureDoesNotMatch", "InvalidAccessKeyId")


def test_every_answer_names_its_request_and_generation(alice, photo_sharing, bucket):
    with denied() as caught:
        alice.s3.get_object(Bucket=bucket, Key="loose.jpg")
    good = alice.s3.head_object(Bucket=bucket, Key=own(alice, "post-pictures"))
    identifiers = set()
    for response in (caught.value.response, good):
        headers = response["ResponseMetadata"]["HTTPHeaders"]
        assert headers["x-sandbox-generation"] == str(photo_sharing.generation)
        identifiers.add(headers["x-amz-request-id"])
    assert len(identifiers) == 2
