"""Small app folders, written or copied for one test."""

import os
import pathlib
import shutil

from sandbox_process import REPOSITORY

BACKEND = """\
import {{ defineBackend }} from '@aws-amplify/backend';
import {{ auth }} from './auth/resource';
import {{ {names} }} from './storage/resource';

defineBackend({{ auth, {names} }});
"""

AUTH = """\
import { defineAuth } from '@aws-amplify/backend';

export const auth = defineAuth({ loginWith: { email: true } });
"""

BUCKET = """\
export const {name} = defineStorage({{
  name: '{name}',{default}
  access: (allow) => ({{
{paths}  }}),
}});
"""


def copy_example(name, folder):
    """A copy of one of the example apps, with nothing that an earlier run left in it."""
    shutil.copytree(REPOSITORY / "Examples" / name, folder, ignore=shutil.ignore_patterns("amplify_outputs*", "node_modules"))
    return folder


def write_project(folder, buckets):
    """Writes an app with `buckets`: name to {path: [rule text]}; the first is the default one."""
    folder = pathlib.Path(folder)
    for part in ("auth", "storage"):
        (folder / "amplify" / part).mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{ "name": "acceptance", "private": true }\n')
    (folder / "amplify/package.json").write_text('{ "type": "module" }\n')
    (folder / "amplify/auth/resource.ts").write_text(AUTH)
    write_storage(folder, buckets)
    save(folder / "amplify/backend.ts", BACKEND.format(names=", ".join(buckets)))
    return folder


def storage_source(buckets):
    """The text of storage/resource.ts with `buckets`."""
    parts = ["import { defineStorage } from '@aws-amplify/backend';\n"]
    for index, (name, paths) in enumerate(buckets.items()):
        lines = "".join(f"    '{path}': [{', '.join(rules)}],\n" for path, rules in paths.items())
        default = "\n  isDefault: true," if index == 0 and len(buckets) > 1 else ""
        parts.append(BUCKET.format(name=name, default=default, paths=lines))
    return "\n".join(parts)


def write_storage(folder, buckets):
    save(pathlib.Path(folder) / "amplify/storage/resource.ts", storage_source(buckets))


def save(file, text):
    """Writes as careful editors do: a new file beside, then a rename over the old one."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text)
    os.replace(beside, file)
