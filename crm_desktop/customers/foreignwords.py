"""Headings of the address books of other programs, and of lists in German, French, Spanish and Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, tuple[str, ...]]

_PLACE: Final[dict[str, tuple[str, ...]]] = {
    "country": ("land", "land/region geschäftlich", "dienstlich: land", "pays", "pays/région (bureau)", "país",
                "país o región del trabajo", "商务地址 国家/地区", "商務 - 國家/地區", "国/地域 (会社)",
                "address 1 - country"),
    "region": ("bundesland", "region geschäftlich", "dienstlich: bundesland", "dép/région (bureau)", "provincia",
               "estado o provincia del trabajo", "商务地址 省/市/自治区", "商務 - 縣/市", "都道府県 (会社)", "都道府県",
               "address 1 - region"),
    "city": ("ort", "stadt", "ort geschäftlich", "dienstlich: ort", "ville", "ville (bureau)", "ciudad",
             "ciudad de trabajo", "ciudad del trabajo", "población", "商务地址 市/县", "商務 - 市/鎮",
             "市町村 (会社)", "市区町村", "address 1 - city"),
    "street": ("straße", "strasse", "anschrift", "adresse", "straße geschäftlich", "dienstlich: adresse", "rue",
               "rue (bureau)", "calle", "dirección", "calle del trabajo", "商务地址 街道", "商務 - 街", "番地 (会社)",
               "住所", "address 1 - street"),
    "postcode": ("plz", "postleitzahl", "postleitzahl geschäftlich", "dienstlich: plz", "code postal",
                 "code postal (bureau)", "código postal", "código postal del trabajo", "商务地址 邮政编码",
                 "商務 - 郵遞區號", "郵便番号 (会社)", "郵便番号", "address 1 - postal code"),
}  # fmt: skip
_WAYS: Final[dict[str, tuple[str, ...]]] = {
    "mobile": ("handy", "handynummer", "mobiltelefon", "mobil", "mobil-tel.-nr.", "tél. mobile", "téléphone mobile",
               "portable", "móvil", "teléfono móvil", "移动电话", "行動電話", "携帯電話", "携帯"),
    "phone": ("telefon", "telefonnummer", "telefon geschäftlich", "tel. dienstlich", "téléphone", "téléphone (bureau)",
              "tél.", "teléfono", "teléfono del trabajo", "商务电话", "商務電話", "会社電話", "電話番号"),
    "fax": ("fax geschäftlich", "fax-nummer", "télécopie (bureau)", "télécopie", "fax del trabajo", "商务传真",
            "商務傳真", "会社 fax", "ファックス"),
    "email": ("e-mail-adresse", "primäre e-mail-adresse", "adresse de messagerie", "courriel", "mél",
              "dirección de correo electrónico", "correo electrónico", "correo", "电子邮件地址", "電子郵件地址",
              "電子メール アドレス", "メールアドレス"),
    "website": ("webseite", "webseite 1", "homepage", "page web", "site web", "página web", "sitio web", "网页", "網頁",
                "web ページ"),
}  # fmt: skip
CUSTOMER: Final[Words] = {
    "name": ("firma", "firmenname", "unternehmen", "kunde", "kundenname", "société", "entreprise", "raison sociale",
             "empresa", "razón social", "cliente", "会社名", "顧客名", "取引先"),
    "code": ("kundennummer", "kundennr", "kd.-nr.", "kd.nr.", "kundennr.", "numéro client", "n° client",
             "código cliente", "顧客番号"),
    "main_contact": ("ansprechpartner", "kontaktperson", "interlocuteur", "contacto", "persona de contacto", "担当者"),
    "tax_number": ("ust-idnr.", "ust-id-nr.", "steuernummer", "n° tva", "nif", "cif"),
    "notes": ("bemerkung", "bemerkungen", "notizen", "remarques", "notas", "observaciones", "附注", "附註", "メモ",
              "備考"),
    **_PLACE, **_WAYS,
}  # fmt: skip
CONTACT: Final[Words] = {
    "name": ("anzeigename", "vollständiger name", "nom complet", "nombre completo", "氏名", "名前", "ansprechpartner",
             "kontakt"),
    "family_name": ("nachname", "familienname", "nom", "nom de famille", "apellidos", "apellido", "姓氏"),
    "given_name": ("vorname", "prénom", "nombre"),
    "salutation": ("anrede", "civilité", "tratamiento", "敬称", "稱謂", "name prefix"),
    "nickname": ("spitzname", "surnom", "apodo", "暱稱", "ニックネーム"),
    "customer": ("firma", "unternehmen", "organisation", "société", "entreprise", "organización", "empresa", "会社名",
                 "会社", "取引先", "organization name", "organization 1 - name"),
    "job_title": ("berufsbezeichnung", "arbeitstitel", "funktion", "fonction", "poste", "puesto", "cargo", "职务",
                  "職稱", "役職", "organization title", "organization 1 - title"),
    "department": ("abteilung", "service", "departamento", "部署", "organization department",
                   "organization 1 - department"),
    "birthday": ("geburtstag", "geburtsdatum", "date de naissance", "anniversaire", "cumpleaños",
                 "fecha de nacimiento", "誕生日", "生年月日"),
    "gender": ("geschlecht", "sexe", "sexo", "性別"),
    "notes": CUSTOMER["notes"],
    "home_phone": ("telefon (privat)", "telefon privat", "tel. privat", "téléphone (domicile)", "particular",
                   "teléfono particular", "住宅电话", "住家電話", "自宅電話"),
    "home_street": ("straße privat", "privat: adresse", "rue (domicile)", "calle del domicilio", "住宅地址 街道",
                    "住家 - 街", "番地 (自宅)"),
    "home_city": ("ort privat", "privat: ort", "ville (domicile)", "ciudad del domicilio", "住宅地址 市/县",
                  "住家 - 市/鎮", "市町村 (自宅)"),
    "home_postcode": ("postleitzahl privat", "privat: plz", "code postal (domicile)", "código postal del domicilio",
                      "住宅地址 邮政编码", "住家 - 郵遞區號", "郵便番号 (自宅)"),
    "home_region": ("bundesland/kanton privat", "privat: bundesland", "dép/région (domicile)",
                    "estado o provincia del domicilio", "住宅地址 省/市/自治区", "住家 - 縣/市", "都道府県 (自宅)"),
    "home_country": ("land/region privat", "privat: land", "pays/région (domicile)", "país o región del domicilio",
                     "住宅地址 国家/地区", "住家 - 國家/地區", "国/地域 (自宅)"),
    **_PLACE, **_WAYS,
}  # fmt: skip


def also(words: Mapping[str, tuple[str, ...]], more: Words) -> dict[str, tuple[str, ...]]:
    """The headings of a kind with further ones, which come after its own."""
    return {name: (*words.get(name, ()), *more.get(name, ())) for name in dict.fromkeys((*words, *more))}
