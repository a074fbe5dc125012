"""Pictures for those who would rather look than read: geometry here, SVG in the templates."""
