"""Templates that a company writes itself: what they may be, and their text.

A folder holds `KIND.html` (Jinja, beginning from ours: `{% extends "papers/invoice.html" %}`) and
`paper.css`, which is read after our stylesheet. They see the same view as our templates, may change
its words, order and looks, and can neither compute a figure nor reach anything outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader, nodes
from jinja2.exceptions import TemplateError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from templates.pages import FOLDER, sandbox

STYLE = "paper.css"
_MOST = 64 * 1024  # bytes of one file
_NOT_THEIRS = ("safe", "attr")  # filters


class TemplateRefused(ValueError):
    """An own template cannot be used; the sentence says which and why."""


@dataclass(frozen=True, kw_only=True)
class OwnTemplates:
    """The texts of a company's own templates, by kind, and its stylesheet ("" for none)."""

    pages: Mapping[str, str]
    style: str = ""


def own_for(kind: str, folder: Path) -> OwnTemplates | None:
    """Read what a company wrote for a kind of paper; None where it wrote nothing.

    Raises:
        TemplateRefused: a file is too long or is not text.
    """
    page, style = _read(folder / f"{kind}.html"), _read(folder / STYLE)
    return OwnTemplates(pages={kind: page} if page else {}, style=style) if page or style else None


def start_of(kind: str) -> str:
    """A template to begin from: it changes nothing yet and names the parts that may be replaced."""
    return _START.format(kind=kind)


def fill_own(own: OwnTemplates, kind: str, facts: Mapping[str, object]) -> str:
    """Fill the company's own template of a kind.

    Raises:
        TemplateRefused: it is no template, switches escaping off, names a fact that does not
            exist, or reaches for something that is not a fact.
    """
    environment = _environment(own)
    try:
        escapes = environment.parse(own.pages[kind]).find(nodes.ScopedEvalContextModifier) is None
        if not escapes:  # strangers' text would be printed as markup
            raise TemplateRuntimeError("it may not switch escaping off.")
        return environment.get_template(_name(kind)).render(facts)
    except TemplateError as why:  # what Jinja and its sandbox say
        raise TemplateRefused(f"The template {kind}.html cannot be used: {why}") from why
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as why:
        raise TemplateRefused(f"The template {kind}.html fails: {why}") from why


def _environment(own: OwnTemplates) -> ImmutableSandboxedEnvironment:
    theirs = DictLoader({_name(kind): text for kind, text in own.pages.items()})
    ours = FileSystemLoader(FOLDER)
    environment = sandbox().overlay(loader=ChoiceLoader([theirs, ours]))
    assert isinstance(environment, ImmutableSandboxedEnvironment)
    environment.filters = {
        name: done for name, done in environment.filters.items() if name not in _NOT_THEIRS
    }
    return environment


def _name(kind: str) -> str:
    return f"own/{kind}.html"


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        return ""
    if len(content) > _MOST:
        raise TemplateRefused(f"{path.name} is longer than {_MOST // 1024} kB.")
    try:
        return content.decode()
    except UnicodeDecodeError as why:
        raise TemplateRefused(f"{path.name} is not UTF-8 text.") from why


_START = """{{% extends "papers/{kind}.html" %}}
{{# Your own {kind}. Replace a part by naming it; what is not named stays as it is. The parts:
   lead          the sentence above the table
   before_lines  nothing yet, between that sentence and the table
   after_totals  nothing yet, below the totals
   notes         the remarks below the box; the law asks for some of them
   All that may be said is in `paper`: {{{{ paper.number }}}}, {{{{ paper.seller_name }}}} ... #}}
{{% block lead %}}
<p class="lead">{{{{ paper.lead }}}}</p>
{{% endblock %}}
"""
