"""What the office's frame asks of the shell: bulk actions checked row by row, the house's colours."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from .surfaces import refuse_foreign_rows

hooks.register("before_bulk_action", refuse_foreign_rows)


@hooks.register("insert_global_admin_css")
def skin() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("shell/office.css"))
