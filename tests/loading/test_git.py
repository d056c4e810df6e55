from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.repositories import Repo, repo
from tpaudit.loading import limits
from tpaudit.loading.discovery import find_roots
from tpaudit.loading.git import _HARDENED, Revision, repository, revision
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder, Unreadable
from tpaudit.loading.tree import opened, roots_at
from tpaudit.loading.usage import UsageError
from tpaudit.messages import render


@pytest.fixture(autouse=True)
def _own_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


@pytest.fixture
def made(tmp_path: Path) -> Repo:
    return repo(tmp_path / "repo")


def at(made: Repo, name: str = "HEAD") -> Revision:
    return revision(repository(made.path), name)


def read(made: Repo, file: str, *, folder: str = "", name: str = "HEAD") -> bytes | str:
    with opened(at(made, name), folder) as tree:
        data = tree.read(file)
    return render(data.reason) if isinstance(data, Unreadable) else data


def glob(made: Repo, pattern: str, *, folder: str = "") -> tuple[str, ...]:
    with opened(at(made), folder) as tree:
        return tree.glob(pattern)


def test_it_reads_what_was_committed_and_touches_nothing(made: Repo) -> None:
    made.put("a/tpaudit.yaml", "tpaudit: 1\n")
    made.put("a/b.yaml", "old\n")
    made.commit()
    made.put("a/b.yaml", "new\n")
    made.put("a/c.yaml", "staged\n")
    made.git("add", "a/c.yaml")
    made.git("status")
    before = {path: path.lstat() for path in made.path.rglob("*") if path.is_file()}
    assert read(made, "b.yaml", folder="a") == b"old\n"
    assert glob(made, "*.yaml", folder="a") == ("b.yaml", "tpaudit.yaml")
    after = {path: path.lstat() for path in made.path.rglob("*") if path.is_file()}
    assert [(path, found.st_mtime_ns, found.st_size) for path, found in after.items()] == [
        (path, found.st_mtime_ns, found.st_size) for path, found in before.items()
    ]


def test_it_loads_the_same_as_the_folder(made: Repo) -> None:
    made.put("j/tpaudit.yaml", "tpaudit: 1\ninclude: [tp/**/*.yaml, x/y.yaml, .hidden/*.yaml]\n")
    for file in ("tp/a.yaml", "tp/deep/er/b.yaml", "tp/.c.yaml", "x/y.yaml", ".hidden/z.yaml", "tp/ü ö.yaml"):
        made.put(f"j/{file}", "touchpoints: []\n")
    made.commit()
    with opened(at(made), "j") as tree:
        loaded = load(tree, "tpaudit.yaml")
    assert loaded.complete
    assert [document.file for document in loaded.included] == [
        document.file for document in load(Folder(made.path / "j"), "tpaudit.yaml").included
    ]
    assert len(loaded.included) == 5


def test_what_is_not_there_is_said(made: Repo) -> None:
    made.put("a/b.yaml", "x")
    made.commit()
    assert read(made, "c.yaml") == "c.yaml does not exist"
    assert read(made, "a") == "a is a folder, not a file"
    assert glob(made, "a/none*.yaml") == ()


