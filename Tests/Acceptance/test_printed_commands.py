"""What the terminal and the README tell people to type, typed as it stands."""

import getpass
import os
import pathlib
import re
import subprocess
import sys

import pytest

from projects import copy_example, write_project
from sandbox_process import PROGRAM, REPOSITORY, clean_environment
from waiting import wait_until

PROGRAMS = os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])


def tries(sandbox):
    """The numbered suggestions below `try`, each a list of lines without its comment."""
    wait_until(lambda: "\ntry\n" in sandbox.printed(), "the suggestions")
    groups = []
    for line in sandbox.printed().split("\ntry\n")[1].splitlines():
        if started := re.match(r"  \d\. # (.*)", line):
            groups.append((started[1], []))
        elif line.startswith("     "):
            groups[-1][1].append(line[5:])
    return groups


def type_in(lines):
    return subprocess.run(
        ["bash", "-e"], input="\n".join(lines), capture_output=True, text=True, timeout=60,
        env=clean_environment(PATH=PROGRAMS))


APPS = {
    "photo-sharing": lambda place: copy_example("photo-sharing", place / "photo-sharing"),
    "team-drive": lambda place: copy_example("team-drive", place / "team-drive"),
    "folders with spaces": lambda place: write_project(
        place / "Ann's app", {"files": {"my folder/*": ["allow.authenticated.to(['read'])"]}}),
}


@pytest.fixture(scope="module", params=list(APPS))
def suggestions(request, tmp_path_factory, start_sandbox):
    place = tmp_path_factory.mktemp("printed")
    return tries(start_sandbox(APPS[request.param](place), place / "my data"))


class TestStart:
    def test_there_are_three(self, suggestions):
        assert [words.split(",")[0] for words, _ in suggestions] == [
            "store a file as the administrator", "be refused as a guest", "change a rule and save: the next request is decided by it"]

    def test_a_file_is_stored(self, suggestions):
        lines = suggestions[0][1]
        done = type_in(lines)
        assert done.returncode == 0, done.stderr
        address = re.search(r"(?<= - ).*$", lines[-1])[0]
        assert type_in([lines[0], f"aws s3 cp {address} -"]).stdout == "hello\n"

    def test_a_guest_is_refused_with_the_line(self, suggestions):
        done = type_in(suggestions[1][1])
        assert done.returncode != 0 and "AccessDenied" in done.stderr
        assert re.search(r"amplify/storage/resource\.ts:\d+:\d+", done.stderr)

    def test_the_line_to_change_is_there(self, suggestions):
        place, rule = suggestions[2][1][0].split("  ", 1)
        assert re.fullmatch(r"amplify/storage/resource\.ts:\d+", place) and rule.startswith("allow.")


def test_the_place_to_change_has_the_text(photo_sharing):
    place, rule = tries(photo_sharing)[2][1][0].split("  ", 1)
    name, line = place.split(":")
    assert rule in (photo_sharing.project / name).read_text().splitlines()[int(line) - 1]


def test_a_program_in_path_is_called_by_its_name(tmp_path):
    """As people have it: an installed program, started in the app's folder."""
    app = write_project(tmp_path / "app", {"files": {"public/*": ["allow.guest.to(['read'])"]}})
    output = tmp_path / "printed.txt"
    environment = clean_environment(PATH=f"{pathlib.Path(PROGRAM).parent}{os.pathsep}{PROGRAMS}")
    with output.open("wb") as stdout:
        running = subprocess.Popen(["sandbox", "--port", "0"], cwd=app, env=environment, stdout=stdout, stderr=stdout)
    try:
        printed = wait_until(lambda: (text := output.read_text()).count("aws s3 cp") == 2 and text, "the suggestions", 20)
        lines = [line[5:] for line in printed.split("\ntry\n")[1].splitlines() if line.startswith("     ")]
        assert lines[0] == 'eval "$(sandbox credentials --format env)"'
        done = subprocess.run(["bash", "-e"], input="\n".join(lines[:2]), capture_output=True, text=True, cwd=app, env=environment)
        assert done.returncode == 0, done.stderr
    finally:
        running.terminate()
        assert running.wait(20) == 0


def console_blocks():
    """The README's console sessions: pairs of the lines that are typed and the lines that they print."""
    sessions = re.findall(r"```console\n(.*?)```", (REPOSITORY / "README.md").read_text(), re.DOTALL)
    for session in sessions:
        lines = session.splitlines()
        yield [line[2:] for line in lines if line.startswith("$ ")], [line for line in lines if not line.startswith("$ ")]


class TestReadMe:
    @pytest.fixture
    def checkout(self, tmp_path, start_sandbox):
        """What is there once `Examples/run` runs."""
        place = tmp_path / "checkout"
        copy_example("photo-sharing", place / "Examples" / "photo-sharing")
        (place / ".build" / "release").mkdir(parents=True)
        (place / ".build" / "release" / "sandbox").symlink_to(PROGRAM)
        start_sandbox(place / "Examples" / "photo-sharing", place / "sandbox-data", identifier=getpass.getuser())
        return place

    def test_its_second_terminal_prints_what_it_says(self, checkout):
        sessions = [session for session in console_blocks() if any("$at" in line for line in session[0])]
        assert len(sessions) == 2
        typed = ["shopt -s expand_aliases", *sessions[0][0], *sessions[1][0]]
        done = subprocess.run(
            ["bash"], input="\n".join(typed), capture_output=True, text=True, timeout=120, cwd=checkout,
            env=clean_environment(PATH=PROGRAMS, HOME=str(checkout)))
        printed = " ".join((done.stdout + done.stderr).split())
        for part in "...".join(" ".join(lines) for _, lines in sessions).split("..."):
            assert " ".join(part.split()) in printed
        assert printed.count("rror") == 1, printed  # the one that it promises
