"""SQL that migrations apply to tenant tables: policies, version counters, journal capture.

Kept beside the table base so that every tenant table gets the same measured form. The architecture tests compare what
stands in the catalogue of a migrated database, so a later change here needs a migration of its own.
"""

OWNER_ROLE = "quarterdeck_owner"
APP_ROLE = "quarterdeck_app"
READER_ROLE = "quarterdeck_reader"
LOOKUP_ROLE = "quarterdeck_lookup"  # owns the few SECURITY DEFINER look-ups; nobody logs in as it

CURRENT_TENANT = "nullif(current_setting('app.tenant_id', true), '')::uuid"
CURRENT_USER = "nullif(current_setting('app.user_id', true), '')::uuid"
CURRENT_ACTOR = "nullif(current_setting('app.actor_id', true), '')::uuid"

# First in every condition that looks further: a function with a query inside can't be inlined, and calling it for each
# row of a bulk insert took nine tenths of the time.
ALL_CLIENTS = "current_setting('app.client_scope', true) = '*'"


def tenant_policy(table: str, *, visible: str | None = None) -> list[str]:
    """Forced row-level security: the tenant, and with `visible` a second condition for people with a client scope.

    The tenant is compared in the plain form, which lets the planner fold the setting (a sub-select hides it).
    """
    condition = f"tenant_id = {CURRENT_TENANT}"
    if visible:
        condition += f" and {visible}"
    return [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy tenant_isolation on {table} using ({condition}) with check ({condition})",
    ]


def grants(table: str, app: str = "select, insert, update, delete") -> list[str]:
    return [f"grant {app} on {table} to {APP_ROLE}", f"grant select on {table} to {READER_ROLE}"]


def bump_version(table: str) -> list[str]:
    """Every update, also a set-based one, raises `version` and `updated_at`."""
    return [
        f"create trigger {table}_version before update on {table} for each row execute function bump_version()",
    ]


# The plan of a trigger is kept from its first call, often for a single row; a loop within a loop then costs a chunk of
# ten thousand rows half a minute.
_LINEAR = "set enable_nestloop = off"


def journal_triggers(
    table: str,
    *,
    client: str = "null::uuid",
    object_id: str = "id",
    exclude: str = "",
    operations: tuple[str, ...] = ("insert", "update", "delete"),
    updated: str = "",
    deleted: str = "",
) -> list[str]:
    """Capture before and after of every row of a statement in one set-based INSERT into `changes`.

    `client` and `object_id` are SQL over the row alias `r`; `exclude` names a column to leave out.
    `updated` is a condition over `o` and `r`, `deleted` one over `r`: which of them are worth keeping.
    Static SQL per table: a generic function would have to build its statement anew on each call.
    """
    client, object_id = (f"r.{part}" if part.isidentifier() else part for part in (client, object_id))

    def image(alias: str) -> str:
        shown = f"to_jsonb({alias})" + (f" - '{exclude}'" if exclude else "")
        return f"jsonb_strip_nulls({shown})"

    head = (
        "insert into changes\n"
        "(tenant_id, change_set_id, table_name, row_id, object_id, client_id, operation, before, after)\n"
        f"select r.tenant_id, journal_change_set(), '{table}', r.id, {object_id}, {client}"
    )
    bodies = {
        "insert": f"{head}, 'insert', null, {image('r')} from new_rows r",
        "update": f"{head}, 'update', {image('o')}, {image('r')} from new_rows r "
        "join old_rows o on o.tenant_id = r.tenant_id and o.id = r.id" + (f" where {updated}" if updated else ""),
        "delete": f"{head}, 'delete', {image('r')}, null from old_rows r" + (f" where {deleted}" if deleted else ""),
    }
    tables = {
        "insert": "new table as new_rows",
        "update": "old table as old_rows new table as new_rows",
        "delete": "old table as old_rows",
    }
    statements = []
    for operation in operations:
        body = bodies[operation]
        settings = _LINEAR if operation == "update" else ""
        function = f"journal_{table}_{operation}"
        statements += [
            (
                f"create function {function}() returns trigger language plpgsql security definer "
                f"set search_path = public, pg_temp {settings} "
                f"as $journal$\nbegin\n{body};\nreturn null;\nend $journal$"
            ),
            f"revoke execute on function {function}() from public",
            (
                f"create trigger {function} after {operation} on {table} "
                f"referencing {tables[operation]} for each statement execute function {function}()"
            ),
        ]
    return statements
