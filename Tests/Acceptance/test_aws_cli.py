"""The AWS command line, unmodified, with the endpoint in its environment."""

import json
import urllib.request

import pytest

from clients import PASSWORD, administrator, aws, new_address


@pytest.fixture(scope="module")
def run(photo_sharing):
    """Runs `aws` as the administrator unless told otherwise; it must succeed, or fail where that is expected."""
    credentials = administrator(photo_sharing)

    def run(*arguments, fails=False, who=credentials):
        done = aws(photo_sharing, who, *arguments)
        assert (done.returncode != 0) == fails, f"aws {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stderr if fails else done.stdout

    return run


@pytest.fixture(scope="module")
def bucket(photo_sharing):
    return photo_sharing.bucket()


def test_files_are_copied_listed_and_removed(run, bucket, tmp_path):
    source = tmp_path / "note.txt"
    source.write_text("a note\n")
    run("s3", "cp", str(source), f"s3://{bucket}/cli/note.txt")
    assert "note.txt" in run("s3", "ls", f"s3://{bucket}/cli/")
    assert run("s3", "cp", f"s3://{bucket}/cli/note.txt", "-") == "a note\n"
    run("s3", "cp", f"s3://{bucket}/cli/note.txt", f"s3://{bucket}/cli/copy.txt")
    run("s3", "mv", f"s3://{bucket}/cli/copy.txt", f"s3://{bucket}/cli/moved.txt")
    names = run("s3", "ls", "--recursive", f"s3://{bucket}/cli/")
    assert "cli/moved.txt" in names and "copy.txt" not in names
    run("s3", "rm", "--recursive", f"s3://{bucket}/cli/")
    run("s3", "ls", f"s3://{bucket}/cli/", fails=True)


def test_large_files_go_in_parts(run, bucket, tmp_path):
    source, copy = tmp_path / "large", tmp_path / "copy"
    source.write_bytes(bytes(range(256)) * 80_000)
    run("s3", "cp", str(source), f"s3://{bucket}/cli/large")
    run("s3", "cp", f"s3://{bucket}/cli/large", str(copy))
    assert copy.read_bytes() == source.read_bytes()
    run("s3", "rm", f"s3://{bucket}/cli/large")


def test_folders_are_kept_in_step(run, bucket, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    (here / "deep er").mkdir(parents=True)
    for name in ("a.txt", "b+c.txt", "deep er/ü.txt"):
        (here / name).write_text(name)
    run("s3", "sync", str(here), f"s3://{bucket}/sync/")
    assert run("s3", "sync", str(here), f"s3://{bucket}/sync/").strip() == ""
    run("s3", "sync", f"s3://{bucket}/sync/", str(there))
    assert (there / "deep er/ü.txt").read_text() == "deep er/ü.txt"
    (here / "a.txt").unlink()
    run("s3", "sync", "--delete", str(here), f"s3://{bucket}/sync/")
    assert "a.txt" not in run("s3", "ls", "--recursive", f"s3://{bucket}/sync/")
    run("s3", "rm", "--recursive", f"s3://{bucket}/sync/")


def test_the_api_commands(run, bucket, tmp_path):
    body, copy = tmp_path / "body", tmp_path / "copy"
    body.write_bytes(b"api")
    put = json.loads(run(
        "s3api", "put-object", "--bucket", bucket, "--key", "api/x", "--body", str(body), "--content-type", "text/plain",
        "--metadata", "colour=blue"))
    head = json.loads(run("s3api", "head-object", "--bucket", bucket, "--key", "api/x"))
    assert head["ETag"] == put["ETag"] and head["Metadata"] == {"colour": "blue"}
    run("s3api", "get-object", "--bucket", bucket, "--key", "api/x", "--range", "bytes=1-", str(copy))
    assert copy.read_bytes() == b"pi"
    listed = json.loads(run("s3api", "list-objects-v2", "--bucket", bucket, "--prefix", "api/"))
    assert [item["Key"] for item in listed["Contents"]] == ["api/x"]
    assert bucket in [item["Name"] for item in json.loads(run("s3api", "list-buckets"))["Buckets"]]
    run("s3api", "delete-object", "--bucket", bucket, "--key", "api/x")
    assert "404" in run("s3api", "head-object", "--bucket", bucket, "--key", "api/x", fails=True)


def test_a_presigned_url_from_the_command_line(run, bucket, alice):
    alice.s3.put_object(Bucket=bucket, Key=f"profile-pictures/{alice.identity}/cli.jpg", Body=b"smile")
    url = run("s3", "presign", f"s3://{bucket}/profile-pictures/{alice.identity}/cli.jpg").strip()
    with urllib.request.urlopen(url) as response:
        assert response.read() == b"smile"


def test_a_user_is_refused_on_the_command_line_too(run, bucket, alice, tmp_path):
    file = tmp_path / "x"
    file.write_text("x")
    run("s3", "cp", str(file), f"s3://{bucket}/post-pictures/{alice.identity}/x", who=alice.credentials)
    assert "AccessDenied" in run("s3", "cp", str(file), f"s3://{bucket}/elsewhere/x", fails=True, who=alice.credentials)


def test_users_are_administered(run, photo_sharing):
    ids, address = photo_sharing.outputs["auth"], new_address()
    pool = ["--user-pool-id", ids["user_pool_id"]]
    run("cognito-idp", "sign-up", "--client-id", ids["user_pool_client_id"], "--username", address, "--password", PASSWORD,
        "--user-attributes", f"Name=email,Value={address}", "--no-sign-request")
    run("cognito-idp", "admin-confirm-sign-up", *pool, "--username", address)
    run("cognito-idp", "create-group", *pool, "--group-name", "climbers")
    run("cognito-idp", "admin-add-user-to-group", *pool, "--username", address, "--group-name", "climbers")
    run("cognito-idp", "admin-set-user-password", *pool, "--username", address, "--password", "Other-Horse-9", "--permanent")
    assert "UsernameExistsException" in run(
        "cognito-idp", "admin-create-user", *pool, "--username", address, fails=True)
