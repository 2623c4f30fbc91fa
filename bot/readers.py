"""The warm reader of messages, rebuilt when articles or customers change."""

import threading

from sqlalchemy.orm import Session

from bot.intents.reading import Reader
from bot.intents.world import Article, Client, World
from domain.catalog.items import articles, fingerprint
from domain.parties.customers import clients
from domain.people import staff_names


class Readers:
    """Holds the reader of the company's present articles and customers.

    A new item is understood by the next message: the fingerprint of the master data is one
    small row, read with every message.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = ""
        self._reader: Reader | None = None

    def current(self, session: Session) -> Reader:
        """The reader that fits the database as this session sees it."""
        now = fingerprint(session)
        with self._lock:
            if self._reader is None or now != self._seen:
                self._reader = Reader(world_of(session))
                self._seen = now
            return self._reader


def world_of(session: Session) -> World:
    """The company as a reader of messages sees it, from the database."""
    return World(
        articles=tuple(
            Article(
                sku=item.no,
                description=item.description,
                base_unit=item.base_unit,
                units=dict(item.units),
                price=item.price,
                synonyms=item.synonyms,
                group=item.group,
                references=tuple(number for _customer, number in item.references),
            )
            for item in articles(session)
        ),
        clients=tuple(
            Client(
                no=customer.no,
                name=customer.name,
                city=customer.city,
                country=customer.country,
                domains=customer.domains,
                contacts=customer.contacts,
                currency=customer.currency,
                payment_terms=customer.payment_terms,
                aliases=customer.aliases,
            )
            for customer in clients(session)
        ),
        staff=staff_names(session),
    )
