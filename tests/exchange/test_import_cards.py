"""I72: visiting cards as the programs write them that people have, brought in: nobody and no number is lost."""

from __future__ import annotations

import quopri
from pathlib import Path

import pytest

from crm_desktop import i18n
from crm_desktop.entity.company import Company
from crm_desktop.exchange.card_fields import COLUMNS, shown
from tests.exchange.lists import all_of, bring, counts, numbers_of, source_of


def quoted(text: str, charset: str) -> str:
    """A text as old phones write it, in lines of 70 characters that end in a soft break."""
    return quopri.encodestring(text.encode(charset)).decode("ascii").replace("\n", "\r\n")


APPLE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iOS 17.1//EN
N:张;伟;;;
FN:张伟
ORG:上海明远贸易有限公司;销售部
TITLE:经理
item1.EMAIL;type=INTERNET;type=pref:zhang@mingyuan.example
item1.X-ABLabel:_$!<Work>!$_
TEL;type=CELL;type=VOICE;type=pref:+86 138 0013 8000
item2.TEL:021-50000001
item2.X-ABLabel:前台
BDAY;value=date:1985-03-05
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
 /2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8U
END:VCARD
"""
GOOGLE = """BEGIN:VCARD
VERSION:3.0
FN:张伟
N:张;伟;;;
EMAIL;TYPE=INTERNET;TYPE=WORK:zhang@mingyuan.example
TEL;TYPE=CELL:13800138000
TEL;TYPE=WORK:021-50000001
ORG:上海明远贸易有限公司
TITLE:经理
BDAY:1985-03-05
CATEGORIES:myContacts
END:VCARD
"""
OUTLOOK = f"""BEGIN:VCARD
VERSION:2.1
X-MS-OL-DEFAULT-POSTAL-ADDRESS:0
N;LANGUAGE=zh-cn;CHARSET=gb2312;ENCODING=QUOTED-PRINTABLE:{quoted("张;伟", "gb2312")}
FN;CHARSET=gb2312;ENCODING=QUOTED-PRINTABLE:{quoted("张伟", "gb2312")}
ORG;CHARSET=gb2312;ENCODING=QUOTED-PRINTABLE:{quoted("上海明远贸易有限公司", "gb2312")}
TITLE;CHARSET=gb2312;ENCODING=QUOTED-PRINTABLE:{quoted("经理", "gb2312")}
TEL;WORK;VOICE:021-50000001
TEL;CELL;VOICE:13800138000
EMAIL;PREF;INTERNET:zhang@mingyuan.example
BDAY:19850305
X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://schemas.microsoft.com/office/outlook/12/electronicbusinesscards"/>
REV:20240305T101500Z
END:VCARD
"""
XIAOMI = f"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;{quoted("张伟", "utf-8")};;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted("张伟", "utf-8")}
TEL;CELL:13800138000
TEL;WORK:02150000001
EMAIL;WORK:zhang@mingyuan.example
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted("上海明远贸易有限公司", "utf-8")}
TITLE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted("经理", "utf-8")}
BDAY:1985-03-05
END:VCARD
"""
HUAWEI = f"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted("张", "utf-8")};{quoted("伟", "utf-8")};;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted("张伟", "utf-8")}
TEL;CELL;PREF:138 0013 8000
TEL;WORK:021-5000-0001
EMAIL;HOME:zhang@mingyuan.example
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted("上海明远贸易有限公司", "utf-8")}
TITLE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted("经理", "utf-8")}
X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1985-03-05;3;;;;;;;;;;;;;
END:VCARD
"""
WECHAT = """BEGIN:VCARD
VERSION:3.0
N:张伟;;;;
FN:张伟
TEL;CELL;VOICE:13800138000
TEL;TYPE=WORK,VOICE:021-50000001
EMAIL;PREF;INTERNET:zhang@mingyuan.example
ORG:上海明远贸易有限公司
TITLE:经理
X-WECHAT:zhangwei
END:VCARD
"""
FOUR = """BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1
FN;PREF=1:张伟
FN:Zhang Wei
N:张;伟;;;
TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+86-138-0013-8000
TEL;VALUE=uri;TYPE="voice,work":tel:+86-21-5000-0001
EMAIL;TYPE=work:zhang@mingyuan.example
ORG:上海明远贸易有限公司
TITLE:经理
BDAY:19850305
END:VCARD
"""
CARDS = {
    "Apple": APPLE, "Google": GOOGLE, "Outlook": OUTLOOK, "Xiaomi": XIAOMI, "Huawei": HUAWEI, "WeChat": WECHAT,
    "version 4": FOUR,
}  # fmt: skip


@pytest.mark.parametrize("program", CARDS)
def test_i72_the_cards_of_every_program_come_in_whole(company: Company, tmp_path: Path, program: str) -> None:
    path = tmp_path / "cards.vcf"
    other = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:李娜\r\nTEL;TYPE=CELL:13912345678\r\nEND:VCARD\r\n"
    path.write_bytes((CARDS[program].replace("\r\n", "\n").replace("\n", "\r\n") + other).encode("utf-8"))
    report = bring(company, path).sheets[0]
    assert (report.kind, counts(report), report.faults) == ("contact", (2, 0, 0, 0, 0), [])
    one, second = all_of(company, "contact")
    (customer,) = all_of(company, "customer")
    assert (one["name"], one["family_name"], one["given_name"], one["job_title"]) == ("张伟", "张", "伟", "经理")
    assert (one["customer"], customer["name"]) == (customer["id"], "上海明远贸易有限公司")
    digits = {kind: "".join(filter(str.isdigit, value))[-10:] for kind, value in numbers_of(one) if kind != "email"}
    assert {digits["mobile"], digits.get("phone") or digits.get("other")} == {"3800138000", "2150000001"}
    assert ("email", "zhang@mingyuan.example") in numbers_of(one)
    assert numbers_of(second) == [("mobile", "13912345678")]
    if program not in ("WeChat", "Huawei"):
        assert one["birthday"] == "1985-03-05"
    if program == "Huawei":
        assert "1985-03-05" in str(one)
    if program == "WeChat":
        assert ("wechat", "zhangwei") in numbers_of(one)


def test_i72_one_person_on_the_cards_of_all_programs_is_one_person(company: Company, tmp_path: Path) -> None:
    for number, text in enumerate(CARDS.values()):
        path = tmp_path / f"{number}.vcf"
        path.write_bytes(text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8"))
        bring(company, path)
    assert [one["name"] for one in all_of(company, "contact")] == ["张伟"]
    mobiles = [value for kind, value in numbers_of(all_of(company, "contact")[0]) if kind == "mobile"]
    assert len(mobiles) == 1, "no number comes twice, however it is written"


def lines(*values: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *values, "END:VCARD", ""))


NAME = "上海明远贸易有限公司"
COMPANIES = {
    "kind": lines("KIND:org", f"FN:{NAME}", "TEL;TYPE=work:021-50000001", version="4.0"),
    "apple": lines("N:;;;;", f"FN:{NAME}", f"ORG:{NAME};", "X-ABShowAs:COMPANY", "TEL:021-50000001"),
    "same name": lines(f"N:{NAME};;;;", f"FN:{NAME}", f"ORG:{NAME}", "TEL:021-50000001"),
    "no name": lines(f"ORG:{NAME}", "TEL:021-50000001"),
}
PEOPLE_ON_CARDS = lines("N:张;伟;;;", "FN:张伟", f"ORG:{NAME};销售部", "TEL;TYPE=CELL:13800138000") + lines(
    "KIND:individual", "N:Poe;Jo;;;", "FN:Jo Poe", "TEL;TYPE=cell:+44 7700 900123", version="4.0"
)


@pytest.mark.parametrize("sort", COMPANIES)
def test_i72_cards_of_companies_are_customers_and_those_of_people_their_contacts(
    company: Company, tmp_path: Path, sort: str
) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes((PEOPLE_ON_CARDS + COMPANIES[sort]).encode())
    report = bring(company, path)
    assert [(one.kind, one.created, one.faults) for one in report.sheets] == [("customer", 1, []), ("contact", 2, [])]
    (customer,), (first, second) = all_of(company, "customer"), all_of(company, "contact")
    assert (customer["name"], customer["type"]) == ("上海明远贸易有限公司", "company")
    assert [value for _type, value in numbers_of(customer)] == ["021-50000001"]
    assert (first["name"], first["customer"], first["department"]) == ("张伟", customer["id"], "销售部")
    assert second["name"] == "Jo Poe" and "customer" not in second
    assert not [name for one in (customer, first, second) for name in one if name.startswith("x_")]
    assert [table.row_number(at) for table in source_of(company, path).tables for at in range(len(table.body))] == [
        3,
        1,
        2,
    ]
    assert bring(company, path).entry is None


def test_i72_people_who_become_customers_are_of_the_type_person(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes((PEOPLE_ON_CARDS + lines("FN:南山五金店", "TEL:0755-60000001")).encode())
    bring(company, path, into="customer")
    found = [(one["name"], one["type"]) for one in all_of(company, "customer")]
    assert found == [("上海明远贸易有限公司", "company"), ("Jo Poe", "person"), ("南山五金店", "company")]
    assert [one["name"] for one in all_of(company, "contact")] == ["张伟"]
    assert bring(company, path, into="customer", match="overwrite").entry is None


def test_i72_columns_of_cards_are_called_in_the_language_in_force(company: Company, tmp_path: Path) -> None:
    i18n.use("zh_CN")
    path = tmp_path / "cards.vcf"
    path.write_bytes(
        lines("N:张;伟;;;", "FN:张伟", "TEL;TYPE=HOME:021-50000001", "TEL;TYPE=HOME:021-50000002", "X-SPOUSE:李娜",
              "NOTE:老客户").encode()
    )  # fmt: skip
    report = bring(company, path).sheets[0]
    assert report.mapping == {
        "姓名": "name", "名": "given_name", "姓": "family_name", "家庭电话": "home_phone", "家庭电话 2": "home_phone",
        "配偶": "custom:配偶", "备注": "notes",
    }  # fmt: skip


def test_i72_every_column_of_cards_has_a_name_of_its_own_in_chinese() -> None:
    i18n.use("zh_CN")
    called = [shown(heading) for heading in COLUMNS]
    assert len(set(called)) == len(COLUMNS)
    assert [name for name in called if name.isascii()] == ["QQ"]
