"""Numbers that no column can hold: in a list they match nothing, as Django already has it of one alone. SQLite raised
OverflowError where a forged form or address carried one among the choices of a field."""

from typing import Any

from django.db.models import IntegerField
from django.db.models.lookups import In


class InBounds(In):
    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():
            low, high = connection.ops.integer_field_range(self.lhs.output_field.get_internal_type())
            self.rhs = [one for one in self.rhs if not isinstance(one, int) or low <= one <= high]
        return super().process_rhs(compiler, connection)


def ignore_impossible_numbers() -> None:
    """From now on, in every query on whole numbers."""
    IntegerField.register_lookup(InBounds)