def test_files_over_the_limit_are_not_read_and_the_next_ones_are(made: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tpaudit.loading.git.MAX_FILE_BYTES", 10)
    made.put("big.yaml", "x" * 35)
    made.put("small.yaml", "y" * 10)
    made.commit()
    with opened(at(made), "") as tree:
        big, small = tree.read("big.yaml"), tree.read("small.yaml")
    assert isinstance(big, Unreadable)
    assert f"{limits.MAX_FILE_MIB} MiB" in render(big.reason)
    assert small == b"y" * 10


def test_links_are_followed_within_the_root_s_folder(made: Repo) -> None:
    made.put("j/real/a.yaml", "a\n")
    made.put("outside.yaml", "secret\n")
    links = {"link.yaml": "real/a.yaml", "folder": "real", "out.yaml": "../outside.yaml", "up": "..",
             "absolute.yaml": str(made.path / "outside.yaml"), "above.yaml": "../../../x", "dangling.yaml": "no.yaml",
             "loops/self.yaml": "self.yaml", "loops/one": "two", "loops/two": "one"}  # fmt: skip
    (made.path / "j/loops").mkdir()
    for link, target in links.items():
        (made.path / "j" / link).symlink_to(target)
    made.commit()
    assert read(made, "link.yaml", folder="j") == b"a\n"
    assert read(made, "folder/a.yaml", folder="j") == b"a\n"
    for file in ("out.yaml", "absolute.yaml", "above.yaml", "up/outside.yaml"):
        assert "outside the root file's folder" in str(read(made, file, folder="j")), file
    for file in ("loops/self.yaml", "loops/one/x.yaml"):
        assert "leads back to itself" in str(read(made, file, folder="j"))
    assert read(made, "dangling.yaml", folder="j") == "dangling.yaml does not exist"
    assert glob(made, "folder/*.yaml", folder="j") == ("folder/a.yaml",)
    assert glob(made, "**/a.yaml", folder="j") == ("real/a.yaml",)
    disk = Folder(made.path / "j")
    for pattern in ("*.yaml", "*/a.yaml", "loops/one/*.yaml", "up/*.yaml"):
        assert glob(made, pattern, folder="j") == disk.glob(pattern), pattern


def test_a_link_with_an_endless_target_is_refused(made: Repo) -> None:
    (made.path / "long.yaml").symlink_to("a/" * 2000 + "b")
    made.commit()
    blob = made.path / "blob"
    blob.write_text("a/" * 5000)
    identity = made.git("hash-object", "-w", "blob")
    made.git("update-index", "--add", "--cacheinfo", f"120000,{identity},longer.yaml")
    made.git("commit", "--quiet", "--message", "x")
    assert "leads back" in str(read(made, "longer.yaml"))


def test_files_in_a_submodule_are_not_here(made: Repo, tmp_path: Path) -> None:
    other = repo(tmp_path / "other")
    other.put("x.yaml", "touchpoints: []\n")
    other.commit()
    made.put("tpaudit.yaml", "tpaudit: 1\n")
    made.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.path), "sub/mod")
    made.commit()
    assert read(made, "sub/mod/x.yaml") == "sub/mod/x.yaml lies in the submodule sub/mod, another repository"
    assert read(made, "sub/mod") == "sub/mod lies in the submodule sub/mod, another repository"
    assert glob(made, "**/*.yaml") == ("tpaudit.yaml",)
    for pattern in ("sub/mod/*.yaml", "sub/mod/x.yaml", "./sub/mod/**/*.yaml"):
        with pytest.raises(UsageError, match="submodule sub/mod, whose files HEAD does not hold"):
            glob(made, pattern)
    assert repository(made.path / "sub/mod").top == (made.path / "sub/mod").resolve()


def test_revisions_by_every_name(made: Repo) -> None:
    first = made.commit()
    made.git("tag", "--annotate", "v1", "--message", "v1")
    made.git("branch", "feature/ü")
    second = made.commit()
    for name, commit in {"HEAD": second, "HEAD~1": first, "v1": first, "feature/ü": first, first[:8]: first,
                         "main": second, "@{0}": second, second: second}.items():  # fmt: skip
        assert at(made, name).commit == commit, name


def test_three_dots_are_where_both_parted(made: Repo) -> None:
    parted = made.commit()
    made.git("checkout", "--quiet", "-b", "topic")
    made.commit()
    made.git("checkout", "--quiet", "main")
    made.put("x", "x")
    made.commit()
    assert at(made, "topic...").commit == at(made, "...topic").commit == at(made, "main...topic").commit == parted
    made.git("checkout", "--quiet", "--orphan", "alone")
    made.commit()
    with pytest.raises(UsageError, match=r"the revisions of main\.\.\. have no common ancestor here"):
        at(made, "main...")


@pytest.mark.parametrize(
    "name",
    ["nowhere", "-n", "--help", "--output=x", "HEAD:tpaudit.yaml", "HEAD^{tree}", "a\nb", "a\0b", "HEAD..HEAD",
     "0" * 40, ":/x", "origin/main", "@{99}", "$(touch x)", "nowhere...HEAD", "--all", "^HEAD"],
)  # fmt: skip
def test_what_is_no_revision(made: Repo, name: str) -> None:
    made.put("tpaudit.yaml", "tpaudit: 1\n")
    made.commit()
    with pytest.raises(UsageError, match="is not a revision of this repository"):
        at(made, name)


