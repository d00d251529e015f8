"""The words of exercises: what each variable is called, when a value is given, and what a report would say.

`{x}` is the state a variable speaks of, `{other}` the other one, `{state}`, `{partner}`, `{power}` those in the roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`clauses` for a yes/no variable (no, yes); `subject` for one with levels; a rule and a report per value."""

    subject: str
    rules: tuple[str, ...]
    reports: tuple[str, ...] = ()
    clauses: tuple[str, str] | None = None


@dataclass(frozen=True)
class Story:
    """An outcome: its words, and what the exercise is about."""

    words: Words
    about: str


CONDITIONS: Mapping[str, Words] = {
    "common_enemy": Words(
        "a common enemy",
        ("no third state threatens both", "the same third state threatens both"),
        (
            "The staffs of {state} and {partner} named no third state that both of them feared.",
            "{state} and {partner} both moved troops to the frontier of a third state that claimed land of both.",
        ),
        ("{state} and {partner} face no common enemy", "{state} and {partner} face a common enemy"),
    ),
    "pressure": Words(
        "the pressure of {power} on the two",
        (
            "neither warnings nor measures of {power}",
            "warnings or threats of {power}, but no measure in force",
            "at least one measure of {power} in force",
        ),
        (
            "The files of {power} for these years hold neither a warning nor a measure against the two.",
            "The foreign minister of {power} warned both capitals twice; no measure followed.",
            "{power} stopped its loans to both, and the stop stayed in force.",
        ),
    ),
    "public_opinion": Words(
        "public opinion in {x} towards {other}",
        (
            "fewer than a third are for closer ties",
            "between a third and two thirds are for closer ties",
            "more than two thirds are for closer ties",
        ),
        (
            "A survey in {x} found 21 in 100 in favour of closer ties with {other}.",
            "A survey in {x} found 48 in 100 in favour of closer ties with {other}.",
            "A survey in {x} found 77 in 100 in favour of closer ties with {other}.",
        ),
    ),
    "democracy": Words(
        "democracy in {x}",
        ("the government cannot be voted out", "the government can be voted out in free elections"),
        (
            "In {x} one list stood for election, and the same party has governed since.",
            "In {x} the opposition won a free election and took office.",
        ),
        ("{x} is no democracy", "{x} is a democracy"),
    ),
    "joint_membership": Words(
        "membership in the same organisation",
        (
            "at most one of the two is a member of the regional organisation",
            "both are members of the regional organisation",
        ),
        (
            "{partner} had a seat in the regional organisation; {state} sent an observer without a vote.",
            "{state} and {partner} both sat in the council of the regional organisation, with a vote each.",
        ),
        (
            "{state} and {partner} are not in the same regional organisation",
            "{state} and {partner} belong to the same regional organisation",
        ),
    ),
    "dependence": Words(
        "the dependence of {x} on {other}",
        (
            "less than a tenth of its energy comes from {other}",
            "between a tenth and a half comes from {other}",
            "more than half comes from {other}",
        ),
        (
            "{x} bought 4 in 100 barrels of its oil in {other}.",
            "{x} bought 30 in 100 barrels of its oil in {other}.",
            "{x} bought 85 in 100 barrels of its oil in {other}.",
        ),
    ),
    "election_near": Words(
        "an election in {x}",
        ("no national election within twelve months", "a national election within twelve months"),
        (
            "The next national election in {x} was three years away.",
            "{x} was to elect its parliament in the following spring.",
        ),
        ("no election is near in {x}", "an election is near in {x}"),
    ),
    "strong_executive": Words(
        "the hold of the executive in {x}",
        (
            "parliament or the courts stopped one of its main projects",
            "parliament and the courts let its main projects pass",
        ),
        (
            "The parliament of {x} threw out the budget and two treaties.",
            "The parliament of {x} passed every bill that the government brought in.",
        ),
        ("the executive of {x} is weak at home", "the executive of {x} is strong at home"),
    ),
    "guarantee": Words(
        "a guarantee by {power}",
        ("no promise of {power} to defend {state} is in force", "a treaty binds {power} to defend {state}"),
        (
            "{power} let its treaty of defence with {state} lapse and did not renew it.",
            "{power} was bound by treaty to defend {state}, and said so again.",
        ),
        ("{power} does not guarantee the security of {state}", "{power} guarantees the security of {state}"),
    ),
    "business_lobby": Words(
        "the lobby in {x} for business with {other}",
        ("no large firm or association speaks for it", "at least one large firm or association speaks for it"),
        (
            "No association of any size in {x} took up trade with {other}.",
            "The steel association of {x} kept an office that pressed for orders from {other}.",
        ),
    ),
    "border_dispute": Words(
        "a border dispute",
        ("neither claims land of the other", "one claims land that the other holds"),
        (
            "A joint commission of {state} and {partner} put the last boundary stone in place; no claim was left.",
            "{partner} printed maps on which two valleys held by {state} were its own.",
        ),
        (
            "there is no border dispute between {state} and {partner}",
            "there is a border dispute between {state} and {partner}",
        ),
    ),
    "leader_change": Words(
        "a change of leader in {x}",
        ("the head of government stayed in office", "another head of government took office"),
        (
            "The prime minister of {x} remained in office throughout.",
            "A new prime minister, from another party, took office in {x}.",
        ),
        ("the leader of {x} stays in office", "a new leader takes office in {x}"),
    ),
    "power_gap": Words(
        "the gap in power between {state} and {partner}",
        (
            "the larger army is less than twice the other",
            "the larger army is two to five times the other",
            "the larger army is more than five times the other",
        ),
        (
            "{state} had 90,000 men under arms, {partner} 110,000.",
            "{state} had 40,000 men under arms, {partner} 120,000.",
            "{state} had 20,000 men under arms, {partner} 300,000.",
        ),
    ),
    "shared_ideology": Words(
        "a shared ideology",
        (
            "the ruling parties belong to different political families",
            "the ruling parties belong to the same political family",
        ),
        (
            "In {state} agrarian conservatives governed, in {partner} republican liberals.",
            "The ruling parties of {state} and {partner} sat side by side in the same party international.",
        ),
        (
            "the governments of {state} and {partner} have no ideology in common",
            "the governments of {state} and {partner} share an ideology",
        ),
    ),
    "economic_crisis": Words(
        "an economic crisis in {x}",
        ("output did not shrink for two years running", "output shrank for two years running"),
        (
            "The output of {x} grew a little in every year.",
            "The output of {x} shrank by 5 per cent in one year and by 3 in the next.",
        ),
        ("{x} is in no economic crisis", "{x} is in an economic crisis"),
    ),
    "foreign_sanctions": Words(
        "the reach of the sanctions of third states on {partner}",
        ("none in force", "on some goods", "on all goods"),
        (
            "No third state restricted dealings with {partner}.",
            "Third states barred arms and machine tools for {partner}, and nothing else.",
            "Third states barred all goods to and from {partner}.",
        ),
    ),
    "willing": Words(
        "the will of {x}",
        ("", ""),
        (),
        (
            "the government of {x} is not willing to pay a price for its policy",
            "the government of {x} is willing to pay a price for its policy",
        ),
    ),
}
OUTCOMES: Mapping[str, Story] = {
    "cooperation": Story(
        Words(
            "military cooperation between {state} and {partner}",
            ("no common exercise or delivery", "common exercises or deliveries, no joint command", "a joint command"),
        ),
        "How far does military cooperation between {state} and {partner} go?",
    ),
    "trade": Story(
        Words(
            "trade between {state} and {partner}",
            ("under 1 per cent of the trade of {state}", "between 1 and 10 per cent", "over 10 per cent"),
        ),
        "How much do {state} and {partner} trade with each other?",
    ),
    "sanctions": Story(
        Words(
            "the scope of the sanctions that {state} has in force against {partner}",
            ("none are in force", "some goods are barred", "all goods are barred"),
        ),
        "How far do the sanctions of {state} against {partner} go?",
    ),
    "contribution": Story(
        Words(
            "the contribution of {state} to the peace force",
            ("nobody is sent", "observers or money, no troops", "troops are sent"),
        ),
        "What does {state} contribute to the peace force of the regional organisation?",
    ),
    "dispute": Story(
        Words(
            "the dispute between {state} and {partner}",
            ("notes and talks only", "threats or troops on the move", "shots are fired"),
        ),
        "How far does the dispute between {state} and {partner} go?",
    ),
    "aid": Story(
        Words(
            "the aid that {state} gives to {partner}",
            ("none is paid", "under one thousandth of its output", "more than that"),
        ),
        "How much aid does {state} give to {partner}?",
    ),
}
