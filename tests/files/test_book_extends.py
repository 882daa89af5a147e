"""A book that extends another: merged, replaced, taken away, and never in a ring."""

from datetime import date
from pathlib import Path

import pytest

from facefusion_billing.files.books import read_book
from facefusion_billing.model.book import FreeCalls
from facefusion_billing.model.money import Price
from tests.files.book_tools import HEAD, faults, payg, read, refused, tiered, write


@pytest.mark.parametrize(
    "base", ["intl", "intl-2024-11-07", "./base.yaml", "base.yaml"]
)
def test_a_book_extends_another_by_alias_id_or_path(tmp_path: Path, base: str) -> None:
    """What is not given comes from the other book; what is given is one's own."""
    write(tmp_path, base="extends: intl\n")
    book = read(
        tmp_path,
        f"id: ours\nextends: {base}\ngroups: {{video_single_face: {{title: Clips}}}}\n",
    )
    assert (book.id, book.currency, book.groups["video_single_face"].title) == (
        "ours",
        "USD",
        "Clips",
    )
    assert payg(book, "video_single_face").tiers[0].price == Price(20, 2)  # 0.20
    assert payg(book, "image_basic") == payg(read_book("intl"), "image_basic")


def test_a_path_is_relative_to_the_book_that_names_it(tmp_path: Path) -> None:
    """Each file is looked for beside the one that extends it, not beside the first or where one works."""
    (tmp_path / "shared" / "old").mkdir(parents=True)
    write(tmp_path / "shared", base="extends: old/older.yaml\ntitle: Base\n")
    write(
        tmp_path / "shared" / "old",
        older=HEAD + "title: Older\ngroups: {scan: {free_pack: {calls: 7}}}\n",
    )
    book = read(tmp_path, "extends: shared/base.yaml\nid: mine\n")
    assert (book.id, book.title, book.currency) == ("mine", "Base", "USD")
    assert book.groups["scan"].free_pack == FreeCalls(
        7, "older.yaml: groups.scan.free_pack"
    )


def test_mappings_are_merged_and_lists_replaced_whole(tmp_path: Path) -> None:
    """One key of a mapping leaves its neighbours; a list of packs or tiers is all that is sold."""
    book = read(
        tmp_path,
        """
id: ours
extends: intl
in_force: {from: 2025-01-01}
groups:
  image_basic:
    free_pack: {calls: 2_000}
    call_packs: {sizes: [{calls: 30_000, price: 1_111}]}
    qps: {limit: 33}
""",
    )
    image, listed = book.groups["image_basic"], read_book("intl").groups["image_basic"]
    assert image.free_pack == FreeCalls(
        2_000, "ours.yaml: groups.image_basic.free_pack"
    )
    assert image.call_packs is not None
    assert [(row.size, row.price.text) for row in image.call_packs.sizes] == [
        (30_000, "1111")
    ]
    assert image.qps is not None
    assert listed.qps is not None
    assert (image.qps.limit, image.qps.day, image.qps.month) == (
        33,
        listed.qps.day,
        listed.qps.month,
    )
    assert (image.title, image.pay_as_you_go, image.materials) == (
        listed.title,
        listed.pay_as_you_go,
        listed.materials,
    )
    assert (
        book.groups["video_single_face"]
        == read_book("intl").groups["video_single_face"]
    )
    assert book.in_force.start == date(2025, 1, 1)
    assert book.settlement == read_book("intl").settlement


def test_null_takes_a_part_away(tmp_path: Path) -> None:
    """`qps: null` in one group: that group's QPS is not sold, the other group's is; `refund: null`: no refunds."""
    book = read(
        tmp_path,
        "id: ours\nextends: intl\nrefund: null\ngroups: {image_basic: {qps: null}}\n",
    )
    assert book.groups["image_basic"].qps is None
    assert (
        book.groups["video_single_face"].qps
        == read_book("intl").groups["video_single_face"].qps
    )
    assert book.refund is None
    assert (
        book.groups["image_basic"].materials
        == read_book("intl").groups["image_basic"].materials
    )


