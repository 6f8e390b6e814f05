"""A pytest plugin that writes each test's marks into the report."""


def pytest_collection_modifyitems(items):
    for item in items:
        item.user_properties += [("mark", mark.name) for mark in item.iter_markers()]
