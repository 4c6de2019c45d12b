"""Indexes to find old conversations by."""

from collections.abc import Sequence

from alembic import op

revision: str = '0003'
down_revision: str | None = '0002'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index('ix_conversations_created', 'conversations', ['created_at'])
    op.create_index('ix_answers_created', 'answers', ['conversation_id', 'created_at'])


def downgrade() -> None:
    op.drop_index('ix_answers_created', table_name='answers')
    op.drop_index('ix_conversations_created', table_name='conversations')