def test_a_group_may_be_added(tmp_path: Path) -> None:
    """A group of a new name stands beside those that are extended."""
    book = read(
        tmp_path,
        "id: ours\nextends: intl\ngroups: {scan: {free_pack: {calls: 5, clause: free-quota}}}\n",
    )
    assert sorted(book.groups) == ["image_basic", "scan", "video_single_face"]


def test_an_alias_that_two_groups_share_brings_neither_the_others_prices(
    tmp_path: Path,
) -> None:
    """`*same` is the mapping as written: each group merges it with its own prices underneath."""
    book = read(
        tmp_path,
        "id: ours\nextends: intl\ngroups: {image_basic: &same {qps: null}, video_single_face: *same}\n",
    )
    listed = read_book("intl").groups
    assert payg(book, "video_single_face") == payg(
        read_book("intl"), "video_single_face"
    )
    assert book.groups == {
        name: group._replace(qps=None) for name, group in listed.items()
    }


def test_an_activities_book_is_extended_in_the_same_way(tmp_path: Path) -> None:
    """One licence's price is agreed; its other numbers and the other licences are the list's."""
    book = read(
        tmp_path,
        "id: ours\nextends: mainland\nactivities: {licences: {2: {price: 18_500}}}\n",
    )
    listed = read_book("mainland").activities
    assert listed is not None
    assert book.activities.licences["2"] == listed.licences["2"]._replace(
        price=Price(18_500, 0), clause="ours.yaml: activities.licences.2"
    )
    assert book.activities.licences["1"] == listed.licences["1"]
    assert book.activities.pay_as_you_go == listed.pay_as_you_go


def test_a_fault_of_the_extended_book_stands_at_its_own_place(tmp_path: Path) -> None:
    """The file that is shown is the one to correct."""
    [fault] = faults(
        tmp_path,
        "id: ours\nextends: base.yaml\n",
        base=tiered("at_least: 0, below: 9", "at_least: 10"),
    )
    assert fault.location is not None
    assert (Path(fault.location.source.name).name, fault.location.line) == (
        "base.yaml",
        9,
    )
    assert fault.message == "a gap: no tier holds 9"


def test_a_book_that_extends_itself_is_refused(tmp_path: Path) -> None:
    """At the `extends:` which closes the ring."""
    assert refused(tmp_path, "id: ours\nextends: ours.yaml\n") == [
        "extends: ours.yaml: the price book extends itself",
    ]


def test_two_books_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    """Whatever the spelling of the path."""
    found = faults(
        tmp_path,
        "id: ours\nextends: base.yaml\n",
        base=f"extends: ../{tmp_path.name}/ours.yaml\n",
    )
    assert [fault.message for fault in found] == [
        f"../{tmp_path.name}/ours.yaml: the price book extends itself"
    ]
    assert found[0].location is not None
    assert Path(found[0].location.source.name).name == "base.yaml"


def test_a_long_chain_of_books_is_refused(tmp_path: Path) -> None:
    """Eight books may extend each other, a ninth is a mistake."""
    chain = {f"book{n}": f"extends: book{n + 1}.yaml\n" for n in range(2, 8)}
    assert (
        read(
            tmp_path,
            "extends: book2.yaml\n",
            **chain,
            book8=HEAD + "groups: {scan: {}}\n",
        ).id
        == "ours+ours"
    )
    chain["book8"] = "extends: book9.yaml\n"
    assert refused(
        tmp_path, "extends: book2.yaml\n", **chain, book9=HEAD + "groups: {scan: {}}\n"
    ) == ["extends: book9.yaml: more than 8 books extend each other"]


def test_an_unknown_name_is_refused_with_the_near_miss(tmp_path: Path) -> None:
    """A name that is neither an edition nor a path is told what it may be."""
    assert refused(tmp_path, "id: ours\nextends: mainlnd\n") == [
        "extends: no price book is called 'mainlnd'; did you mean 'mainland'?"
    ]
    assert refused(tmp_path, "id: ours\nextends: x\n") == [
        "extends: no price book is called 'x'; expected intl-2024-11-07, mainland-activity, intl, mainland "
        "or the path of a book file (.yaml)"
    ]
