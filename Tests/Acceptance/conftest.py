"""Fixtures: running sandboxes, and those who use them."""

import itertools

import pytest

from clients import Visitor, administrator, client, new_person
from projects import copy_example, write_project
from sandbox_process import Sandbox


@pytest.fixture(scope="module")
def start_sandbox(tmp_path_factory):
    """Starts a sandbox on a project folder; all are stopped when the module is done."""
    started = []

    def start(project, data=None, **more):
        sandbox = Sandbox(project, data or tmp_path_factory.mktemp("sandbox") / "data", **more)
        started.append(sandbox)
        return sandbox.start()

    yield start
    for sandbox in started:
        sandbox.close()


@pytest.fixture(scope="module")
def photo_sharing(tmp_path_factory, start_sandbox):
    return start_sandbox(copy_example("photo-sharing", tmp_path_factory.mktemp("app") / "photo-sharing"))


@pytest.fixture(scope="module")
def team_drive(tmp_path_factory, start_sandbox):
    return start_sandbox(copy_example("team-drive", tmp_path_factory.mktemp("app") / "team-drive"))


@pytest.fixture
def start_project(tmp_path, start_sandbox):
    """Writes a project with the given buckets and starts a sandbox on it."""
    serial = itertools.count()

    def start(buckets):
        place = tmp_path / str(next(serial))
        return start_sandbox(write_project(place / "app", buckets), place / "data")

    return start


@pytest.fixture(scope="module")
def alice(photo_sharing):
    return new_person(photo_sharing)


@pytest.fixture(scope="module")
def bob(photo_sharing):
    return new_person(photo_sharing)


@pytest.fixture(scope="module")
def guest(photo_sharing):
    return Visitor(photo_sharing)


@pytest.fixture(scope="module")
def admin(photo_sharing):
    """The administrator's S3 client on the photo-sharing app."""
    return client("s3", photo_sharing, administrator(photo_sharing))
