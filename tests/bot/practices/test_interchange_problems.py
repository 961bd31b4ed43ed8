"""Files of practices with mistakes: all of them told at once, with file and line."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pods.problems import Problems
from bot.practices.interchange import read_practices
from bot.practices.interchange_csv import read_csv
from bot.practices.interchange_jsonl import read_jsonl
from bot.practices.interchange_markdown import read_markdown
from tests.bot.practices.written import GOOD_NOTE, read, said


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("network, store", "netwrk, store", "3: topics 'netwrk': did you mean network?"),
        ("company", "everybody", "4: scope 'everybody': use one of pod, market, company, partners"),
        ("verified", "aproved", "5: state 'aproved': use one of draft, shared, verified, archived"),
        ("verified", "verifed", "5: state 'verifed': did you mean verified?"),
        ("verified", "great", "5: state 'great': use one of draft, shared, verified, archived"),
        ("company", "compare", "4: scope 'compare': use one of pod, market, company, partners"),
        ("network, store", "phone, store", "3: topics 'phone': use one of network, device, "),
        ("author:", "autor:", "6: 'autor' means nothing here: did you mean author?"),
        ("2026-12-31T17:00-08:00", "2026-12-31T17:00", "7: ends '2026-12-31T17:00' is no date"),
        ("2026-12-31T17:00-08:00", "0001-01-01T00:00+14:00", "7: ends '0001-01-01"),
        ("2026-12-31T17:00-08:00", "31 de diciembre", "7: ends '31 de diciembre' is no date"),
        ("title: Outage with a known cause", "title: ''", "2: title is empty"),
        ("title: Outage with a known cause\n", "", "1: title is missing"),
        ("Outage with", "x" * 200, "2: title is 214 characters long; 120 at most"),
        ("Since this morning", "x" * 3000, "10: situation is 3,034 characters long; 3,000 at most"),
        ("Offer a text", "Offer \x07", "14: what_worked has a character that cannot be shown"),
        ("## Situation", "## Sitaution", "10: heading 'Sitaution' means nothing here: did you"),
        ("## What worked", "## Situation", "14: situation stands here twice"),
        ("## Situation", "Hello\n\n## Situation", "9: text without a heading"),
        ("- en (Dan", "- fr (Dan", "22: language 'fr': use one of en, es"),
        ("- en (Dan K.): A fire", "- A fire", "22: 'A fire took a site down; crews are the"),
        ("- en (Dan", "en (Dan", "22: begin each way to say it with - and its language"),
        ("A fire took", "x" * 600, "22: a way to say it is 657 characters long; 600 at most"),
        ("---\n\n## S", "\n## S", "1: must begin with a line ---"),
        ("[network, store]", "{network: store}", "3: topics must be a text or a list of words"),
        ("topics: [network", "topics: [[network]", "3: topics must be a text or a list of words"),
        ("scope: company", "title: Twice", "4: title stands here twice"),
        ("scope: company", "? [a, b]\n: c", "4: a field's name must be a word"),
        ("scope: company", "situation: Here", "10: situation stands here twice"),
        ("scope: company", 'scope: "company', "the part between the --- is not YAML"),
        ("scope: company", "<<: {scope: pod}", "4: << must be a text or a list of words"),
        ("scope: company", "scope: &a company", "4: the part between the --- is not YAML: anchors"),
        ("scope: company", "scope: *a", "4: the part between the --- is not YAML: anchors"),
        ("scope: company", "scope: !!python/object/apply:os.system [ls]", "not YAML: tags (!)"),
        ("scope: company", "scope: [company]\nkey: [a, b]", "5: key must be one text, not a list"),
        ("scope: company", "key: Big Outage", "4: key 'Big Outage': small letters, digits and - "
         "only; did you mean big-outage?"),
        ("scope: company", "link: javascript:alert(1)", "4: link must be an address like https"),
        ("scope: company", "key: ../../etc", "did you mean etc?"),
        ("scope: company", "scope: " + "[" * 3000, "the part between the --- "),
        ("scope: company", "scope: " + "x" * 9000, "1: the part between the --- is over 8,000"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_note_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in GOOD_NOTE
    reading = read(tmp_path, GOOD_NOTE.replace(old, new, 1))
    place = f"outage.md:{expected}" if expected[0].isdigit() else expected
    assert place in "\n".join(said(reading))
    assert reading.practices == []


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(GOOD_NOTE.replace("company", "world").replace("verified", "ok"))
    (notes / "b.md").write_text(GOOD_NOTE.replace("scope: company", "key: c"))
    (notes / "c.md").write_text(GOOD_NOTE)
    (notes / "d.md").write_bytes(b"---\ntitle: a\0b\n---\n")
    (notes / "e.md").write_bytes(b"---\ntitle: Se\xf1al\n---\n")
    (notes / "README.md").write_text("Not a practice.")
    assert said(read_practices(Path("notes"))) == [
        "notes/a.md:4: scope 'world': use one of pod, market, company, partners",
        "notes/a.md:5: state 'ok': use one of draft, shared, verified, archived",
        "notes/c.md:1: key 'c' stands in notes/b.md:1 too",
        "notes/d.md:2: has a NUL byte: save the file as plain UTF-8 text",
        "notes/e.md:2: is not UTF-8: save the file as plain UTF-8 text",
    ]


HEADER = "key,title,situation,what_worked,sayings,topics\n"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("key,titel\n", ["1: column 'titel' means nothing here: did you mean title?",
                         "1: column title is missing in the first line",
                         "1: column situation is missing in the first line",
                         "1: column what_worked is missing in the first line"]),
        (HEADER.replace("topics", "key"), ["1: column key stands here twice"]),
        (HEADER + "a,b,c,d,e,f,g\n", ["2: has 7 cells; the first line names 6"]),
        (HEADER + 'a,b,"two\nlines",d,,network\na,b,c,,,sky\n',
         ["4: topics 'sky': use one of", "4: what_worked is missing"]),
        (HEADER + "a,b,c,d,,network\na,b,c,d,,network\n", ["3: key 'a' stands in t.csv:2 too"]),
        (HEADER + 'a,b,c,d,hello,network\n', ["2: 'hello': begin a way to say it"]),
        (HEADER + 'a,"b" c,d\n', ["2: is not CSV: ',' expected after '\"'"]),
        (HEADER + 'a,"b\n', ["2: is not CSV: unexpected end of data"]),
        (HEADER + f'a,{"x" * 200_000}\n', ["2: is not CSV: field larger than field limit"]),
        (HEADER, [": no practice stands here"]),
    ],
)  # fmt: skip
def test_a_mistake_in_a_table_is_told_with_its_line(
    tmp_path: Path, table: str, expected: list[str]
) -> None:
    sentences = said(read(tmp_path, table, "t.csv"))
    assert len(sentences) == len(expected), sentences
    for sentence in expected:
        assert any(sentence in each for each in sentences), sentences


ROW = {"key": "a", "title": "b", "situation": "c", "what_worked": "d"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{", "1: is not JSON: Expecting property name"),
        ("[]", "1: must be an object"),
        ('{"key": "a", "key": "b"}', "1: is not JSON: 'key' stands here twice"),
        ("[" * 100_000, "1: is not JSON: nested too deeply"),
        ('{"key": ' + "9" * 5000 + "}", "1: is not JSON: "),
        (json.dumps(ROW | {"title": 7}), "1: title must be a text or a list of texts"),
        (json.dumps(ROW | {"title": "\ud800"}), "1: title has a character that cannot be shown"),
        (json.dumps(ROW | {"title": "a\0"}), "1: title has a character that cannot be shown"),
        (json.dumps(ROW | {"sayings": "Hello"}), "1: sayings must be a list of"),
        (json.dumps(ROW | {"sayings": [{"language": "en", "text": 1}]}), "1: sayings must be"),
        (json.dumps(ROW | {"sayings": [{"language": "en", "text": ""}]}), "1: a way to say it is"),
        (json.dumps(ROW | {"sayings": [{"language": "en", "text": "x"}] * 201}), "1: 201 ways to"),
        (json.dumps(ROW | {"stars": "5"}), "1: 'stars' means nothing here"),
    ],
)
def test_a_mistake_in_a_jsonl_file_is_told_with_its_line(
    tmp_path: Path, line: str, expected: str
) -> None:
    sentences = said(read(tmp_path, f"{line}\n", "t.jsonl"))
    assert any(f"t.jsonl:{expected}" in each for each in sentences), sentences


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing", "missing: there is no such file or folder"),
        ("notes.txt", "notes.txt: must be a folder, or end in .md, .csv or .jsonl"),
        ("empty", "empty: no practice stands here"),
        ("huge.md", "huge.md: is larger than 100,000 bytes"),
    ],
)
def test_what_is_no_file_of_practices_is_told(name: str, expected: str) -> None:
    Path("notes.txt").touch()
    Path("empty").mkdir()
    Path("huge.md").write_text("x" * 100_001)
    assert said(read_practices(Path(name)))[0].startswith(expected)


def test_a_hostile_note_costs_no_time(tmp_path: Path) -> None:
    laughs = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))
    begun = time.monotonic()
    read(tmp_path, f"---\na0: &a0 ha\n{laughs}\n---\n")
    read(tmp_path, "---\n" * 20_000)
    read(tmp_path, "---\n---\n## One way to say it\n" + "- en (" * 15_000)
    assert time.monotonic() - begun < 2


@given(st.text(alphabet=st.characters(exclude_characters="\0\r"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_whatever_breaks_a_reader(text: str) -> None:
    problems = Problems()
    for document in (text, f"---\n{text}\n---\n{text}", f"key,title,situation\n{text}"):
        read_markdown("f", "f", document, problems)
        list(read_csv("f", document, problems))
        list(read_jsonl("f", document, problems))
    assert problems.found
