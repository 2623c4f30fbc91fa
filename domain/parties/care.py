"""Who looks after a customer when the clerk cannot go on alone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.parties.customer_rows import Customer
from domain.people import Employee, Role


def responsible_for(session: Session, customer_no: str) -> str:
    """The number of the employee to ask: the customer's salesperson, else a manager.

    Empty when nobody active has either part.
    """
    customer = session.get(Customer, customer_no) if customer_no else None
    if customer is not None and customer.salesperson:
        own = session.get(Employee, customer.salesperson)
        if own is not None and own.active:
            return own.no
    people = session.scalars(
        select(Employee).where(Employee.active.is_(True)).order_by(Employee.no)
    ).all()
    for role in (Role.MANAGER, Role.SALESPERSON, Role.ADMINISTRATOR):
        for person in people:
            if role in person.actor().roles:
                return person.no
    return ""
