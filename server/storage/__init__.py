"""The engines behind `server/db.py`. Nothing else imports this package."""
