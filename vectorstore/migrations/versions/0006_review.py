"""Feedback on answers, cleared answers, and what answers are looked for by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0006'
down_revision: str | None = '0005'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column('answers', sa.Column('question', sa.Text(), nullable=True))
    op.add_column('answers', sa.Column('outcome', sa.String(length=20), nullable=True))
    op.add_column('answers', sa.Column('filtered', sa.Boolean(), nullable=True))
    answers = sa.table('answers', sa.column('body', sa.JSON), sa.column('question'), sa.column('outcome'))
    body = answers.c.body
    op.execute(answers.update().values(question=body['question'].as_string(), outcome=body['outcome'].as_string()))
    op.create_index('ix_answers_when', 'answers', ['created_at', 'id'])
    op.create_index('ix_answers_outcome', 'answers', ['outcome', 'created_at', 'id'])

    op.create_table('feedback',
    sa.Column('answer_id', sa.String(length=64), nullable=False),
    sa.Column('asker', sa.String(length=120), nullable=False),
    sa.Column('at', sa.String(length=40), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('comment', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['answer_id'], ['answers.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('answer_id', 'asker')
    )
    op.create_table('cleared',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('answer_id', sa.String(length=64), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('at', sa.String(length=40), nullable=False),
    sa.Column('who', sa.String(length=160), nullable=False),
    sa.Column('corpus_version', sa.String(length=16), nullable=True),
    sa.Column('outdated', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_index('ix_cleared_answer_id', 'cleared', ['answer_id'])
    op.create_table('cleared_clauses',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('clause_id', sa.String(length=120), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('changed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['key'], ['cleared.key'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', 'clause_id')
    )


def downgrade() -> None:
    op.drop_table('cleared_clauses')
    op.drop_index('ix_cleared_answer_id', table_name='cleared')
    op.drop_table('cleared')
    op.drop_table('feedback')
    op.drop_index('ix_answers_outcome', table_name='answers')
    op.drop_index('ix_answers_when', table_name='answers')
    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.drop_column('filtered')
        batch_op.drop_column('outcome')
        batch_op.drop_column('question')
