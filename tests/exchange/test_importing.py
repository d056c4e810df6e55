"""Spreadsheets become inventories that check, and change existing ones by exactly what they say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import tpaudit
from tests.exchange.sheets import xlsx
from tpaudit.app.importing import imported
from tpaudit.exchange.bringing import Brought
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.loading.usage import UsageError

PLANS = Path(__file__).parent / "plans"
HEADS = ["Phase", "Touchpoint", "Kanal", "Owner", "Wann"]


def bring(
    folder: Path, file: str, data: bytes | str | None = None, *, write: bool = True, mapped: tuple[str, ...] = ()
) -> Brought:
    """Import a file into a folder."""
    if data is not None:
        (folder / file).write_bytes(data.encode() if isinstance(data, str) else data)
    return imported(folder, file, None, None, mapped, "en", write=write)


def inventory_in(folder: Path) -> Inventory:
    """Return the inventory of a folder, which has no faults."""
    inventory = build(load(Folder(folder), "tpaudit.yaml"), "tpaudit.yaml")
    assert inventory.faults == ()
    return inventory


class TestANewInventory:
    def test_a_german_plan_of_45_touchpoints(self, tmp_path: Path) -> None:
        shutil.copy(PLANS / "kundenreise.csv", tmp_path)

        shown = tpaudit("import", "kundenreise.csv", "--language", "de", cwd=tmp_path)
        assert shown.code == 0
        assert not (tmp_path / "tpaudit.yaml").exists()
        tpaudit("import", "kundenreise.csv", "--write", "--language", "de", cwd=tmp_path)

        checked = tpaudit("check", "--select", "INV", cwd=tmp_path)
        assert checked.code == 0, checked.out
        inventory = inventory_in(tmp_path)
        assert len(inventory.touchpoints) == 45
        unread = {line.split()[0] for line in shown.out.split("Nicht gelesen")[1].split("\n\n")[0].splitlines()[1:]}
        assert unread == {"E15", "E34", "E47"}
        review = inventory.touchpoint["business-review"]
        assert (review.phase, review.channel, review.owner) == ("retention", ("in_person",), "csm")

    def test_again_it_changes_nothing(self, tmp_path: Path) -> None:
        shutil.copy(PLANS / "kundenreise.csv", tmp_path)
        bring(tmp_path, "kundenreise.csv")

        again = bring(tmp_path, "kundenreise.csv")

        assert again.edits == ()
        assert len(again.understood.unchanged) == 45

    def test_headers_below_a_title_and_a_sheet_for_each_phase(self, tmp_path: Path) -> None:
        head = ["Touchpoint", "Channel", "Who", "When"]
        data = xlsx({
            "Onboarding": [["Our plan"], [], head, ["Welcome", "e-mail", "CSM", "day 0"]],
            "Renewal": [head, ["Reminder", "e-mail", "CSM", "90 days before renewal"]],
            "Ideas": [["just words"]],
        })  # fmt: skip

        brought = bring(tmp_path, "plan.xlsx", data)

        inventory = inventory_in(tmp_path)
        assert {touchpoint.id: touchpoint.phase for touchpoint in inventory.touchpoints} == {
            "welcome": "onboarding",
            "reminder": "renewal",
        }
        assert brought.skipped == ("Ideas",)

    def test_a_matrix(self, tmp_path: Path) -> None:
        data = xlsx({"Journey": [
            ["", "Awareness", "Onboarding", "Adoption", "Renewal"],
            ["E-mail", "", "Welcome mail\nTips", "Newsletter", "Reminder"],
            ["Phone", "-", "Kickoff", "", ""],
        ]})  # fmt: skip

        bring(tmp_path, "plan.xlsx", data)

        found = {
            touchpoint.id: (touchpoint.phase, touchpoint.channel) for touchpoint in inventory_in(tmp_path).touchpoints
        }
        assert found == {
            "welcome-mail": ("onboarding", ("email",)),
            "tips": ("onboarding", ("email",)),
            "newsletter": ("adoption", ("email",)),
            "reminder": ("renewal", ("email",)),
            "kickoff": ("onboarding", ("phone",)),
        }

    def test_phases_as_headings_and_as_merged_cells(self, tmp_path: Path) -> None:
        bring(tmp_path, "a.csv", "Touchpoint;Kanal;Owner\nOnboarding;;\nA;Mail;x\nB;Mail;x\nRenewal;;\nC;Mail;x\n")

        assert [touchpoint.phase for touchpoint in inventory_in(tmp_path).touchpoints] == [
            "onboarding",
            "onboarding",
            "renewal",
        ]

    def test_phases_that_stand_only_in_the_first_row_of_each(self, tmp_path: Path) -> None:
        bring(
            tmp_path, "a.csv", "Phase;Touchpoint;Kanal\nOnboarding;A;Mail\n;B;Mail\n;C;Mail\nRenewal;D;Mail\n;E;Mail\n"
        )

        phases = [touchpoint.phase for touchpoint in inventory_in(tmp_path).touchpoints]
        assert phases == ["onboarding", "onboarding", "onboarding", "renewal", "renewal"]

    def test_ids_are_made_of_names_and_unique(self, tmp_path: Path) -> None:
        bring(
            tmp_path, "a.csv", "Touchpoint;Kanal\nÜbergabe für Große;Mail\nTipp;Mail\nTipp;SMS\n!!!;Mail\nLogin;Mail\n"
        )

        ids = [touchpoint.id for touchpoint in inventory_in(tmp_path).touchpoints]
        assert ids[:4] == ["uebergabe-fuer-grosse", "tipp", "tipp-2", "touchpoint"]
        assert ids[4].startswith("login")

    def test_what_cannot_be_read_stays_as_a_text(self, tmp_path: Path) -> None:
        brought = bring(tmp_path, "a.csv", "Touchpoint;Wann;Aufwand;Reichweite\nA;bi-weekly;lange;viele\n")

        (entry,) = (origin.value for origin in inventory_in(tmp_path).origins.values())
        assert entry == {"id": "a", "name": "A", "x-timing": "bi-weekly", "x-effort": "lange", "x-reach": "viele"}
        assert [(remark.at, remark.cell) for remark in brought.understood.unread] == [
            ("B2", "bi-weekly"),
            ("C2", "lange"),
            ("D2", "viele"),
        ]

    def test_every_guess_is_told_by_cell(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("Touchpoint;Wann\nA;vierteljährlich\nB;vierteljährlich\n", encoding="utf-8")

        out = tpaudit("import", "a.csv", cwd=tmp_path).out

        assert "  B2, B3  vierteljährlich  timing: every: 3mo\n" in out

    def test_columns_that_were_not_recognised(self, tmp_path: Path) -> None:
        (tmp_path / "columns.txt").write_text("# ours\nGuru = owner\n", encoding="utf-8")
        (tmp_path / "a.csv").write_text("Touchpoint;Sinn;Guru\nA;Warum auch immer;CSM\n", encoding="utf-8")

        imported(tmp_path, "a.csv", None, "columns.txt", ("Sinn=objective",), "en", write=True)

        (touchpoint,) = inventory_in(tmp_path).touchpoints
        assert (touchpoint.objective, touchpoint.owner) == ("Warum auch immer", "csm")

    @pytest.mark.parametrize(("mapped", "said"), [("Wann", "does not say"), ("Wann=timming", "not a field")])
    def test_a_mapping_that_is_wrong(self, tmp_path: Path, mapped: str, said: str) -> None:
        with pytest.raises(UsageError, match=said):
            bring(tmp_path, "a.csv", "Touchpoint;Wann\nA;x\n", mapped=(mapped,))

    def test_a_file_without_touchpoints(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no table of touchpoints"):
            bring(tmp_path, "a.csv", "a;b\n1;2\n")

    def test_texts_from_cells_are_made_safe_for_the_terminal(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_bytes(b"Touchpoint;Kanal\n\x1b[31mA;\x1b]0;Mail\n")

        assert "\x1b" not in tpaudit("import", "a.csv", cwd=tmp_path).out


EXISTING = """\
tpaudit: 1
# ours
owners:
  - id: csm
    name: Customer Success
