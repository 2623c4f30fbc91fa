"""What Slack refuses: the sizes of Block Kit, in one table.

They are Slack's documented limits (November 2026), except the two ceilings at the end, which
are ours: the sum of all text in a message is refused somewhere above 13 000 characters,
undocumented, so we stop at 12 000 and say where the rest is. This module measures nothing
and cuts nothing; the drawing does.
"""

from typing import Final

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100  # a modal or a Home
BLOCK_ID: Final = 255
ACTION_ID: Final = 255

SECTION_TEXT: Final = 3000
FIELD_TEXT: Final = 2000
FIELDS: Final = 10
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10

ACTIONS_ELEMENTS: Final = 25
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_URL: Final = 3000
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHOICES: Final = 10  # checkboxes and radio buttons

INPUT_TEXT: Final = 3000
INPUT_LABEL: Final = 2000
PLACEHOLDER: Final = 150
VIEW_TITLE: Final = 24  # also its submit and close buttons
PRIVATE_METADATA: Final = 3000
CALLBACK_ID: Final = 255

TABLE_ROWS: Final = 100  # the head counts
TABLE_COLUMNS: Final = 20

MESSAGE_TEXT: Final = 40_000

TOP_TEXT_CEILING: Final = 4_000  # what a notification or a screen reader gets; ours
BLOCK_TEXT_CEILING: Final = 12_000  # the sum over a message's blocks; ours
