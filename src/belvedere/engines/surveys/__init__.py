"""Surveys: scores with their margins, silence said, samples weighted to what is known of their population."""

from .raking import TRIM, design_effect, rake
from .scores import mean, nps, proportion, response, satisfied, shares, wilson, worst
from .types import FEWEST, Change, Estimate, Margin, Raking, Response, SurveyError
from .weighted import bootstrap, change, needed, share

__all__ = [
    "FEWEST",
    "TRIM",
    "Change",
    "Estimate",
    "Margin",
    "Raking",
    "Response",
    "SurveyError",
    "bootstrap",
    "change",
    "design_effect",
    "mean",
    "needed",
    "nps",
    "proportion",
    "rake",
    "response",
    "satisfied",
    "share",
    "shares",
    "wilson",
    "worst",
]
