#!/usr/bin/env bash
# jupyter-book 1.0.4.post1: one entry under `sphinx: config: html_theme_options` takes the launch buttons away.
#
# `launch_buttons`, `repository` and `html` of _config.yml become `html_theme_options` of Sphinx. A theme option of
# one's own in `sphinx: config` does not join these, it replaces them all, in silence and whatever it is about. The
# switch `sphinx: recursive_update: true` joins them.
# Seen: with a search text as the only option of one's own, no launch buttons; with the switch, both.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check jupyter-book==1.0.4.post1 sphinx==7.4.7
cd "$work"
"$work/venv/bin/python" - <<'PY'
from importlib.metadata import version
from pathlib import Path

from jupyter_book.config import get_final_config

def options(switch):
    book = Path("book")
    book.mkdir(exist_ok=True)
    (book / "_config.yml").write_text(
        "title: T\nrepository: {url: 'https://example.org/a/b'}\nlaunch_buttons: {binderhub_url: 'https://example.org'}\n"
        f"sphinx:\n  recursive_update: {switch}\n  config: {{html_theme_options: {{search_bar_text: Find}}}}\n"
    )
    (book / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    (book / "intro.md").write_text("# Intro\n")
    config, _ = get_final_config(user_yaml=book / "_config.yml", cli_config={"latex_individualpages": False}, sourcedir=book)
    return config["html_theme_options"]

alone, joined = options("false"), options("true")
print(version("jupyter-book"), "own option only:", sorted(alone), "- with recursive_update:", "launch_buttons" in joined)
assert list(alone) == ["search_bar_text"], alone
assert joined["search_bar_text"] == "Find" and joined["launch_buttons"]["binderhub_url"] == "https://example.org"
PY
