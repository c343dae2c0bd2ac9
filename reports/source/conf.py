"""Settings of the report, for both languages: `sphinx-build -t es` or `-t en` chooses.

Nothing that varies (a date, a folder, a version of this project) may reach a page.
"""

language = "en" if tags.has("en") else "es"  # type: ignore[name-defined]  # noqa: F821
_TEXT = {
    "es": {
        "title": "Redes neuronales, regenerables",
        "figure": "Figura %s",
        "table": "Tabla %s",
        "languages": "Idioma",
    },
    "en": {
        "title": "Neural networks, regenerable",
        "figure": "Figure %s",
        "table": "Table %s",
        "languages": "Language",
    },
}[language]

project = _TEXT["title"]
author = "Redes"
extensions = ["myst_parser", "redes.report.extension"]
nitpicky = True
highlight_language = "none"
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"

# Dollar signs for formulae, ::: for directives, and labels for headings.
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
suppress_warnings: list[str] = []

numfig = True
numfig_secnum_depth = 1
numfig_format = {"figure": _TEXT["figure"], "table": _TEXT["table"], "code-block": "%s", "section": "%s"}
math_numfig = True
math_eqref_format = "({number})"

html_theme = "furo"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5394", "color-brand-content": "#0b5394"},
    "dark_css_variables": {"color-brand-primary": "#8ec7ff", "color-brand-content": "#8ec7ff"},
}
html_title = _TEXT["title"]
html_static_path = ["_static", "../play"]
html_css_files = ["course.css"]
html_favicon = "_static/favicon.svg"
templates_path = ["_templates"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/languages.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_context = {
    # Pages may load what lies beside them and nothing else. Furo needs styles inside the page.
    "policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; base-uri 'none'; form-action 'self'"
    ),
    "languages": [("es", "Español"), ("en", "English")],
    "languages_label": _TEXT["languages"],
}
html_math_renderer = "mathml"
html_use_index = False
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None
html_show_search_summary = False  # it would fetch pages, which browsers refuse for files
html_permalinks_icon = "#"
