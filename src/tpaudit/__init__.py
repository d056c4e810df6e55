"""tpaudit: validates, audits and forecasts inventories of customer touchpoints."""

__version__ = "0.1.0"
