"""docs/security/sbom.cdx.json lists all that comes along, as CycloneDX, and its check sees what is wrong."""

from __future__ import annotations

import copy
import json
from importlib.metadata import version

from tests.architecture.tree import ROOT
from tools import dependencies, sbom

LISTED = json.loads(sbom.FILE.read_text(encoding="utf-8"))
SCRIPT = (ROOT / "tools" / "vendor.sh").read_text(encoding="utf-8")


def faults(listed=LISTED, *, here=(), script=SCRIPT, bad="") -> list[str]:
    return sbom.faults(listed, here, script, bad)


def test_the_list_that_is_kept_names_everything_that_comes_along(capsys):
    assert sbom.main("check") == 0, capsys.readouterr().out


def test_it_is_what_the_format_asks_for():
    assert (LISTED["bomFormat"], LISTED["specVersion"]) == ("CycloneDX", "1.6")
    refs = [one["bom-ref"] for one in LISTED["components"]]
    assert len(refs) == len(set(refs)) > 30
    assert all(one["licenses"] and one["name"] for one in LISTED["components"])
    named = {ref for one in LISTED["dependencies"] for ref in (one["ref"], *one["dependsOn"])}
    assert named <= {*refs, "yimen"}
    django = next(one for one in LISTED["components"] if one["name"] == "django")
    assert django["purl"] == f"pkg:pypi/django@{django['version']}"
    assert django["bom-ref"] in LISTED["dependencies"][0]["dependsOn"]


def test_written_twice_it_is_the_same():
    found = dependencies.installed()
    made = [json.dumps(sbom.bill(found, version("yimen"), SCRIPT)) for _ in range(2)]
    assert made[0] == made[1] and '"name": "django"' in made[0]


def test_what_is_wrong_is_seen():
    assert faults() == []
    assert faults(here=["django", "left-pad"]) == ["left-pad: comes along and is not listed"]
    old = copy.deepcopy(LISTED)
    next(one for one in old["components"] if one["name"] == "django")["version"] = "4.2.1"
    assert [one for one in faults(old) if one.startswith("django 4.2.1: listed, but")]
    django = next(one["version"] for one in LISTED["components"] if one["name"] == "django")
    assert faults(bad=f"django =={django} CVE-0000-0000") == [f"django {django}: CVE-0000-0000 (=={django})"]
    assert faults(script=SCRIPT.replace("govuk-frontend@", "govuk-frontend@9")) == [
        "vendor.sh or the fonts have changed since"
    ]
