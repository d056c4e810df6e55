"""How much reaches one customer: for sure, on average, at most; by day, week, month and quarter; and silences."""