touchpoints:
  # the first call
  - id: kick   # stable
    name: Kickoff call
    channel: [video]   # Teams
    owner: csm
    x-crm: 17

  - {id: tips, name: Tips, timing: {every: 1w}} # flow
"""


class TestAnExistingInventory:
    def test_updates_by_name_and_keeps_the_rest(self, tmp_path: Path) -> None:
        (tmp_path / "tpaudit.yaml").write_text(EXISTING, encoding="utf-8")

        brought = bring(
            tmp_path,
            "a.csv",
            "Touchpoint;Kanal;Owner;Wann\nkickoff CALL;Telefon;;Tag 3\nTips;;Customer Success;monatlich\n"
            "New;Mail;Sales;\n",
        )

        assert (tmp_path / "tpaudit.yaml").read_text(encoding="utf-8") == EXISTING.replace(
            "[video]   # Teams\n    owner: csm\n", "phone   # Teams\n    owner: csm\n    timing:\n      at: 3d\n"
        ).replace("Tips, timing: {every: 1w}} #", "Tips, owner: csm, timing: {every: 1mo}} #").replace(
            "Customer Success\n", "Customer Success\n  - id: sales\n    name: Sales\n"
        ) + "  - id: new\n    name: New\n    channel: email\n    owner: sales\n"
        inventory_in(tmp_path)
        assert brought.only_here == ()

    def test_says_what_only_the_inventory_has_and_deletes_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "tpaudit.yaml").write_text(EXISTING, encoding="utf-8")

        brought = bring(tmp_path, "a.csv", "id;Touchpoint;Kanal\ntips;Other name;\n")

        assert brought.only_here == ("kick",)
        assert (tmp_path / "tpaudit.yaml").read_text(encoding="utf-8") == EXISTING.replace(
            "name: Tips", "name: Other name"
        )

    def test_an_edit_that_is_not_safe_is_refused_with_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "tpaudit.yaml").write_text(
            "tpaudit: 1\ntouchpoints:\n  - {id: a, name: A, content: &c {topic: t}}\n"
            "  - {id: b, name: B, content: *c}\n",
            encoding="utf-8",
        )
        (tmp_path / "a.csv").write_text("id;Touchpoint;content.topic\na;A;u\nb;B2;\n", encoding="utf-8")

        result = tpaudit("import", "a.csv", "--write", cwd=tmp_path)

        assert result.code == 1
        assert "tpaudit.yaml:3: something else would change with it" in result.out
        assert "name: B2" in (tmp_path / "tpaudit.yaml").read_text(encoding="utf-8")
