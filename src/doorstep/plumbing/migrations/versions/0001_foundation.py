"""The tables of the foundation."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import doorstep.plumbing.db
import doorstep.plumbing.packing

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "tenants",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("region", sa.String(length=100), nullable=False),
        sa.Column("asks_managers_twice", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
    )

    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.String(length=200), nullable=False),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("oidc_subject", sa.String(length=300), nullable=True),
        sa.Column("merchant", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_accounts_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sa.UniqueConstraint("oidc_subject", name=op.f("uq_accounts_oidc_subject")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "passkeys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_passkeys_account_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_passkeys_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkeys_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passkeys_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_recovery_codes_tenant_id")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_codes_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_recovery_codes_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("prefix", sa.String(length=16), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_api_keys_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_keys_secret_hash")),
    )
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_keys_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("merchant", sa.String(length=200), nullable=False),
        sa.Column("invited_by", sa.String(length=200), nullable=False),
        sa.Column("expires_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_invitations_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "depots",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_depots_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depots")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_depots_tenant_id_name")),
    )
    with op.batch_alter_table("depots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_depots_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "disruptions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("profiles", sa.JSON(), nullable=False),
        sa.Column("speed_factor", sa.Double(), nullable=False),
        sa.Column("added_s", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("hours", sa.String(length=200), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("streets", sa.JSON(), nullable=False),
        sa.Column("edges", sa.Integer(), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_disruptions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disruptions")),
    )
    with op.batch_alter_table("disruptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disruptions_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "learned_routes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("learned_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_learned_routes_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_routes")),
    )
    with op.batch_alter_table("learned_routes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learned_routes_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "street_lessons",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("routes", sa.Integer(), nullable=False),
        sa.Column("lessons", sa.LargeBinary(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_street_lessons_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_lessons")),
        sa.UniqueConstraint(
            "tenant_id", "profile", "week_on", name=op.f("uq_street_lessons_tenant_id_profile")
        ),
    )
    with op.batch_alter_table("street_lessons", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_street_lessons_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "drivers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("availability", sa.JSON(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_drivers_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drivers")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_drivers_tenant_id_name")),
    )
    with op.batch_alter_table("drivers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drivers_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "events",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("happened_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_events_tenant_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(
            "ix_events_tenant_subject", ["tenant_id", "subject_id"], unique=False
        )
        batch_op.create_index(
            "ix_events_tenant_service_on", ["tenant_id", "service_on"], unique=False
        )

    op.create_table(
        "files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("shown_sha256", sa.String(length=64), nullable=False),
        sa.Column("shown_media_type", sa.String(length=32), nullable=False),
        sa.Column("shown_size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=80), nullable=False),
        sa.Column("uploaded_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_files_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("tenant_id", "sha256", name=op.f("uq_files_tenant_id_sha256")),
    )

    op.create_table(
        "idempotency_keys",
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", doorstep.plumbing.packing.PackedText(), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_idempotency_keys_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotency_keys_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "orders",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("merchant", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column(
            "cancel_until_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True
        ),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_orders_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_orders_tenant_created", ["tenant_id", "created_at"], unique=False
        )
        batch_op.create_index(
            "ix_orders_tenant_reference", ["tenant_id", "reference"], unique=False
        )

    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("merchant", sa.String(length=200), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.JSON(), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_imports_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "import_mappings",
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("merchant", sa.String(length=200), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("updated_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_import_mappings_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "merchant", name=op.f("pk_import_mappings")),
    )

    op.create_table(
        "gs1_settings",
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("company_prefix", sa.String(length=10), nullable=False),
        sa.Column("next_serial", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_gs1_settings_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_gs1_settings")),
    )

    op.create_table(
        "plan_prices",
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("co2e_per_t_minor", sa.BigInteger(), nullable=False),
        sa.Column("extra_visit_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_plan_prices_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_plan_prices")),
    )

    op.create_table(
        "plans",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.String(length=80), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("distance_m", sa.BigInteger(), nullable=False),
        sa.Column("duration_s", sa.BigInteger(), nullable=False),
        sa.Column("co2e_g", sa.BigInteger(), nullable=False),
        sa.Column("co2e_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("extra_visits", sa.Integer(), nullable=False),
        sa.Column("extra_visits_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("progress_elapsed_s", sa.Double(), nullable=True),
        sa.Column("progress_cost_minor", sa.BigInteger(), nullable=True),
        sa.Column("progress_routes", sa.Integer(), nullable=True),
        sa.Column("progress_unassigned", sa.Integer(), nullable=True),
        sa.Column("problem_code", sa.String(length=64), nullable=True),
        sa.Column("problem_detail", sa.Text(), nullable=True),
        sa.Column("problem_action", sa.Text(), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_plans_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(
            "ix_plans_tenant_service_on", ["tenant_id", "service_on"], unique=False
        )
        batch_op.create_index(
            "uq_plans_in_progress",
            ["tenant_id", "service_on"],
            unique=True,
            sqlite_where=sa.text("status IN ('matrix', 'queued', 'solving')"),
            postgresql_where=sa.text("status IN ('matrix', 'queued', 'solving')"),
        )

    op.create_table(
        "routes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("vehicle_id", sa.String(length=36), nullable=False),
        sa.Column("vehicle", sa.String(length=200), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=False),
        sa.Column("driver", sa.String(length=200), nullable=False),
        sa.Column("color", sa.String(length=16), nullable=False),
        sa.Column("start_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("end_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("fixed_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_km_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_hour_minor", sa.BigInteger(), nullable=False),
        sa.Column("weight_g", sa.BigInteger(), nullable=False),
        sa.Column("volume_cm3", sa.BigInteger(), nullable=False),
        sa.Column("capacity_g", sa.BigInteger(), nullable=False),
        sa.Column("capacity_cm3", sa.BigInteger(), nullable=False),
        sa.Column("depot", sa.String(length=200), nullable=False),
        sa.Column("depot_lat", sa.Double(), nullable=False),
        sa.Column("depot_lon", sa.Double(), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("released_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("started_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_routes_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routes")),
    )
    with op.batch_alter_table("routes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routes_driver_id"), ["driver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_routes_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_routes_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(
            "ix_routes_tenant_service_on", ["tenant_id", "service_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_routes_vehicle_id"), ["vehicle_id"], unique=False)
        batch_op.create_index(
            "uq_routes_active_driver_id",
            ["tenant_id", "service_on", "driver_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('released', 'started')"),
            postgresql_where=sa.text("status IN ('released', 'started')"),
        )
        batch_op.create_index(
            "uq_routes_active_vehicle_id",
            ["tenant_id", "service_on", "vehicle_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('released', 'started')"),
            postgresql_where=sa.text("status IN ('released', 'started')"),
        )

    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("principal_kind", sa.String(length=16), nullable=False),
        sa.Column("principal_id", sa.String(length=36), nullable=False),
        sa.Column("principal_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("limited", sa.Boolean(), nullable=False),
        sa.Column("began_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_sessions_tenant_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
        sa.UniqueConstraint("id", name=op.f("uq_sessions_id")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sessions_principal_id"), ["principal_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sessions_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "shipments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("tracking_token", sa.String(length=32), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("recipient_phone", sa.String(length=50), nullable=False),
        sa.Column("recipient_email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("parcels", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_cm3", sa.Integer(), nullable=False),
        sa.Column("service_s", sa.Integer(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("gate_code", sa.String(length=50), nullable=False),
        sa.Column("safe_place", sa.String(length=200), nullable=False),
        sa.Column("neighbour", sa.String(length=200), nullable=False),
        sa.Column("is_located", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("cod_minor", sa.BigInteger(), nullable=True),
        sa.Column("cod_currency", sa.String(length=3), nullable=False),
        sa.Column("pays_by", sa.String(length=16), nullable=False),
        sa.Column("temperature", sa.String(length=16), nullable=False),
        sa.Column("dangerous_goods", sa.String(length=6), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("pin_check", sa.Boolean(), nullable=False),
        sa.Column("door_pin", sa.String(length=8), nullable=False),
        sa.Column("collection", sa.JSON(), nullable=True),
        sa.Column("hold_note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipments_order_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_shipments_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
        sa.UniqueConstraint(
            "tenant_id",
            "service_on",
            "reference",
            name=op.f("uq_shipments_tenant_id_service_on_reference"),
        ),
        sa.UniqueConstraint("tracking_token", name=op.f("uq_shipments_tracking_token")),
    )
    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shipments_order_id"), ["order_id"], unique=False)

    op.create_table(
        "sign_in_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("principal_kind", sa.String(length=16), nullable=False),
        sa.Column("principal_id", sa.String(length=36), nullable=False),
        sa.Column("principal_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("expires_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("session_until", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("used_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_sign_in_codes_tenant_id")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_sign_in_codes")),
    )
    with op.batch_alter_table("sign_in_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_codes_principal_id"), ["principal_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_codes_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "parcels",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("shipment_id", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("barcode", sa.String(length=100), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("length_mm", sa.Integer(), nullable=True),
        sa.Column("width_mm", sa.Integer(), nullable=True),
        sa.Column("height_mm", sa.Integer(), nullable=True),
        sa.Column("holder_kind", sa.String(length=16), nullable=False),
        sa.Column("holder_id", sa.String(length=64), nullable=False),
        sa.Column("holder_place", sa.String(length=64), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_parcels_shipment_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_parcels_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcels")),
        sa.UniqueConstraint("shipment_id", "ordinal", name=op.f("uq_parcels_shipment_id_ordinal")),
    )
    with op.batch_alter_table("parcels", schema=None) as batch_op:
        batch_op.create_index("ix_parcels_tenant_barcode", ["tenant_id", "barcode"], unique=False)

    op.create_table(
        "shipment_revisions",
        sa.Column("shipment_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("changed_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_shipment_revisions_shipment_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_shipment_revisions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("shipment_id", "version", name=op.f("pk_shipment_revisions")),
    )
    with op.batch_alter_table("shipment_revisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shipment_revisions_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "parcel_transfers",
        sa.Column("parcel_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("from_kind", sa.String(length=16), nullable=False),
        sa.Column("from_id", sa.String(length=64), nullable=False),
        sa.Column("from_place", sa.String(length=64), nullable=False),
        sa.Column("to_kind", sa.String(length=16), nullable=False),
        sa.Column("to_id", sa.String(length=64), nullable=False),
        sa.Column("to_place", sa.String(length=64), nullable=False),
        sa.Column("happened_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["parcels.id"], name=op.f("fk_parcel_transfers_parcel_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_parcel_transfers_tenant_id")
        ),
        sa.PrimaryKeyConstraint("parcel_id", "sequence", name=op.f("pk_parcel_transfers")),
    )
    with op.batch_alter_table("parcel_transfers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_parcel_transfers_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "driver_commands",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=False),
        sa.Column("command_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("route_id", sa.String(length=36), nullable=False),
        sa.Column("happened_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("device_sequence", sa.Integer(), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["route_id"], ["routes.id"], name=op.f("fk_driver_commands_route_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_driver_commands_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_commands")),
        sa.UniqueConstraint(
            "tenant_id",
            "command_id",
            "driver_id",
            name=op.f("uq_driver_commands_tenant_id_command_id_driver_id"),
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "device_id",
            "device_sequence",
            name=op.f("uq_driver_commands_tenant_id_device_id_device_sequence"),
        ),
    )
    with op.batch_alter_table("driver_commands", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_driver_commands_route_id"), ["route_id"], unique=False
        )

    op.create_table(
        "stops",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("route_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("shipment_id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("arrival_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "service_start_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("departure_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("parcels", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("arrived_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("completed_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("photos", sa.JSON(), nullable=True),
        sa.Column("signature", sa.String(length=64), nullable=True),
        sa.Column("recipient_name", sa.String(length=200), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("cod_minor", sa.BigInteger(), nullable=True),
        sa.Column("cod_currency", sa.String(length=3), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["route_id"], ["routes.id"], name=op.f("fk_stops_route_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_stops_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
    )
    with op.batch_alter_table("stops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stops_route_id"), ["route_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stops_shipment_id"), ["shipment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stops_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "unassigned",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("shipment_id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("fixes", sa.JSON(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_unassigned_plan_id")),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_unassigned_shipment_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_unassigned_tenant_id")
        ),
        sa.PrimaryKeyConstraint("plan_id", "ordinal", name=op.f("pk_unassigned")),
    )
    with op.batch_alter_table("unassigned", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unassigned_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "address_book",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("gate_code", sa.String(length=50), nullable=False),
        sa.Column("safe_place", sa.String(length=200), nullable=False),
        sa.Column("neighbour", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("is_located", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("address_key", sa.String(length=600), nullable=False),
        sa.Column("name_key", sa.String(length=600), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("updated_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_address_book_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_book")),
    )
    with op.batch_alter_table("address_book", schema=None) as batch_op:
        batch_op.create_index(
            "ix_address_book_tenant_address", ["tenant_id", "address_key"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_address_book_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(
            "ix_address_book_tenant_name", ["tenant_id", "name_key", "id"], unique=False
        )

    op.create_table(
        "holidays",
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("holiday_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_holidays_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "holiday_on", name=op.f("pk_holidays")),
    )

    op.create_table(
        "looks",
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("hour_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_looks_tenant_id")),
        sa.PrimaryKeyConstraint(
            "tenant_id", "subject_id", "kind", "actor", "hour_at", name=op.f("pk_looks")
        ),
    )
    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.create_index("ix_looks_tenant_hour_at", ["tenant_id", "hour_at"], unique=False)

    op.create_table(
        "recurring_orders",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("merchant", sa.String(length=200), nullable=False),
        sa.Column("recipient_phone", sa.String(length=50), nullable=False),
        sa.Column("recipient_email", sa.String(length=254), nullable=False),
        sa.Column("shipment", sa.JSON(), nullable=False),
        sa.Column("is_located", sa.Boolean(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("updated_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_recurring_orders_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_orders")),
    )
    with op.batch_alter_table("recurring_orders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recurring_orders_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "vehicle_types",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("profile", sa.String(length=50), nullable=False),
        sa.Column("capacity_g", sa.BigInteger(), nullable=False),
        sa.Column("capacity_cm3", sa.BigInteger(), nullable=False),
        sa.Column("fixed_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_km_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_hour_minor", sa.BigInteger(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("max_stops", sa.Integer(), nullable=True),
        sa.Column("hours_law", sa.String(length=16), nullable=False),
        sa.Column("co2e_g_per_km", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_vehicle_types_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_types")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_vehicle_types_tenant_id_name")),
    )
    with op.batch_alter_table("vehicle_types", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vehicle_types_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "recurring_made",
        sa.Column("recurring_id", sa.String(length=36), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["recurring_id"], ["recurring_orders.id"], name=op.f("fk_recurring_made_recurring_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_recurring_made_tenant_id")
        ),
        sa.PrimaryKeyConstraint("recurring_id", "service_on", name=op.f("pk_recurring_made")),
    )
    with op.batch_alter_table("recurring_made", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recurring_made_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "vehicles",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("depot_id", sa.String(length=36), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=True),
        sa.Column("profile", sa.String(length=50), nullable=False),
        sa.Column("shift_start", sa.Time(), nullable=False),
        sa.Column("shift_end", sa.Time(), nullable=False),
        sa.Column("capacity_g", sa.BigInteger(), nullable=False),
        sa.Column("capacity_cm3", sa.BigInteger(), nullable=False),
        sa.Column("fixed_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_km_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_hour_minor", sa.BigInteger(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("max_stops", sa.Integer(), nullable=True),
        sa.Column("hours_law", sa.String(length=16), nullable=False),
        sa.Column("co2e_g_per_km", sa.Integer(), nullable=True),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("availability", sa.JSON(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.String(length=36), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["depot_id"], ["depots.id"], name=op.f("fk_vehicles_depot_id")),
        sa.ForeignKeyConstraint(["driver_id"], ["drivers.id"], name=op.f("fk_vehicles_driver_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_vehicles_tenant_id")),
        sa.ForeignKeyConstraint(
            ["type_id"], ["vehicle_types.id"], name=op.f("fk_vehicles_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicles")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_vehicles_tenant_id_name")),
    )
    with op.batch_alter_table("vehicles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vehicles_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "attempts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("route_id", sa.String(length=36), nullable=False),
        sa.Column("stop_id", sa.String(length=36), nullable=False),
        sa.Column("shipment_id", sa.String(length=36), nullable=False),
        sa.Column("command_id", sa.String(length=36), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("happened_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("completed_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=True),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("scans", sa.JSON(), nullable=False),
        sa.Column("strokes", sa.JSON(), nullable=False),
        sa.Column("age_checked", sa.Integer(), nullable=True),
        sa.Column("handed_to", sa.String(length=16), nullable=False),
        sa.Column("pin", sa.String(length=16), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        sa.Column("disputed", sa.String(length=32), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["route_id"], ["routes.id"], name=op.f("fk_attempts_route_id")),
        sa.ForeignKeyConstraint(["stop_id"], ["stops.id"], name=op.f("fk_attempts_stop_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_attempts_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_route_id"), ["route_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_shipment_id"), ["shipment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_stop_id"), ["stop_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "cash_shifts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=False),
        sa.Column("driver", sa.String(length=200), nullable=False),
        sa.Column("opened_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_cash_shifts_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_shifts")),
    )
    with op.batch_alter_table("cash_shifts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cash_shifts_driver_id"), ["driver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cash_shifts_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "cash_entries",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("shift_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("attempt_id", sa.String(length=36), nullable=True),
        sa.Column("at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["cash_shifts.id"], name=op.f("fk_cash_entries_shift_id")
        ),
        sa.UniqueConstraint(
            "tenant_id", "attempt_id", name=op.f("uq_cash_entries_tenant_id_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_cash_entries_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_entries")),
    )
    with op.batch_alter_table("cash_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cash_entries_shift_id"), ["shift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cash_entries_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "cash_exceptions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("attempt_id", sa.String(length=36), nullable=False),
        sa.Column("stop_id", sa.String(length=36), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("difference", sa.String(length=16), nullable=False),
        sa.Column("due_minor", sa.BigInteger(), nullable=True),
        sa.Column("due_currency", sa.String(length=3), nullable=True),
        sa.Column("got_minor", sa.BigInteger(), nullable=True),
        sa.Column("got_currency", sa.String(length=3), nullable=True),
        sa.Column("opened_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_cash_exceptions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_exceptions")),
    )
    with op.batch_alter_table("cash_exceptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cash_exceptions_attempt_id"), ["attempt_id"], unique=False
        )
        batch_op.create_index("ix_cash_exceptions_open", ["tenant_id", "settled_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cash_exceptions_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "payments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("shipment_id", sa.String(length=36), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("session_ref", sa.String(length=255), nullable=False),
        sa.Column("charge_ref", sa.String(length=255), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("expires_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("paid_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_payments_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payments_shipment_id"), ["shipment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(
            "uq_payments_under_way",
            ["tenant_id", "shipment_id", "amount_minor", "currency"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'open')"),
            postgresql_where=sa.text("state IN ('asked', 'open')"),
        )

    op.create_table(
        "payment_entries",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_entries_payment_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_payment_entries_tenant_id")
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "kind",
            "reference",
            name=op.f("uq_payment_entries_tenant_id_kind_reference"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_entries")),
    )
    with op.batch_alter_table("payment_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_entries_payment_id"), ["payment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_payment_entries_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "payment_news",
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("heard_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_payment_news_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_payment_news")),
    )

    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("secret", sa.String(length=120), nullable=False),
        sa.Column("old_secret", sa.String(length=120), nullable=False),
        sa.Column(
            "old_secret_until", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True
        ),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("created_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_webhook_endpoints_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
    )
    with op.batch_alter_table("webhook_endpoints", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_webhook_endpoints_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "webhook_deliveries",
        sa.Column("endpoint_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.id"],
            name=op.f("fk_webhook_deliveries_endpoint_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_webhook_deliveries_tenant_id")
        ),
        sa.PrimaryKeyConstraint("endpoint_id", "event_id", name=op.f("pk_webhook_deliveries")),
    )
    with op.batch_alter_table("webhook_deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_webhook_deliveries_due", ["endpoint_id", "status", "sequence"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_webhook_deliveries_tenant_id"), ["tenant_id"], unique=False
        )

    op.create_table(
        "proof_seals",
        sa.Column("attempt_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_proof_seals_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_proof_seals_tenant_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_proof_seals")),
    )
    with op.batch_alter_table("proof_seals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_seals_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "devices",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=False),
        sa.Column("algorithm", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column(
            "registered_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_devices_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
    )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_devices_driver_id"), ["driver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_devices_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "plan_routes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.String(length=36), nullable=False),
        sa.Column("vehicle", sa.String(length=200), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=True),
        sa.Column("driver", sa.String(length=200), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("depot_id", sa.String(length=36), nullable=False),
        sa.Column("depot", sa.String(length=200), nullable=False),
        sa.Column("depot_address", sa.String(length=300), nullable=False),
        sa.Column("depot_lat", sa.Double(), nullable=False),
        sa.Column("depot_lon", sa.Double(), nullable=False),
        sa.Column("start_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("end_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("weight_g", sa.BigInteger(), nullable=False),
        sa.Column("volume_cm3", sa.BigInteger(), nullable=False),
        sa.Column("capacity_g", sa.BigInteger(), nullable=False),
        sa.Column("capacity_cm3", sa.BigInteger(), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("co2e_g", sa.BigInteger(), nullable=False),
        sa.Column("co2e_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("extra_visits", sa.Integer(), nullable=False),
        sa.Column("extra_visits_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["depot_id"], ["depots.id"], name=op.f("fk_plan_routes_depot_id")),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["drivers.id"], name=op.f("fk_plan_routes_driver_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_routes_plan_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_plan_routes_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["vehicle_id"], ["vehicles.id"], name=op.f("fk_plan_routes_vehicle_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_routes")),
    )
    with op.batch_alter_table("plan_routes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_routes_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_routes_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "plan_stops",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("route_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("shipment_id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("arrival_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "service_start_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("departure_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("parcels", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_cm3", sa.Integer(), nullable=False),
        sa.Column("service_s", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("slack_s", sa.Integer(), nullable=False),
        sa.Column("tracking_token", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_stops_plan_id")),
        sa.ForeignKeyConstraint(
            ["route_id"], ["plan_routes.id"], name=op.f("fk_plan_stops_route_id")
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_plan_stops_shipment_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_plan_stops_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_stops")),
    )
    with op.batch_alter_table("plan_stops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_stops_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_stops_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "held_reports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=False),
        sa.Column("command_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("route_id", sa.String(length=36), nullable=False),
        sa.Column("stop_id", sa.String(length=36), nullable=True),
        sa.Column("shipment_id", sa.String(length=36), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("happened_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_at", doorstep.plumbing.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_held_reports_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_reports")),
        sa.UniqueConstraint(
            "tenant_id",
            "device_id",
            "sequence",
            name=op.f("uq_held_reports_tenant_id_device_id_sequence"),
        ),
    )
    with op.batch_alter_table("held_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_held_reports_shipment_id"), ["shipment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_held_reports_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index("ix_held_reports_tenant_state", ["tenant_id", "state"], unique=False)
