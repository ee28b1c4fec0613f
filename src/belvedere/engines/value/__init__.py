"""Who comes back, what each person should bring, and what winning or keeping somebody costs, with intervals."""

from .costs import cost_ratio, log_cost, ratio_of
from .history import History, Visits, history_at, visits_of
from .report import as_json
from .shares import repeat_of, wilson
from .simulate import Truth, World, simulate
from .study import study
from .types import Acts, Answer, CostLine, Estimate, Purpose, Settings, ValueFault
from .worth import MOST, RECENCY

__all__ = [
    "MOST",
    "RECENCY",
    "Acts",
    "Answer",
    "CostLine",
    "Estimate",
    "History",
    "Purpose",
    "Settings",
    "Truth",
    "ValueFault",
    "Visits",
    "World",
    "as_json",
    "cost_ratio",
    "history_at",
    "log_cost",
    "ratio_of",
    "repeat_of",
    "simulate",
    "study",
    "visits_of",
    "wilson",
]
