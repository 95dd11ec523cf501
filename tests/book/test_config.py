"""The book's configuration: launch buttons appear when the public repository is named, and not before."""

from __future__ import annotations

from pathlib import Path

import yaml
from jupyter_book.config import get_final_config

ROOT = Path(__file__).resolve().parents[2]


def options(change=lambda config: None) -> dict:
    """The theme's options as Jupyter Book hands them on, after a change of the configuration."""
    config = yaml.safe_load((ROOT / "book" / "_config.yml").read_text(encoding="utf-8"))
    change(config)
    return get_final_config(user_yaml=config, cli_config={"latex_individualpages": False})[0]["html_theme_options"]


def test_no_button_without_a_repository():
    found = options()
    assert not found["repository_url"]
    assert not found["launch_buttons"]["binderhub_url"]
    assert not found.get("use_repository_button")
    assert found["search_bar_text"].startswith("Search")


def test_buttons_with_one():
    def public(config):
        config["repository"]["url"] = "https://example.org/egov"
        config["launch_buttons"]["binderhub_url"] = "https://hub.example.org"
        config["html"]["use_repository_button"] = True

    found = options(public)
    assert found["repository_url"] == "https://example.org/egov"
    assert found["launch_buttons"]["binderhub_url"] == "https://hub.example.org"
    assert found["use_repository_button"]
