"""Certificates as files, and the sentence that says what was verified."""

import json
from dataclasses import replace
from pathlib import PurePosixPath

from hypothesis import given

from checker.analysis.proof.certification import Certificates, certify
from checker.engine.certificate import Refutation, check_refutation
from checker.report.explain.certificates import certificate_files, certified_sentence, certified_text
from tests.random_studies import Study
from tests.small_studies import case, theory
from tests.strategies import studies

TESTED = theory("N1: if a then y is low", "N2: y is not mid")


def certified() -> tuple[Certificates, ...]:
    return certify(TESTED, case("a=yes y=low", "a=no y=high"))


@given(studies())
def test_every_file_named_in_the_index_is_there_and_holds(study: Study) -> None:
    files = certificate_files(certify(*study))
    document = json.loads(files["index.json"])
    assert (document["format"], document["version"]) == ("checker/certify", 2)
    named = {"index.json", "README.txt"}
    for entry in document["theories"]:
        for period in entry["periods"]:
            for shown in period["refutations"]:
                check_refutation(Refutation(files[shown["cnf"]], files[shown["proof"]]))
                named |= {shown["cnf"], shown["proof"]}
    assert set(files) == named


def test_names_from_files_lead_to_no_other_folder() -> None:
    odd = replace(case("a=yes y=low"), name="../../etc")
    for name in certificate_files(certify(replace(TESTED, name="/a b"), odd)):
        assert not PurePosixPath(name).is_absolute()
        assert ".." not in PurePosixPath(name).parts


def test_a_witness_shows_its_world_and_the_propositions_that_hold_in_it() -> None:
    period = json.loads(certificate_files(certified())["index.json"])["theories"][0]["periods"][0]
    shown = next(w for w in period["witnesses"] if w["subject"] == "law")
    assert (period["verdict"], period["levels"], period["reading"]) == ("predicted", ["low"], [])
    assert shown["level"] == "low"
    assert {"term": "a", "period": "t1", "value": "yes"} in shown["world"]
    assert shown["used"] == [{"proposition": "N1", "period": "t1"}, {"proposition": "N2", "period": "t1"}]


def test_the_sentence_counts_and_names_the_checkers() -> None:
    found = [replace(each, outside_checker="dratify") for each in certified()]
    assert certified_sentence(found) == (
        "Verified: in the most probable reading of each verdict, 3 allowed levels by witnesses read again on the rules "
        "as written; 3 exclusions by proofs that the project's own proof checker and dratify accepted, with cadical195 "
        "as second solver."
    )
    assert max(map(len, certified_text(found, 60).splitlines())) <= 60


def test_the_reading_is_named_and_an_open_verdict_is_certified_as_coded() -> None:
    period = json.loads(certificate_files(certify(TESTED, case("a=yes|no y=high")))["index.json"])["theories"][0][
        "periods"
    ][0]
    assert (period["verdict"], period["reading"]) == ("contradicted", [{"coding": "a", "period": "t1", "value": "yes"}])
    assert not period["as_coded"]
    open_ = certify(TESTED, case("y=high"))
    assert (
        "small in t1: no verdict leads, and the levels are certified for the codings as they stand."
        in certified_sentence(open_)
    )
    period = json.loads(certificate_files(open_)["index.json"])["theories"][0]["periods"][0]
    assert (period["verdict"], period["as_coded"], period["levels"]) == ("open", True, ["low", "high"])


def test_without_an_outside_checker_or_past_a_limit_that_is_said() -> None:
    alone = replace(certified()[0], outside_checker="")
    assert "pip install dratify" in certified_sentence([alone])
    short = replace(alone, periods=tuple(replace(p, limit="too many conflicts") for p in alone.periods[:1]))
    assert "small in t1 is not certified: too many conflicts." in certified_sentence([short])
    assert not short.is_complete
