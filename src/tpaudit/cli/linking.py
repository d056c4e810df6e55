"""How places become links: from `--links`, and the commit at which the work tree stands."""

from __future__ import annotations

from tpaudit.outputs.links import Links


def links(template: str | None) -> Links | None:
    """Return what makes links; None where nobody asks for them. Raises UsageError for what is no address."""
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
        commit = "HEAD"  # nowhere, or before the first commit
    return Links(template, commit)
