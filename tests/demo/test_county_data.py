"""The sample county is whole: counts, check digits, references, and no item that could not be published."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import chain

import pytest

from yimen.demo import county
from yimen.rules.conditions import fields_used, parse, plain
from yimen.rules.item import ItemSpec
from yimen.rules.quality import check
from yimen.rules.quality.finding import Severity
from yimen.rules.terms import Audience, Duty, Level, Need, Promise, Role, Source

SPECS = county.item_specs()
KEYS = [spec.extra["key"] for spec in SPECS]
PERSON_TOPICS = {
    "户籍证件",
    "社保医保",
    "教育入学",
    "婚育收养",
    "住房不动产",
    "交通出行",
    "就业创业",
    "老人残疾人",
}
CORP_TOPICS = {
    "开店经营",
    "企业开办变更",
    "投资建设",
    "税费社保",
    "资质许可",
    "农林水利",
    "文旅体育",
    "公用事业",
}
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code_right(code: str) -> bool:
    """GB 32100-2015, reckoned here apart from the product."""
    total = sum(CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return len(code) == 18 and CREDIT_SIGNS[-total % 31] == code[17]


def id_number_right(number: str) -> bool:
    """GB 11643: the 18 digits, X as 10, weighted by powers of 2, leave 1 when divided by 11."""
    digits = [10 if sign == "X" else int(sign) for sign in number]
    total = sum(digit * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    return len(number) == 18 and total % 11 == 1


def conditions_of(spec: ItemSpec):
    whens = [part.when for part in chain(spec.materials, spec.form)] + [spec.eligibility]
    return [one for one in whens if one is not None]


def test_the_county_has_the_promised_size():
    levels = Counter(region.level for region in county.regions())
    assert levels == {Level.PROVINCE: 1, Level.CITY: 1, Level.COUNTY: 1, Level.TOWN: 8, Level.VILLAGE: 20}
    assert len(county.departments()) == 28
    assert (len(county.people()), len(county.enterprises())) == (40, 15)
    assert len(SPECS) == 240


def test_regions_make_one_tree():
    known: dict[str, Level] = {}
    for region in county.regions():
        assert re.fullmatch(r"\d{12}", region.code) and region.code not in known
        if region.level is Level.PROVINCE:
            assert region.parent == ""
        else:
            assert int(known[region.parent]) == int(region.level) - 1
        known[region.code] = region.level
        if int(region.level) >= int(Level.COUNTY):
            assert region.code.startswith("439926")


def test_check_digits_are_right_and_numbers_unique():
    codes = [one.code for one in county.departments()] + [one.credit_code for one in county.enterprises()]
    assert [code for code in codes if not credit_code_right(code)] == []
    assert len(set(codes)) == 43
    numbers = [one.id_number for one in county.people()]
    assert [number for number in numbers if not id_number_right(number)] == []
    assert len(set(numbers)) == len(numbers)
    assert all(date.fromisoformat(number[6:14]) < date(2010, 1, 1) for number in numbers)
    assert all(code[2:8] == "439926" for code in codes) and all(one[:6] == "439926" for one in numbers)


def test_telephones_cannot_be_real():
    for person in county.people():
        assert re.fullmatch(r"1990000\d{4}", person.phone)
    lines = [one.phone for one in county.enterprises()] + [w.phone for s in SPECS for w in s.windows]
    lines += [phone for one in county.departments() for phone in (one.consult_phone, one.complain_phone)]
    assert all(re.fullmatch(r"0799-000\d{4}", phone) for phone in lines)


def test_people_and_enterprises_refer_to_what_exists():
    villages = {region.code for region in county.regions() if region.level is Level.VILLAGE}
    names = {person.id_number: person.name for person in county.people()}
    for one in (*county.people(), *county.enterprises()):
        assert one.region in villages
    for firm in county.enterprises():
        assert names[firm.legal_id] == firm.legal_person
    assert sum(one.demo for one in county.people()) == 1
    assert sum(one.demo for one in county.enterprises()) == 1


def test_one_demo_login_for_each_role_and_the_officers_sit_where_the_items_are():
    marked = [post for one in county.staff() if one.demo for post in one.posts]
    assert Counter(post.role for post in marked) == dict.fromkeys(Role, 1)
    seats = {post.role: post.department for post in marked}
    assert {seats[role] for role in (Role.OFFICER, Role.HEAD, Role.DIRECTOR)} == {"scjg"}
    owner = next(one.code for one in county.departments() if one.key == "scjg")
    assert sum(spec.department == owner for spec in SPECS) >= 10


def test_staff_numbers_are_four_digits_and_everyone_has_a_known_department():
    numbers = [one.number for one in county.staff()]
    assert len(set(numbers)) == len(numbers) and all(re.fullmatch(r"\d{4}", number) for number in numbers)
    keys = {one.key for one in county.departments()}
    assert {post.department for one in county.staff() for post in one.posts} <= keys
    clerks = [one for one in county.staff() if one.posts[0].role is Role.CLERK]
    assert len(clerks) == 6 and all(one.posts[0].region == county.COUNTY for one in clerks)


def test_every_step_has_somebody_to_take_it():
    code = {one.key: one.code for one in county.departments()}
    seats = {(post.role, code[post.department]) for one in county.staff() for post in one.posts}
    for spec in SPECS:
        for step in spec.steps:
            assert (step.role, step.department or spec.department) in seats, (spec.name, step.name)
        for role in (Role.OFFICER, Role.HEAD, Role.DIRECTOR):
            assert (role, spec.department) in seats


def test_shared_definitions_are_unique_and_each_is_used():
    codes = [one.use.code for one in county.materials()]
    names = [one.use.name for one in county.materials()]
    assert len(set(codes)) == len(codes) and len(set(names)) == len(names)
    assert set(codes) == {use.code for spec in SPECS for use in spec.materials}
    keys = [one.key for one in county.fields()]
    assert len(set(keys)) == len(keys) and set(keys) == {use.key for spec in SPECS for use in spec.form}
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in keys)
    assert all(one.issuer for one in county.materials() if one.use.source is Source.GOVERNMENT)


def test_codes_are_31_signs_made_of_department_level_and_catalogue():
    assert len({spec.code for spec in SPECS}) == len({spec.name for spec in SPECS}) == len(set(KEYS)) == 240
    for spec in SPECS:
        assert re.fullmatch(r"\d{12}", spec.catalog_code)
        assert spec.code == f"{spec.department}4{spec.catalog_code}" and len(spec.code) == 31
        assert spec.catalog_code[2:4] == str(spec.type)


@pytest.mark.parametrize("spec", SPECS, ids=KEYS)
def test_item_round_trips_and_its_conditions_parse(spec: ItemSpec):
    assert ItemSpec.from_dict(spec.to_dict()) == spec
    asked = {use.key: use for use in spec.form}
    for tree in conditions_of(spec):
        condition = parse(tree, asked)
        assert fields_used(condition) <= set(asked)
        assert parse(plain(condition), asked) == condition


@pytest.mark.parametrize("spec", SPECS, ids=KEYS)
def test_item_could_be_published(spec: ItemSpec):
    assert [one for one in check(spec) if one.severity is Severity.ERROR] == []


def test_the_quality_page_has_only_the_two_known_warnings():
    found = {(spec.extra["key"], one.code) for spec in SPECS for one in check(spec)}
    # The old passport and the damaged birth certificate are handed back: no database replaces them.
    assert found == {("passport", "Q10.1"), ("birth_cert", "Q10.1")}


@pytest.mark.parametrize("spec", SPECS, ids=KEYS)
def test_item_is_written_in_full(spec: ItemSpec):
    assert len(spec.words) >= 4 and len(set(spec.words)) == len(spec.words)
    assert spec.summary.endswith("。") and spec.conditions and spec.basis and spec.faq and spec.returns
    assert spec.materials and spec.form and spec.result_name and spec.windows
    assert all(use.why for use in spec.form if use.question)
    assert bool(spec.person_topics) == (Audience.PERSON in spec.audiences)
    assert bool(spec.corp_topics) == bool(set(spec.audiences) - {Audience.PERSON})
    assert set(spec.person_topics) <= PERSON_TOPICS and set(spec.corp_topics) <= CORP_TOPICS


@pytest.mark.parametrize("spec", SPECS, ids=KEYS)
def test_steps_fit_the_promise_and_the_one_who_accepts_does_not_decide(spec: ItemSpec):
    assert spec.promise is not None
    assert sum(step.days for step in spec.steps) <= spec.promise.days
    assert (spec.promise.days == 0) == (spec.promise_type is Promise.INSTANT)
    names = [step.name for step in spec.steps]
    assert names[0] == "受理" and names[-3:] == ["决定", "办结", "送达"]
    roles = {step.duty: {s.role for s in spec.steps if s.duty is step.duty} for step in spec.steps}
    assert roles[Duty.ACCEPT] == {Role.CLERK} and Role.CLERK not in roles[Duty.APPROVE]


def test_summaries_are_each_their_own():
    assert len({spec.summary for spec in SPECS}) == 240


def test_there_is_enough_to_show_each_feature():
    def count(has):
        return sum(bool(has(spec)) for spec in SPECS)

    assert count(lambda s: any(use.when for use in s.materials)) >= 25
    assert count(lambda s: any(use.question for use in s.form)) >= 15
    assert count(lambda s: any(use.need is Need.DEFERRABLE for use in s.materials)) >= 20
    assert count(lambda s: any(step.name.endswith("会审") for step in s.steps)) >= 6
    assert count(lambda s: s.fees) >= 10
    assert count(lambda s: any(one.excluded_by_law for one in s.special)) >= 10
    assert count(lambda s: any(not one.excluded_by_law for one in s.special)) >= 10
    assert count(lambda s: s.eligibility) >= 10
    assert count(lambda s: s.promise_type is Promise.INSTANT) >= 20


def test_a_deferred_material_is_due_before_the_promise_ends():
    for spec in SPECS:
        assert spec.promise is not None
        for use in spec.materials:
            if use.need is Need.DEFERRABLE:
                assert 1 <= use.deferral_days <= max(1, spec.promise.days - 1)


def test_one_identity_card_for_all_items():
    cards = {use.code for spec in SPECS for use in spec.materials if use.name == "居民身份证"}
    assert len(cards) == 1
    assert sum(use.code in cards for spec in SPECS for use in spec.materials) > 50


def test_loading_twice_gives_equal_specs_and_a_list_of_ones_own():
    first = county.item_specs()
    first.clear()
    assert county.item_specs() == SPECS


@pytest.mark.parametrize("spec", SPECS, ids=KEYS)
def test_the_form_says_who_applies_and_how_to_reach_them(spec: ItemSpec):
    asked = {use.key for use in spec.form}
    assert asked & {"applicant_name", "ent_name", "guardian_name", "contact_name"}
    assert asked & {"phone", "guardian_phone"}


@pytest.mark.parametrize("spec", SPECS, ids=KEYS)
def test_a_field_that_depends_on_an_answer_comes_after_the_question(spec: ItemSpec):
    asked = {use.key: use for use in spec.form}
    order = list(asked)
    for use in spec.form:
        if use.when is not None:
            for key in fields_used(parse(use.when, asked)):
                assert order.index(key) < order.index(use.key)
