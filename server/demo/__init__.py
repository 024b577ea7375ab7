"""Demo data and lifelike activity. Refused in production."""