@pytest.mark.parametrize("name", ["", " "])
def test_a_variable_that_is_not_set_is_no_revision(made: Repo, name: str) -> None:
    made.commit()
    with pytest.raises(UsageError, match="the name of the revision is empty") as caught:
        at(made, name)
    assert "perhaps a variable is not set" in render(caught.value.help)


def test_a_repository_without_commits(made: Repo) -> None:
    with pytest.raises(UsageError, match="HEAD is not a revision") as caught:
        at(made)
    assert "Nothing is committed on this branch yet" in render(caught.value.help)


def test_a_shallow_clone_says_how_to_fetch_the_rest(made: Repo, tmp_path: Path) -> None:
    first = made.commit()
    made.put("tpaudit.yaml", "tpaudit: 1\n")
    made.commit()
    made.git("clone", "--quiet", "--depth", "1", made.path.as_uri(), str(tmp_path / "shallow"))
    clone = Repo(tmp_path / "shallow")
    assert read(clone, "tpaudit.yaml") == b"tpaudit: 1\n"
    for name in (first, "HEAD~1", "origin/other"):
        with pytest.raises(UsageError, match="is not a revision") as caught:
            at(clone, name)
        assert "fetch-depth: 0" in render(caught.value.help)


def test_a_partial_clone_fetches_nothing(made: Repo, tmp_path: Path) -> None:
    made.put("a.yaml", "old\n")
    made.commit()
    made.put("a.yaml", "new\n")
    made.commit()
    made.git("config", "uploadpack.allowFilter", "true")
    made.git("clone", "--quiet", "--filter=blob:none", made.path.as_uri(), str(tmp_path / "partial"))
    clone = Repo(tmp_path / "partial")
    assert read(clone, "a.yaml") == b"new\n"
    with pytest.raises(UsageError, match="HEAD~1 is not wholly here"):
        read(clone, "a.yaml", name="HEAD~1")


def test_places_without_a_work_tree(tmp_path: Path, made: Repo) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(UsageError, match="plain is not in a git repository"):
        repository(tmp_path / "plain")
    made.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    for folder in (tmp_path / "bare.git", made.path / ".git"):
        with pytest.raises(UsageError, match="bare repository"):
            repository(folder)


def test_without_git(made: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="git is not installed"):
        repository(made.path)


