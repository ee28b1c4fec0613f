"""Notebooks."""

from belvedere.site.models import Notebook, NotebookItem


def own_notebook(token: str) -> Notebook | None:
    return Notebook.objects.filter(token=token).first() if token else None


def shared_notebook(shared: str) -> Notebook | None:
    return Notebook.objects.filter(shared=shared).first()


def kept_ids(*, token: str = "", notebook: Notebook | None = None) -> list[int]:
    """Offers of a notebook, oldest first. No query without a key: most visitors have none."""
    if notebook is not None:
        rows = NotebookItem.objects.filter(notebook=notebook)
    elif token:
        rows = NotebookItem.objects.filter(notebook__token=token)
    else:
        return []
    return list(rows.order_by("added_at", "pk").values_list("offer_id", flat=True))
