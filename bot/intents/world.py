"""The company as the reader of messages sees it: articles, customers and our own people.

A frozen copy of what names and numbers can mean. It holds no prices that bind and no stock;
whoever obeys a command asks the domain again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Article:
    """One thing we sell. `units` are packings and how many base units each holds.

    `references` are the numbers our customers use for it.
    """

    sku: str
    description: str
    base_unit: str = "pcs"
    units: Mapping[str, Decimal] = field(default_factory=dict)
    price: Decimal = Decimal(0)
    synonyms: tuple[str, ...] = ()
    group: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Client:
    """One customer. `contacts` are pairs of name and address, `domains` mail domains."""

    no: str
    name: str
    city: str = ""
    country: str = ""
    domains: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    currency: str = ""
    payment_terms: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything a message may name. `staff` are our people's names."""

    articles: tuple[Article, ...] = ()
    clients: tuple[Client, ...] = ()
    staff: tuple[str, ...] = ()

    @classmethod
    def from_folder(cls, path: Path) -> "World":
        """Read `catalog.json` and `customers.json` of any trade.

        Raises:
            FileNotFoundError: one of the two is missing.
            ValueError: a file is no list of records, or a record lacks its number.
        """
        return cls(
            articles=tuple(_article(row) for row in _rows(path / "catalog.json", key="sku")),
            clients=tuple(_client(row) for row in _rows(path / "customers.json", key="id")),
        )


def _rows(path: Path, *, key: str) -> list[dict[str, Any]]:
    rows = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    if not isinstance(rows, list) or not all(isinstance(row, dict) and key in row for row in rows):
        raise ValueError(f"{path.name} must be a list of records, each with {key!r}")
    return rows


def _article(row: dict[str, Any]) -> Article:
    return Article(
        sku=row["sku"],
        description=row.get("description", ""),
        base_unit=row.get("unit") or "pcs",
        units={name: Decimal(held) for name, held in (row.get("alt_units") or {}).items()},
        price=Decimal(row.get("price") or 0),
        synonyms=tuple(row.get("synonyms") or ()),
        group=row.get("group") or "",
        references=tuple(row.get("references") or ()),
    )


def _client(row: dict[str, Any]) -> Client:
    contacts = row.get("contacts") or ()
    return Client(
        no=row["id"],
        name=row.get("name", ""),
        city=row.get("city") or "",
        country=row.get("country") or "",
        domains=tuple(domain.lower() for domain in row.get("email_domains") or ()),
        contacts=tuple((c.get("name", ""), c.get("email", "").lower()) for c in contacts),
        currency=row.get("currency") or "",
        payment_terms=row.get("payment_terms") or "",
        aliases=tuple(row.get("aliases") or ()),
    )
