"""polyfiche: one Markdown source, gettext catalogs, every language, every page fits."""
