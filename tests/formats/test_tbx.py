from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from policy_align.errors import InputError
from policy_align.formats.glossary import read_glossary, write_terms
from policy_align.terms.glossary import GlossaryEntry
from tests.formats.test_glossary import TERMS

if TYPE_CHECKING:
    from pathlib import Path

# Structure and data categories of TBX-Basic 2 (TBXBasiccoreStructV02.dtd, TBXBasicXCSV02.xcs), as
# far as this library writes them.
STRUCTURE = etree.RelaxNG(
    etree.XML("""
<element name="martif" xmlns="http://relaxng.org/ns/structure/1.0"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <attribute name="type"><value>TBX-Basic</value></attribute>
  <attribute name="xml:lang"><data type="language"/></attribute>
  <element name="martifHeader">
    <element name="fileDesc">
      <optional>
        <element name="titleStmt"><element name="title"><text/></element></element>
      </optional>
      <oneOrMore><element name="sourceDesc"><oneOrMore><element name="p"><text/></element>
      </oneOrMore></element></oneOrMore>
    </element>
    <element name="encodingDesc"><element name="p">
      <attribute name="type"><value>XCSURI</value></attribute><text/></element></element>
  </element>
  <element name="text"><element name="body"><zeroOrMore><element name="termEntry">
    <attribute name="id"><data type="ID"/></attribute>
    <zeroOrMore><element name="note"><text/></element></zeroOrMore>
    <oneOrMore><element name="langSet">
      <attribute name="xml:lang"><data type="language"/></attribute>
      <oneOrMore><element name="tig">
        <element name="term"><data type="string"><param name="minLength">1</param></data></element>
        <zeroOrMore><element name="termNote">
          <attribute name="type"><value>administrativeStatus</value></attribute>
          <choice><value>preferredTerm-admn-sts</value><value>admittedTerm-admn-sts</value></choice>
        </element></zeroOrMore>
        <zeroOrMore><element name="descrip">
          <attribute name="type"><value>context</value></attribute><text/>
        </element></zeroOrMore>
      </element></oneOrMore>
    </element></oneOrMore>
  </element></zeroOrMore></element></element>
</element>""")
)

V2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
 <termEntry id="a"><note>energy</note>
  <langSet xml:lang="en"><tig><term>energy</term></tig></langSet>
  <langSet xml:lang="zh-CN"><ntig><termGrp><term>能源</term></termGrp></ntig></langSet>
  <langSet xml:lang="JA"><tig><term>エネルギー<hi>源</hi></term></tig>
   <tig><term>動力</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
   </tig><tig><term>エネルギー</term></tig></langSet>
 </termEntry>
 <termEntry id="b"><langSet xml:lang="zh"><tig><term>电</term></tig></langSet></termEntry>
</body></text></martif>"""
V3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" style="dca" type="TBX-Basic" xml:lang="en">
<text><body>
 <conceptEntry id="c"><langSec xml:lang="ja"><termSec><term>電気</term></termSec></langSec>
 <langSec xml:lang="zh-Hant"><termSec><term>電</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""


def test_what_is_written_is_tbx_basic(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    write_terms(TERMS, path)
    tree = etree.parse(path)
    assert STRUCTURE.validate(tree), STRUCTURE.error_log
    entries = tree.findall(".//termEntry")
    assert [entry.findtext(".//langSet[1]//term") for entry in entries] == [
        term.zh for term in TERMS
    ]
    assert [term.text for term in entries[1].iter("term")] == [
        "抽水蓄能", "揚水発電", "揚水", "くみ上げ蓄電",
    ]  # fmt: skip
    assert entries[1].findtext(".//langSet[2]/tig/descrip") == "揚水発電 所"
    assert entries[3].findtext(".//langSet[2]/tig/term") == "タグ"


def test_translate_toolkit_reads_it(tmp_path: Path) -> None:
    tbx = pytest.importorskip("translate.storage.tbx")
    path = tmp_path / "terms.tbx"
    write_terms(TERMS, path)
    units = tbx.tbxfile.parsefile(str(path)).units
    assert [unit.source for unit in units] == [term.zh for term in TERMS]
    assert units[1].target == "揚水発電"


def test_versions_of_tools_are_read(tmp_path: Path) -> None:
    (tmp_path / "v2.tbx").write_text(V2, encoding="utf-8")
    (tmp_path / "v3.tbx").write_text(V3, encoding="utf-8")
    assert read_glossary(tmp_path / "v2.tbx") == (
        GlossaryEntry("能源", "エネルギー源", "energy"),
        GlossaryEntry("能源", "エネルギー", "energy"),
    )
    assert read_glossary(tmp_path / "v3.tbx") == (GlossaryEntry("電", "電気"),)


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.tbx"
    doctype = '<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = V2.partition("\n")[2].partition("\n")[2].replace("energy<", "&x;<", 1)
    path.write_text(doctype + body, encoding="utf-8")
    with pytest.raises(InputError, match="entities, which are never resolved"):
        read_glossary(path)
