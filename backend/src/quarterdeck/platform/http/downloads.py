import unicodedata
from urllib.parse import quote


def content_disposition(name: str) -> str:
    """Attachment with the name in both forms of RFC 6266; the plain one can't break out of its quotes."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in ascii_name).strip() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
