"""The program's other commands, and what the terminal shows."""

import json
import re

import pytest

from clients import Credentials, administrator, aws, client, new_person
from errors import denied
from projects import write_project
from sandbox_process import Sandbox
from waiting import wait_until


def test_the_administrators_key_is_printed_for_the_aws_tools(photo_sharing):
    printed = photo_sharing.credentials()
    assert printed["Version"] == 1
    assert printed["AccessKeyId"].startswith("AKIA") and len(printed["SecretAccessKey"]) == 40
    assert "SessionToken" not in printed


def test_credentials_as_a_user_and_as_a_guest(photo_sharing):
    person, bucket = new_person(photo_sharing), photo_sharing.bucket()
    printed = photo_sharing.credentials("--as", person.address)
    assert printed["SessionToken"] and printed["Expiration"].endswith("Z")
    s3 = client("s3", photo_sharing, Credentials.from_process(printed))
    s3.put_object(Bucket=bucket, Key=f"post-pictures/{person.identity}/x", Body=b"x")
    with denied():
        s3.put_object(Bucket=bucket, Key="elsewhere/x", Body=b"x")
    guest = client("s3", photo_sharing, Credentials.from_process(photo_sharing.credentials("--as", "guest")))
    with denied():
        guest.get_object(Bucket=bucket, Key=f"post-pictures/{person.identity}/x")
    nobody = photo_sharing.run("credentials", "--format", "process", "--as", "nobody@example.com")
    assert nobody.returncode == 1 and "nobody@example.com" in nobody.stderr and nobody.stdout == ""


def test_export_lines_suit_a_shell(photo_sharing):
    printed = photo_sharing.read("credentials", "--format", "env")
    pairs = dict(re.findall(r"^export (\w+)=['\"]?([^'\"\n]*)['\"]?$", printed, re.MULTILINE))
    assert pairs["AWS_ENDPOINT_URL"] == photo_sharing.endpoint
    key = Credentials(pairs["AWS_ACCESS_KEY_ID"], pairs["AWS_SECRET_ACCESS_KEY"])
    assert key == administrator(photo_sharing)
    assert aws(photo_sharing, key, "s3", "ls").returncode == 0


def test_a_further_administrator_has_a_key_of_its_own(photo_sharing):
    added = photo_sharing.run("credentials", "add", "second", "--format", "process")
    assert added.returncode == 0, added.stderr
    key = Credentials.from_process(json.loads(added.stdout))
    assert key != administrator(photo_sharing)
    assert client("s3", photo_sharing, key).list_buckets()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_the_outbox_keeps_every_message(photo_sharing):
    person = new_person(photo_sharing)
    message = next(item for item in photo_sharing.outbox() if item["recipient"] == person.address)
    assert set(message) >= {"recipient", "kind", "code", "text", "time"}
    assert re.fullmatch(r"\d{6}", message["code"])
    assert message["text"].startswith("Your confirmation code is ")
    assert person.address in photo_sharing.read("outbox")


def test_check_of_a_good_definition(photo_sharing):
    done = photo_sharing.run("check", str(photo_sharing.project), place=False)
    assert done.returncode == 0, done.stderr
    assert "post-pictures/{entity_id}/*" in done.stdout
    found = json.loads(
        photo_sharing.run("check", str(photo_sharing.project), "--format", "json", place=False).stdout)
    assert found["format"] == "amplify-storage-golden/1"
    assert [bucket["name"] for bucket in found["buckets"]] == ["photos"]
    assert found["diagnostics"] == [] and "error" not in found


def test_check_of_a_bad_definition(tmp_path):
    project = write_project(tmp_path / "app", {"files": {"/shared/*": ["allow.guest.to(['read'])"]}})
    sandbox = Sandbox(project, tmp_path / "data")
    done = sandbox.run("check", str(project), place=False)
    assert done.returncode == 1 and "storage/resource.ts:" in done.stderr
    found = json.loads(sandbox.run("check", str(project), "--format", "json", place=False).stdout)
    assert found["error"]["name"] == "InvalidStorageAccessPathError"
    assert found["error"]["message"] == 'Storage access paths must not start with "/". Found [/shared/*].'
    problem = found["diagnostics"][0]
    assert problem["severity"] == "error" and problem["line"] > 1 and problem["column"] > 1
    assert problem["file"].endswith("amplify/storage/resource.ts")
    assert not (project / "amplify_outputs.json").exists() and not sandbox.data.exists()


@pytest.mark.parametrize("app", ["photo_sharing", "team_drive"])
def test_the_terminal_shows_access_and_address(request, app):
    sandbox = request.getfixturevalue(app)
    wait_until(lambda: sandbox.endpoint in sandbox.printed(), "the address in the terminal")
    printed = sandbox.printed()
    for bucket in sandbox.outputs["storage"]["buckets"]:
        assert bucket["name"] in printed
    paths = {"photo_sharing": "profile-pictures/{entity_id}/*", "team_drive": "private/{entity_id}/*"}
    assert paths[app] in printed
    assert "\x1b[" not in printed


def test_a_refusal_is_told_in_the_terminal(photo_sharing, guest):
    with denied():
        guest.s3.get_object(Bucket=photo_sharing.bucket(), Key="post-pictures/of-nobody/x.jpg")
    wait_until(lambda: "post-pictures/of-nobody/x.jpg" in photo_sharing.printed(), "the refusal in the terminal")


def test_secrets_stay_out_of_the_terminal(photo_sharing, alice):
    printed = photo_sharing.printed()
    for secret in (administrator(photo_sharing).secret_key, alice.credentials.session_token, alice.credentials.secret_key,
                   alice.tokens["AccessToken"]):
        assert secret not in printed
