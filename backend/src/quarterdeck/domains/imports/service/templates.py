import tempfile
from pathlib import Path

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports.errors import NoTemplate
from quarterdeck.domains.imports.schemas.basics import TemplateFormat
from quarterdeck.domains.imports.templates import template_of
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.tabular import write_csv, write_xlsx


def write_template(session: TenantSession, actor: Actor, *, type_key: str, kind: TemplateFormat) -> tuple[str, bytes]:
    """The name and the bytes of a file to fill in for assets of this type."""
    actor.require("imports:run")
    fields = fields_for(session)
    if type_key not in {choice.value for choice in fields.types}:
        raise NoTemplate(type_key[:60])
    headings, rows = template_of(fields, type_key)
    with tempfile.TemporaryDirectory(prefix="qd-template-") as folder:
        path = Path(folder) / "file"
        write = write_xlsx if kind == "xlsx" else write_csv
        write(path, headings, rows)
        return f"quarterdeck-{type_key}.{kind}", path.read_bytes()
