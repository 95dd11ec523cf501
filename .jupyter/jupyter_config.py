"""Jupyter in the project's environment (`make` copies this file there): a notebook is saved as it is committed.

Without it, JupyterLab and `nbconvert --execute` leave times, versions and the editor's state in the file.
"""

from nbformat import from_dict

from egov.book.notebooks import normalise


def on_save(model, **_):
    """Clean what JupyterLab is about to write."""
    if model["type"] == "notebook":
        model["content"] = normalise(from_dict(model["content"]))


def on_export(nb, resources):
    """Clean what `nbconvert --to notebook` is about to write."""
    return normalise(nb), resources


c = get_config()  # noqa: F821
c.ContentsManager.pre_save_hook = on_save
c.NotebookExporter.preprocessors = [on_export]
