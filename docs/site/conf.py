"""The pages of this repository as a site: scripts/docs-site runs Sphinx with it, from the root."""

import pathlib

ROOT = pathlib.Path(__file__).parents[2]

project = "message-service"
html_title = "message-service"
html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
extensions = ["myst_parser"]

# The files are those that the repository shows; none is copied or moved.
root_doc = "README"
include_patterns = ["README.md", "CHANGELOG.md", "SECURITY.md", "docs/*.md", "docs/**/*.md"]
include_patterns += ["client/README.md", "client-react/README.md"]
exclude_patterns = ["**/target", "**/node_modules", ".git", ".mvn"]

# Headings have the anchors that GitHub gives them, and links to what is not there end the build (-W).
myst_heading_anchors = 6
myst_enable_extensions = ["strikethrough", "tasklist"]
# The words behind the language of a block of code are for tests.
suppress_warnings = ["misc.highlighting_failure", "myst.header"]

GROUPS = {
    "Build on it": [
        "docs/tutorial",
        "docs/clients",
        "client/README",
        "client-react/README",
        "docs/protocol",
        "docs/services",
        "docs/webhooks",
        "docs/hooks",
    ],
    "Run it": [
        "docs/production",
        "docs/operations",
        "docs/upgrading",
        "docs/monitoring/README",
        "docs/replacing-a-gateway",
        "SECURITY",
    ],
    "Judge it": ["docs/comparison", "docs/consistency", "docs/benchmarks", "docs/scaling", "docs/conformance"],
    "Change it": ["docs/architecture", "docs/concurrency", "docs/rationale", "docs/contributing", "CHANGELOG"],
}


def toctrees():
    """A list of contents for each group; pages that no group names come last."""
    named = {page for pages in GROUPS.values() for page in pages}
    others = sorted(
        str(file.relative_to(ROOT).with_suffix("")) for file in (ROOT / "docs").rglob("*.md")
    )
    groups = {**GROUPS, "More": [page for page in others if page not in named]}
    return "".join(
        "\n```{toctree}\n:hidden:\n:caption: " + caption + "\n\n" + "\n".join(pages) + "\n```\n"
        for caption, pages in groups.items()
        if pages
    )


def setup(app):
    def add_contents(_, page, source):
        if page == root_doc:
            source[0] += toctrees()

    app.connect("source-read", add_contents)
