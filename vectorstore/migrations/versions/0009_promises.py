"""What staff have confirmed that clauses promise."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0009'
down_revision: str | None = '0008'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('promises',
    sa.Column('clause_id', sa.String(length=120), nullable=False),
    sa.Column('clause_hash', sa.String(length=64), nullable=False),
    sa.Column('promises', sa.JSON(), nullable=False),
    sa.Column('at', sa.String(length=40), nullable=False),
    sa.Column('who', sa.String(length=160), nullable=False),
    sa.PrimaryKeyConstraint('clause_id')
    )


def downgrade() -> None:
    op.drop_table('promises')
