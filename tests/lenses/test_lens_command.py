"""`manage.py lens`: what a person at a terminal gets."""

import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from lenses.models import LensVersion
from tests.conftest import Cast
from tests.lenses.document.cases import FIXTURES, SEED
from tests.lenses.document.test_read import ODDITIES, REFUSED

CATALOG = Path(__file__).resolve().parents[2] / "lenses" / "catalog"


def run(*args: object, fails: bool = False) -> str:
    """What the command prints; fails: it must end with exit code 1."""
    out = StringIO()
    if not fails:
        call_command("lens", *map(str, args), stdout=out)
        return out.getvalue()
    with pytest.raises(SystemExit) as ended:
        call_command("lens", *map(str, args), stdout=out)
    assert ended.value.code == 1
    return out.getvalue()


def test_lint_of_a_good_lens_says_what_is_in_it():
    lines = run("lint", FIXTURES / "more-links.json").splitlines()
    assert lines == [
        f"{FIXTURES / 'more-links.json'}: “More links”, 1 pillar, 1 question, 3 choices",
        "1 document: 0 errors, 0 warnings.",
    ]


def test_lint_prints_place_sentence_pointer_and_code():
    path = FIXTURES / "bad-unknown-choice.json"
    first = run("lint", path, fails=True).splitlines()[0]
    assert first == (
        f"{path}:36:15: error: The condition names “b_3”, which is no choice of this question."
        " [/pillars/0/questions/0/riskRules/0/condition rule-unknown-choice]"
    )


def test_lint_passes_with_warnings_unless_strict():
    path = FIXTURES / "no-default.json"
    assert "no default rule" in run("lint", path)
    assert "no default rule" in run("lint", "--strict", path, fails=True)


def test_lint_says_the_same_thing_once():
    printed = run("lint", FIXTURES / "no-default.json")
    assert printed.count("default-missing") == 1


def test_lint_can_ask_what_aws_would_refuse():
    assert "aws-id" in run("lint", "--aws", SEED, fails=True)


def test_lint_of_a_folder_looks_at_every_document_in_it():
    last = run("lint", "--quiet", FIXTURES, fails=True).splitlines()[-1]
    assert last.startswith(f"{len(ODDITIES) + len(REFUSED)} documents: ")


def test_lint_knows_lenses_in_folders():
    printed = run("lint", "--strict", CATALOG)
    assert "“Well-Architected Framework”, 6 pillars, 57 questions, 364 choices" in printed
    folders = len(list(CATALOG.glob("*/lens.yaml")))
    assert printed.endswith(f"{folders} documents: 0 errors, 0 warnings.\n")


def test_lint_names_the_file_of_a_folder(tmp_path):
    (tmp_path / "lens.yaml").write_text("name: Parts\npillars: [one]\n")
    (tmp_path / "one.yaml").write_text("id: one\nquestions:\n  - id: q\n")
    printed = run("lint", tmp_path, fails=True)
    assert f"{tmp_path / 'one.yaml'}:3:5: error: The question “q” has no choices" in printed


def test_lint_of_nothing_fails(tmp_path):
    assert run("lint", tmp_path, fails=True) == "0 documents: 0 errors, 0 warnings.\n"
    with pytest.raises(CommandError, match="No such file"):
        run("lint", tmp_path / "nothing.json")


def test_stats_count_the_built_in_lenses():
    heading, *rows = [line.split() for line in run("stats").splitlines()]
    assert heading == [*["lens", "pillars", "questions", "choices", "practices", "rules", "words"]]
    by_name = {row[0]: row[1:5] for row in rows}
    assert by_name["wellarchitected"] == ["6", "57", "364", "307"]
    assert by_name["review-checklist"] == ["6", "6", "48", "42"]
    assert by_name["security-checklist"] == ["6", "8", "32", "24"]
    assert by_name["pillar-checklists"] == ["6", "9", "67", "58"]
    *lenses, total = ([int(figure.replace(",", "")) for figure in row[1:5]] for row in rows)
    assert rows[-1][0] == "total"
    assert total == [sum(column) for column in zip(*lenses, strict=True)]


def test_stats_count_any_document():
    rows = run("stats", SEED, FIXTURES / "bad-risk.json").splitlines()
    assert rows[1].split()[1:6] == ["1", "1", "1", "1", "1"]
    assert rows[2] == "bad-risk.json (not a lens)"


def test_the_seed_lens_is_imported_published_and_exported(cast: Cast):
    printed = run("import", SEED, "--organization", "northwind", "--publish", "1.0")
    assert printed == (
        "Company Platform Standards (company-platform-standards) is in northwind as version 1.0:"
        " 1 question, 1 choice.\n"
    )
    version = LensVersion.objects.get(lens__alias="company-platform-standards")
    assert version.is_published
    assert version.lens.organization == cast.northwind
    alias = ["company-platform-standards", "--organization", "northwind"]
    exported = run("export", *alias)
    assert json.loads(exported) == json.loads(SEED.read_text(encoding="utf-8"))
    assert yaml.safe_load(run("export", *alias, "--format", "yaml")) == json.loads(exported)
    aws = json.loads(run("export", *alias, "--format", "aws"))
    assert aws["pillars"][0]["questions"][0]["id"] == "obs_01"


def test_without_publish_the_import_is_a_draft(cast: Cast):
    assert "as a draft" in run("import", SEED, "--organization", "northwind")
    assert not LensVersion.objects.get(lens__alias="company-platform-standards").is_published


def test_a_lens_in_a_folder_is_imported_whole(cast: Cast, tmp_path):
    (tmp_path / "lens.yaml").write_text("name: Parts\nalias: parts\npillars: [one]\n")
    (tmp_path / "one.yaml").write_text(
        "id: one\nname: One\nquestions:\n"
        "  - {id: q, title: Q, choices: [{id: a, title: A, riskIfAbsent: high}]}\n"
    )
    run("import", tmp_path, "--organization", "northwind")
    document = LensVersion.objects.get(lens__alias="parts").document
    assert [rule["risk"] for rule in document["pillars"][0]["questions"][0]["riskRules"]] == [
        "NO_RISK",
        "HIGH_RISK",
    ]


def test_a_refused_import_lists_every_error_and_leaves_nothing(cast: Cast):
    with pytest.raises(CommandError) as refused:
        run("import", FIXTURES / "bad-condition.json", "--organization", "northwind")
    assert str(refused.value).count("riskRules") == 2
    assert not LensVersion.objects.filter(lens__organization=cast.northwind).exists()


def test_an_export_can_go_to_a_file(cast: Cast, tmp_path):
    file = tmp_path / "checklist.yaml"
    arguments = ["--organization", "northwind", "--format", "yaml", "--output", file]
    assert run("export", "review-checklist", *arguments) == ""
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["alias"] == "review-checklist"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", SEED], "There are several organizations"),
        (["import", SEED, "--organization", "nobody"], "There is no organization “nobody”"),
        (["export", "nothing", "--organization", "northwind"], "There is no such lens"),
    ],
)
def test_what_cannot_be_done_is_said(cast: Cast, arguments, said):
    with pytest.raises(CommandError, match=said):
        run(*arguments)


@pytest.mark.django_db
def test_without_an_organization_there_is_nowhere_to_import_to():
    with pytest.raises(CommandError, match="no organization yet"):
        run("import", SEED)
