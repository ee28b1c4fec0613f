"""What an event or a campaign changed in daily attendance, with an interval that holds, or why nobody can tell."""

from belvedere.engines.impact.calendar import calendar_columns
from belvedere.engines.impact.measure import measure, propose_controls
from belvedere.engines.impact.panel import read_panel
from belvedere.engines.impact.pool import Pooled, pool, pool_shares, screen
from belvedere.engines.impact.power import (
    Brief,
    CampaignDesign,
    design_campaign,
    measure_campaign,
    past_twin,
    power_before,
)
from belvedere.engines.impact.report import as_json
from belvedere.engines.impact.simulate import QUIET, ROUGH, Truth, Unrest, simulate
from belvedere.engines.impact.types import (
    Context,
    Control,
    Effect,
    Estimate,
    ExpectedDay,
    ImpactError,
    Panel,
    Power,
    Window,
)

__all__ = [
    "QUIET",
    "ROUGH",
    "Brief",
    "CampaignDesign",
    "Context",
    "Control",
    "Effect",
    "Estimate",
    "ExpectedDay",
    "ImpactError",
    "Panel",
    "Pooled",
    "Power",
    "Truth",
    "Unrest",
    "Window",
    "as_json",
    "calendar_columns",
    "design_campaign",
    "measure",
    "measure_campaign",
    "past_twin",
    "pool",
    "pool_shares",
    "power_before",
    "propose_controls",
    "read_panel",
    "screen",
    "simulate",
]
