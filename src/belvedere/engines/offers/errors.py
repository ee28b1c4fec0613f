"""What can be wrong with a feed or with one object, each with a French sentence and the place of the fault."""


class FeedError(Exception):
    """The whole feed, or one of its members, cannot be read."""

    def __init__(self, sentence: str, place: str = "") -> None:
        super().__init__(f"{place} : {sentence}" if place else sentence)
        self.sentence = sentence
        self.place = place

    def __reduce__(self) -> tuple[type["FeedError"], tuple[str, str]]:
        """What an exception is rebuilt from in another process: by default, its joined message alone."""
        return type(self), (self.sentence, self.place)


class TruncatedFeed(FeedError):
    """The archive stops before its end."""


class ZipBomb(FeedError):
    """The archive would unpack to more than is reasonable."""


class PathEscape(FeedError):
    """A member would be written outside of the folder."""


class WrongEncoding(FeedError):
    """Not UTF-8."""


class DuplicateObject(FeedError):
    """The same object came twice: the first one is kept."""


class UnreadableMember(FeedError):
    """Damaged, encrypted or oversized."""


class ObjectError(FeedError):
    """One object cannot be taken; ``place`` is the path inside it."""
