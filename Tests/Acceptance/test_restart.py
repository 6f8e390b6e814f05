"""What outlives a restart: users, identities, objects, keys and ids."""

import hashlib

import pytest

from clients import PASSWORD, Visitor, administrator, client, new_address, new_person, sign_in
from errors import denied
from projects import copy_example


@pytest.fixture
def sandbox(tmp_path, start_sandbox):
    return start_sandbox(copy_example("team-drive", tmp_path / "app"), tmp_path / "data")


@pytest.fixture(params=["stop", "kill"])
def restart(request, sandbox):
    def restart():
        if request.param == "stop":
            assert sandbox.stop() == 0
        else:
            sandbox.kill()
        sandbox.start()

    return restart


def test_everything_is_as_it_was(sandbox, restart):
    member, manager = new_person(sandbox), new_person(sandbox, groups=["managers"])
    shared, personal = sandbox.bucket("teamDrive"), sandbox.bucket("personalFiles")
    key = f"private/{member.identity}/diary.txt"
    member.s3.put_object(Bucket=personal, Key=key, Body=b"dear diary", ContentType="text/x-diary")
    outputs, admin = sandbox.outputs_file.read_bytes(), sandbox.credentials()
    restart()

    assert sandbox.outputs_file.read_bytes() == outputs
    assert sandbox.credentials() == admin
    # Credentials and tokens of before still work.
    s3 = client("s3", sandbox, member.credentials)
    got = s3.get_object(Bucket=personal, Key=key)
    assert got["Body"].read() == b"dear diary" and got["ContentType"] == "text/x-diary"
    pool = client("cognito-idp", sandbox)
    assert pool.get_user(AccessToken=member.tokens["AccessToken"])["Username"]
    refreshed = pool.initiate_auth(
        AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": member.tokens["RefreshToken"]},
        ClientId=sandbox.outputs["auth"]["user_pool_client_id"])
    assert refreshed["AuthenticationResult"]["IdToken"]
    # So do passwords, and each comes back as the identity and in the groups of before.
    again = Visitor(sandbox, sign_in(sandbox, member.address))
    assert again.identity == member.identity
    boss = Visitor(sandbox, sign_in(sandbox, manager.address))
    boss.s3.put_object(Bucket=shared, Key="announcements/a.txt", Body=b"a")
    with denied():
        again.s3.put_object(Bucket=shared, Key="announcements/a.txt", Body=b"a")


def test_a_sign_up_half_done_is_finished_after_a_restart(sandbox, restart):
    address, auth = new_address(), sandbox.outputs["auth"]
    client("cognito-idp", sandbox).sign_up(
        ClientId=auth["user_pool_client_id"], Username=address, Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": address}])
    restart()
    client("cognito-idp", sandbox).confirm_sign_up(
        ClientId=auth["user_pool_client_id"], Username=address, ConfirmationCode=sandbox.code_for(address))
    assert sign_in(sandbox, address)["IdToken"]


def test_a_change_made_while_it_was_down_counts(sandbox):
    visitor = Visitor(sandbox)
    bucket = sandbox.bucket("teamDrive")
    visitor.s3.put_object(Bucket=bucket, Key="submissions/a.txt", Body=b"a")
    assert sandbox.stop() == 0
    source = sandbox.project / "amplify/storage/resource.ts"
    source.write_text(source.read_text().replace("allow.guest.to(['read', 'write']),\n", ""))
    sandbox.start()
    with denied():
        client("s3", sandbox, visitor.credentials).get_object(Bucket=bucket, Key="submissions/a.txt")


def test_no_key_becomes_a_file_name(sandbox):
    admin = client("s3", sandbox, administrator(sandbox))
    keys = ["../../escape", "/etc/passwd", "plain-name.txt", "..", "blobs"]
    for key in keys:
        admin.put_object(Bucket=sandbox.bucket(), Key=key, Body=hashlib.sha256(key.encode()).digest() * 40_000)
    names = {file.name for file in sandbox.data.rglob("*")} | {file.name for file in sandbox.data.parent.iterdir()}
    assert not names & {"escape", "passwd", "plain-name.txt"}


def test_secrets_are_readable_by_their_owner_only(sandbox):
    for file in (sandbox.folder / "keys").rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file
