"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
from migrations import append_only${"" if down_revision else ", engine_tables"}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
% if down_revision is None:
    engine_tables.create(op.get_bind())
% endif
    append_only.guard(op.get_bind())


def downgrade() -> None:
    append_only.release(op.get_bind())
    ${downgrades if downgrades else "pass"}
% if down_revision is None:
    engine_tables.drop(op.get_bind())
% endif
    append_only.guard(op.get_bind())
