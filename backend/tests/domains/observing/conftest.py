from tests.domains.imports.conftest import importer, runtime, typed_world

__all__ = ["importer", "runtime", "typed_world"]
