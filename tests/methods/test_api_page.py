"""Every public function and class of the methods stands on the book's page about them, once."""

import importlib
import inspect
import pkgutil
import re

import pytest

import egov.methods

MODULES = [f"egov.methods.{found.name}" for found in pkgutil.iter_modules(egov.methods.__path__)]
DIRECTIVE = re.compile(r"^\.\. automodule:: (\S+)\n((?:   :.*\n)+)", re.MULTILINE)


def public(name):
    """Public functions and classes of a module: what ``__all__`` shows, else what is defined there."""
    module = importlib.import_module(name)
    shown = getattr(module, "__all__", None)
    every = {n: o for n, o in vars(module).items() if inspect.isfunction(o) or inspect.isclass(o)}
    own = [n for n, o in every.items() if not n.startswith("_") and o.__module__ == name]
    return {n: every[n] for n in (own if shown is None else shown) if n in every}


@pytest.fixture(scope="module")
def places(root):
    """Object → the addresses at which the page documents it."""
    found = {}
    for module, options in DIRECTIVE.findall((root / "book" / "api.md").read_text("utf-8")):
        chosen = dict(re.findall(r":([\w-]+): ?(.*)", options))
        listed = {
            key: set(filter(None, re.split(r",\s*", chosen.get(key, "")))) for key in ("members", "exclude-members")
        }
        for name, documented in public(module).items():
            if name in (listed["members"] or {name}) and name not in listed["exclude-members"]:
                found.setdefault(documented, []).append(f"{module}.{name}")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_has_its_place(module, places):
    lacking = [name for name, thing in public(module).items() if thing not in places]
    assert not lacking, f"{module}: add {', '.join(lacking)} to book/api.md"


def test_every_name_stands_once_and_says_what_it_is(places):
    assert not [addresses for addresses in places.values() if len(addresses) > 1]
    assert not [addresses for thing, addresses in places.items() if not inspect.getdoc(thing)]
