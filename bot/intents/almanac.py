"""Reckoning with days, weeks, months and quarters, and the names of months and weekdays."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio",
            "february feb februar fevrier febrero febbraio",
            "march mar marz maerz mars marzo",
            "april apr avril abril aprile",
            "may mai mayo maggio",
            "june jun juni juin junio giugno",
            "july jul juli juillet julio luglio",
            "august aug aout agosto",
            "september sep sept septembre septiembre settembre",
            "october oct oktober okt octobre octubre ottobre",
            "november nov novembre noviembre",
            "december dec dezember dez decembre diciembre dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag lundi",
            "tuesday tue tues dienstag mardi",
            "wednesday wed weds mittwoch mercredi",
            "thursday thu thur thurs donnerstag jeudi",
            "friday fri freitag vendredi",
            "saturday sat samstag samedi",
            "sunday sun sonntag dimanche",
        )
    )
    for name in names.split()
}


def working_days(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def shifted(day: date, count: int, *, unit: str) -> date:
    if unit.startswith(("day", "tag")):
        return day + timedelta(days=count)
    if unit.startswith(("week", "woche")):
        return day + timedelta(weeks=count)
    if unit.startswith("fortnight"):
        return day + timedelta(weeks=2 * count)
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter(year: int, number: int) -> tuple[date, date]:
    return date(year, number * 3 - 2, 1), month_end(date(year, number * 3, 1))


def month(name: str, today: date, *, year: str | None) -> date:
    number = MONTHS[name]
    if year:
        return date(int(year), number, 1)
    return date(today.year + (number < today.month), number, 1)
