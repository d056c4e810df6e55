"""When touchpoints reach a customer: pure functions of the inventory."""
