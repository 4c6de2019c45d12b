"""Documents that were given and are not live yet, those that were withdrawn, and facts that were set right."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0008'
down_revision: str | None = '0007'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column('documents', sa.Column('corrected', sa.JSON(), nullable=False, server_default='[]'))
    op.create_table('intakes',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.String(length=40), nullable=False),
    sa.Column('who', sa.String(length=160), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('replaces', sa.String(length=80), nullable=True),
    sa.Column('publish', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('document_id', sa.String(length=80), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('data', sa.LargeBinary(), nullable=True),
    sa.Column('reading', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_intakes_created_at', 'intakes', ['created_at'])
    op.create_table('withdrawn',
    sa.Column('document_id', sa.String(length=80), nullable=False),
    sa.Column('at', sa.String(length=40), nullable=False),
    sa.Column('who', sa.String(length=160), nullable=False),
    sa.PrimaryKeyConstraint('document_id')
    )


def downgrade() -> None:
    op.drop_table('withdrawn')
    op.drop_index('ix_intakes_created_at', table_name='intakes')
    op.drop_table('intakes')
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_column('corrected')
