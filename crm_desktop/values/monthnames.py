"""Names of months and days of the week in the languages of Europe that lists are written in."""

from __future__ import annotations

from typing import Final

_NAMES: Final = (
    "jan january januar janner janvier janv januari ene enero gen gennaio janeiro",
    "feb february februar feber fevrier fevr fev februari febrero febbraio fevereiro",
    "mar march marz maerz mrz mars maart mrt marzo marco",
    "apr april avril avr abr abril aprile",
    "may mai mei mayo mag maggio maio",
    "jun june juni juin junio giu giugno junho",
    "jul july juli juillet juil julio lug luglio julho",
    "aug august aout augustus ago agosto",
    "sep sept september septembre septiembre setiembre set settembre setembro",
    "oct october okt oktober octobre octubre ott ottobre out outubro",
    "nov november novembre noviembre novembro",
    "dec december dez dezember decembre dic diciembre dicembre dezembro",
)
"""Without accents: English, German, French, Dutch, Spanish, Italian, Portuguese; no word is two months."""
MONTHS: Final = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
MONTH_PATTERN: Final = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"

WEEKDAYS_PATTERN: Final = (
    "mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    "|lun|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|mie|jue|vie|sab|dom|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
)
"""Without accents; "mar." is left out, which is March as well."""
