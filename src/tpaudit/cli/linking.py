"""How places become links: from `--links`, and the commit that is checked out."""

from __future__ import annotations

from tpaudit.outputs.links import Links


def links(template: str | None) -> Links | None:
    """Return the template for links, None without `--links`; raise UsageError if it is not an address."""
    if not template:
        return None
    from tpaudit.cli.place import here
    from tpaudit.loading.git import repository, revision
    from tpaudit.loading.usage import UsageError
    from tpaudit.outputs.links import checked

    template = checked(template)
    try:
        commit = revision(repository(here()), "HEAD").commit
    except UsageError:
        commit = "HEAD"  # outside a repository, or before the first commit
    return Links(template, commit)
