"""The team-drive example: two buckets, guests who hand in, and a group that acts with a role of its own."""

import pytest

from clients import Visitor, administrator, client, new_person, sign_in
from errors import denied, refused


@pytest.fixture(scope="module")
def shared(team_drive):
    return team_drive.bucket("teamDrive")


@pytest.fixture(scope="module")
def personal(team_drive):
    return team_drive.bucket("personalFiles")


@pytest.fixture(scope="module")
def member(team_drive):
    return new_person(team_drive)


@pytest.fixture(scope="module")
def manager(team_drive):
    return new_person(team_drive, groups=["managers"])


@pytest.fixture(scope="module")
def visitor(team_drive):
    return Visitor(team_drive)


def test_one_bucket_is_the_default(team_drive, shared, personal):
    assert team_drive.bucket() == shared != personal


def test_guests_hand_in_and_read_submissions(visitor, member, shared):
    visitor.s3.put_object(Bucket=shared, Key="submissions/idea.txt", Body=b"idea")
    assert member.s3.get_object(Bucket=shared, Key="submissions/idea.txt")["Body"].read() == b"idea"
    for person in (visitor, member):
        with denied():
            person.s3.delete_object(Bucket=shared, Key="submissions/idea.txt")


def test_managers_tidy_up(visitor, manager, shared):
    visitor.s3.put_object(Bucket=shared, Key="submissions/old.txt", Body=b"old")
    manager.s3.delete_object(Bucket=shared, Key="submissions/old.txt")
    with refused("NoSuchKey", 404):
        visitor.s3.get_object(Bucket=shared, Key="submissions/old.txt")


def test_get_without_list_hides_what_is_missing(visitor, manager, shared):
    manager.s3.put_object(Bucket=shared, Key="announcements/party.txt", Body=b"friday")
    assert visitor.s3.get_object(Bucket=shared, Key="announcements/party.txt")["Body"].read() == b"friday"
    with denied():
        visitor.s3.list_objects_v2(Bucket=shared, Prefix="announcements/")
    with denied():
        visitor.s3.get_object(Bucket=shared, Key="announcements/none.txt")


def test_personal_files_are_personal(visitor, member, personal, team_drive):
    key = f"private/{member.identity}/diary.txt"
    member.s3.put_object(Bucket=personal, Key=key, Body=b"dear diary")
    other = new_person(team_drive)
    for person in (visitor, other):
        with denied():
            person.s3.get_object(Bucket=personal, Key=key)
    with denied():
        member.s3.list_objects_v2(Bucket=personal, Prefix="private/")
    assert member.s3.list_objects_v2(Bucket=personal, Prefix=f"private/{member.identity}/")["KeyCount"] == 1


def test_the_role_of_the_group_replaces_that_of_signed_in_users(member, manager, personal):
    key = f"private/{member.identity}/contract.txt"
    member.s3.put_object(Bucket=personal, Key=key, Body=b"signed")
    assert manager.s3.get_object(Bucket=personal, Key=key)["Body"].read() == b"signed"
    with denied():
        manager.s3.put_object(Bucket=personal, Key=f"private/{manager.identity}/own.txt", Body=b"x")


def test_joining_a_group_counts_from_the_next_sign_in(team_drive, shared):
    person = new_person(team_drive)
    pool = client("cognito-idp", team_drive, administrator(team_drive))
    pool.admin_add_user_to_group(
        UserPoolId=team_drive.outputs["auth"]["user_pool_id"], Username=person.address, GroupName="managers")
    with denied():
        person.s3.put_object(Bucket=shared, Key="announcements/early.txt", Body=b"x")
    again = Visitor(team_drive, sign_in(team_drive, person.address))
    assert again.identity == person.identity
    again.s3.put_object(Bucket=shared, Key="announcements/now.txt", Body=b"x")


def test_groups_of_the_definition_exist_and_others_can_be_added(team_drive):
    pool = client("cognito-idp", team_drive, administrator(team_drive))
    pool_id = team_drive.outputs["auth"]["user_pool_id"]
    assert "managers" in [group["GroupName"] for group in pool.list_groups(UserPoolId=pool_id)["Groups"]]
    pool.create_group(UserPoolId=pool_id, GroupName="visitors")
    with refused("GroupExistsException", 400):
        pool.create_group(UserPoolId=pool_id, GroupName="visitors")
    with refused("ResourceNotFoundException", 400):
        pool.admin_add_user_to_group(
            UserPoolId=pool_id, Username=new_person(team_drive).address, GroupName="no-such-group")
