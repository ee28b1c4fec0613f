"""What each destination keeps in Wagtail's own trees: a media library, and the place of its pages.

In the tree of pages a destination has a node, named after it, inside its mother's; in the node, beside those of its
daughters, one page holds what it writes. A right on the node goes down the tree, a right on that page does not.
"""

from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from belvedere.territories.models import Destination

PAGES = "pages"


def give_holdings(destination: Destination) -> None:
    """Makes what is missing; the destination is saved by the caller."""
    if destination.collection_id is None:
        above = destination.parent.collection if destination.parent_id and destination.parent else None
        root = Collection.objects.get(pk=above.pk) if above is not None else Collection.get_first_root_node()
        destination.collection = root.add_child(name=destination.name)
    if destination.page_root_id is None:
        node = _above(destination).add_child(instance=Page(title=destination.name, slug=destination.slug))
        destination.page_root = node.add_child(instance=Page(title=_title(destination), slug=PAGES))


def follow_destination(destination: Destination) -> None:
    """Names and places of the holdings are those of the destination."""
    Collection.objects.filter(pk=destination.collection_id).update(name=destination.name)
    root = Page.objects.get(pk=destination.page_root_id)
    node, above = root.get_parent(), _above(destination)
    Page.objects.filter(pk=root.pk).update(title=_title(destination), draft_title=_title(destination))
    Page.objects.filter(pk=node.pk).update(title=destination.name, draft_title=destination.name)
    if node.get_parent().pk != above.pk:
        node.move(above, pos="last-child")


def _title(destination: Destination) -> str:
    return _("Pages de %s") % destination.name


def _above(destination: Destination) -> Page:
    """The node of the mother, read afresh: the tree's paths change under those who hold a page."""
    mother = destination.parent.page_root_id if destination.parent_id and destination.parent else None
    return Page.objects.get(pk=mother).get_parent() if mother else Page.get_first_root_node()
