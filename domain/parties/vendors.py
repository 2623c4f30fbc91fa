"""Vendors, as far as sales needs them: who supplies an article and how long it takes."""

from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base


class Vendor(Base):
    """A supplier. `lead_time` is a date formula that counts working days."""

    __tablename__ = "vendor"

    no: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")  # lines parted by line breaks
    country: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    lead_time: Mapped[str] = mapped_column(default="")
    blocked: Mapped[bool] = mapped_column(default=False)
