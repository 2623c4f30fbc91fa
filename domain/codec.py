"""Commands and outcomes as JSON, and back, exactly.

Buttons, waiting approvals and stored replies outlive the process that made them. Decimals
travel as strings and dates as ISO text; what does not fit the types is refused when read.
"""

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def to_json(value: object, *, without: str = "") -> dict[str, Any]:
    """Turn a frozen dataclass into plain JSON values; `from_json` of its type gives it back.

    `without` names a field that is left out.
    """
    left_out = {without} if without else None
    adapter = _adapter(type(value))
    plain: dict[str, Any] = adapter.dump_python(value, mode="json", exclude=left_out)
    return plain


def from_json(kind: type[T], plain: dict[str, Any]) -> T:
    """Rebuild a value.

    Raises:
        pydantic.ValidationError: the stored form does not fit the type any more.
    """
    value: T = _adapter(kind).validate_python(plain)
    return value


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
