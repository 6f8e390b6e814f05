"""`amplify_outputs.json`: valid, complete, and rewritten only when there is something new."""

import json
import pathlib

import jsonschema
import pytest

from projects import save, write_storage
from waiting import wait_until

SCHEMA = json.loads((pathlib.Path(__file__).parent / "Schemas/amplify_outputs.schema.json").read_text())
READ = {"files": {"shared/*": ["allow.guest.to(['read'])"]}}
WRITE = {"files": {"shared/*": ["allow.guest.to(['read', 'write'])"]}}


@pytest.mark.parametrize("app", ["photo_sharing", "team_drive"])
def test_outputs_are_valid(request, app):
    sandbox = request.getfixturevalue(app)
    jsonschema.Draft202012Validator(SCHEMA).validate(sandbox.outputs)
    assert list(sandbox.outputs) == ["auth", "storage", "version"]
    assert sandbox.outputs["version"] == "1.5"
    assert not sandbox.outputs_file.read_text().endswith("\n")
    assert json.dumps(sandbox.outputs, indent=2, ensure_ascii=False) == sandbox.outputs_file.read_text()


def test_outputs_of_photo_sharing(photo_sharing):
    outputs = photo_sharing.outputs
    auth, storage = outputs["auth"], outputs["storage"]
    region = auth["aws_region"]
    assert auth["user_pool_id"].startswith(f"{region}_") and auth["identity_pool_id"].startswith(f"{region}:")
    assert auth["username_attributes"] == ["email"] and auth["standard_required_attributes"] == ["email"]
    assert auth["unauthenticated_identities_enabled"] is True
    assert storage["aws_region"] == region
    assert [bucket["name"] for bucket in storage["buckets"]] == ["photos"]
    assert storage["buckets"][0]["paths"] == {
        "post-pictures/*": {"authenticated": ["get", "list"]},
        "post-pictures/${cognito-identity.amazonaws.com:sub}/*": {"entityidentity": ["write", "delete"]},
        "profile-pictures/*": {"guest": ["get", "list"], "authenticated": ["get", "list"]},
        "profile-pictures/${cognito-identity.amazonaws.com:sub}/*": {"entityidentity": ["write", "delete"]},
    }


def test_outputs_of_team_drive(team_drive):
    outputs = team_drive.outputs
    assert outputs["auth"]["groups"] == [{"managers": {"precedence": 0}}]
    buckets = {bucket["name"]: bucket for bucket in outputs["storage"]["buckets"]}
    assert list(buckets) == ["teamDrive", "personalFiles"]
    assert outputs["storage"]["bucket_name"] == buckets["teamDrive"]["bucket_name"]
    assert buckets["personalFiles"]["paths"] == {
        "private/${cognito-identity.amazonaws.com:sub}/*": {"entityidentity": ["get", "list", "write", "delete"]},
        "private/*": {"groupsmanagers": ["get", "list"]},
    }


@pytest.mark.parametrize("app", ["photo_sharing", "team_drive"])
def test_bucket_names_suit_every_client(request, app):
    for bucket in request.getfixturevalue(app).outputs["storage"]["buckets"]:
        name = bucket["bucket_name"]
        assert 3 <= len(name) <= 63 and name == name.lower()
        assert all(letter.isalnum() or letter == "-" for letter in name) and name[0].isalnum() and name[-1].isalnum()


def test_outputs_are_rewritten_only_when_their_content_changes(start_project):
    sandbox = start_project(READ)
    file = sandbox.outputs_file
    before, text = file.stat(), file.read_text()

    # A comment makes no difference to the outputs; a further right does.
    source = sandbox.project / "amplify/storage/resource.ts"
    save(source, "// a remark\n" + source.read_text())
    sandbox.stop()
    sandbox.start()
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    write_storage(sandbox.project, WRITE)
    wait_until(lambda: file.read_text() != text, "new outputs")
    assert file.stat().st_ino != before.st_ino, "outputs are replaced, never overwritten in place"
    assert sandbox.outputs["storage"]["buckets"][0]["paths"] == {"shared/*": {"guest": ["get", "list", "write"]}}
    jsonschema.Draft202012Validator(SCHEMA).validate(sandbox.outputs)
    assert [entry.name for entry in sandbox.project.iterdir() if "outputs" in entry.name] == ["amplify_outputs.json"]


def test_a_reader_never_sees_half_a_file(start_project):
    sandbox = start_project(READ)
    for number in range(20):
        rules = WRITE if number % 2 == 0 else READ
        generation = sandbox.generation
        write_storage(sandbox.project, rules)
        while sandbox.generation == generation:
            assert json.loads(sandbox.outputs_file.read_text())["version"] == "1.5"


def test_ids_belong_to_the_identifier(start_sandbox, start_project):
    first = start_project(READ)
    ids, bucket = first.outputs["auth"], first.bucket()
    assert first.stop() == 0
    second = start_sandbox(first.project, first.data, identifier="another")
    assert second.outputs["auth"]["user_pool_id"] != ids["user_pool_id"]
    assert second.bucket() != bucket
