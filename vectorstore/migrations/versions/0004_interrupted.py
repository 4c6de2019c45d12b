"""Questions that are being answered, and conversations whose last one was interrupted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0004'
down_revision: str | None = '0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('pending',
    sa.Column('answer_id', sa.String(length=64), nullable=False),
    sa.Column('conversation_id', sa.String(length=64), nullable=False),
    sa.Column('opens', sa.Boolean(), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=True),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('answer_id')
    )
    op.add_column('conversations', sa.Column('interrupted_question', sa.Text(), nullable=True))
    op.add_column('conversations', sa.Column('interrupted_at', sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.drop_column('interrupted_at')
        batch_op.drop_column('interrupted_question')
    op.drop_table('pending')
