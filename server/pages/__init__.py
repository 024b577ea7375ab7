"""The HTML pages: shells for the live views, and what must work without script."""