def test_a_repository_of_somebody_else(made: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    answer = subprocess.CompletedProcess([], 128, b"", b"fatal: detected dubious ownership in repository at '/x'\n")
    monkeypatch.setattr("tpaudit.loading.git.subprocess.run", lambda *_, **__: answer)
    with pytest.raises(UsageError, match="belongs to another user") as caught:
        repository(made.path)
    assert "safe.directory" in render(caught.value.help)


def test_any_other_refusal_is_handed_on(made: Repo) -> None:
    made.put(".git/config", "[broken\n")
    with pytest.raises(UsageError, match=r"git cannot read the repository of .*: fatal: bad config"):
        repository(made.path)


def test_inside_a_hook_it_is_the_folder_that_counts(
    made: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.put("a.yaml", "a\n")
    made.commit()
    other = repo(tmp_path / "other")
    for name, value in {"GIT_DIR": str(other.path / ".git"), "GIT_WORK_TREE": str(other.path), "GIT_INDEX_FILE": "no",
                        "GIT_PAGER": "false", "GIT_EXTERNAL_DIFF": "false"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert repository(made.path).top == made.path.resolve()
    assert read(made, "a.yaml") == b"a\n"


def test_no_program_that_the_repository_names_is_started(made: Repo) -> None:
    trap = made.put(".git/trap", f"#!/bin/sh\ntouch {made.path}/sprung\n")
    trap.chmod(0o755)
    made.put(".gitattributes", "*.yaml filter=trap diff=trap\n")
    made.put("a.yaml", "a\n")
    made.commit()
    made.put("tpaudit.yaml", "tpaudit: 1\n")
    made.put("below/tpaudit.yaml", "tpaudit: 1\n")
    made.commit()
    made.git("config", "core.sparseCheckout", "true")
    for key in ("core.fsmonitor", "core.pager", "filter.trap.smudge", "filter.trap.clean", "filter.trap.process",
                "diff.trap.textconv", "diff.external", "core.sshCommand", "core.askPass", "core.editor",
                "core.gitProxy", "core.alternateRefsCommand", "credential.helper", "gpg.program", "sequence.editor",
                "uploadpack.packObjectsHook", "pager.ls-tree", "pager.cat-file"):  # fmt: skip
        made.git("config", key, str(trap))
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (made.path / ".git/hooks").mkdir(exist_ok=True)
        (made.path / ".git/hooks" / hook).symlink_to(trap)
    (made.path / "sprung").unlink(missing_ok=True)
    assert read(made, "a.yaml") == b"a\n"
    assert glob(made, "a*.yaml") == ("a.yaml",)
    assert at(made, "HEAD~1...").commit
    assert repository(made.path).left_out() == frozenset()
    assert len(find_roots(["below", "tpaudit.yaml"], cwd=made.path)) == 2
    assert len(find_roots([str(made.path.parent)], cwd=made.path)) == 2
    assert not (made.path / "sprung").exists()


def test_the_roots_that_a_revision_has(made: Repo) -> None:
    for file in ("a/tpaudit.yaml", "b/deep/tpaudit.yml", ".hidden/tpaudit.yaml", "c/journey.yaml"):
        made.put(file, "tpaudit: 1\n")
    made.put("c/other.yaml", "touchpoints: []\n")
    made.commit()
    made.git("rm", "-r", "--quiet", "a", "b")

    def roots(*paths: str, cwd: str = "") -> tuple[str, ...]:
        return roots_at(at(made), paths, made.path / cwd)

    assert roots() == ("a/tpaudit.yaml", "b/deep/tpaudit.yml")
    assert roots("a") == roots("a/tpaudit.yaml") == roots(str(made.path / "a")) == ("a/tpaudit.yaml",)
    assert roots("b") == ("b/deep/tpaudit.yml",)
    assert roots("c") == roots("c/journey.yaml") == ("c/journey.yaml",)
    assert roots("nowhere") == ()
    assert roots("../c", cwd="c") == ("c/journey.yaml",)
    with pytest.raises(UsageError, match=r"c/other\.yaml is not a root file at HEAD"):
        roots("c/other.yaml")
    with pytest.raises(UsageError, match="outside of the git repository"):
        roots("..")


def test_the_nearest_root_upwards_counts(made: Repo) -> None:
    made.put("tpaudit.yaml", "tpaudit: 1\n")
    made.put("a/tpaudit.yaml", "tpaudit: 1\n")
    made.put("a/b/x.yaml", "")
    made.put("c/x.yaml", "")
    made.commit()
    assert roots_at(at(made), (), made.path / "a/b") == ("a/tpaudit.yaml",)
    assert roots_at(at(made), (), made.path / "c") == ("tpaudit.yaml",)


@pytest.mark.parametrize("helped", [True, False])
def test_nothing_is_fetched_by_a_program_that_the_repository_names(
    made: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, helped: bool
) -> None:
    made.put("a.yaml", "old\n")
    made.commit()
    made.put("a.yaml", "new\n")
    made.commit()
    made.git("config", "uploadpack.allowFilter", "true")
    made.git("clone", "--quiet", "--filter=blob:none", made.path.as_uri(), str(tmp_path / "partial"))
    clone = Repo(tmp_path / "partial")
    clone.git("config", "protocol.ext.allow", "always")
    clone.git("config", "remote.origin.url", f"ext::touch {tmp_path}/sprung")
    if not helped:
        # Versions of git before 2.45 may not know it.
        monkeypatch.delitem(_HARDENED, "GIT_NO_LAZY_FETCH")
    with pytest.raises(UsageError, match="HEAD~1 is not wholly here"):
        read(clone, "a.yaml", name="HEAD~1")
    assert not (tmp_path / "sprung").exists()


def test_files_kept_in_lfs_are_said_to_be_elsewhere(made: Repo) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    made.put(".gitattributes", "*.yaml filter=lfs\n")
    made.put("a.yaml", pointer)
    made.commit()
    assert read(made, "a.yaml") == "a.yaml is kept in Git LFS, so HEAD holds only a reference to it"
