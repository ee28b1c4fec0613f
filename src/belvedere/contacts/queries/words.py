"""A text without its marks: what the plain part of a letter says."""

from html.parser import HTMLParser

BLOCKS = {"p", "h2", "h3", "ul", "ol"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "li":
            self.parts.append("\n– ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.url = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.url:
            self.parts.append(f" ({self.url})")
            self.url = ""

    def handle_data(self, data: str) -> None:
        self.parts.append(" ".join(data.split("\n")))


def plain_text(html: str) -> str:
    """Paragraphs apart, items with a dash, links followed by where they lead."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = "".join(words.parts).split("\n")
    text = "\n".join(line.strip() for line in lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()
