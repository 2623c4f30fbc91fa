"""Commands that cannot be taken back: shown first, done by a button, a link or a plain "yes".

The preview is the real command, obeyed and rolled back, so what is shown is what will happen.
"""

from dataclasses import replace

from bot.handlers.registry import answer
from bot.reply import Button, Reply, Tone
from bot.wording import command_button
from domain.errors import Command
from domain.work import Work


def preview(command: Command, work: Work) -> Reply:
    """What would happen, with the button that makes it happen; nothing stays.

    Numbers in it are those that would be drawn now; another posting may take them first.

    Raises:
        Refusal: the business says no; there is nothing to stage.
    """
    savepoint = work.session.begin_nested()
    try:
        shown = answer(command, work)
    finally:
        savepoint.rollback()
        work.session.expire_all()
    if shown.waits:
        return answer(command, work)  # asking another person posts nothing: no need to stage it
    button = command_button(command)
    plan = shown.would or f"This is what would happen: {shown.text}"
    return replace(
        shown,
        text=f"{plan}\nNothing is done until you say yes.",
        buttons=(Button(label=button.label, command=command, tone=Tone.PRIMARY),),
        papers=(),
        document_no="",
        staged=True,
    )
