"""Base page, partials, style, charts, maps, languages."""
