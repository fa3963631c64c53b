from tests.domains.register_fixtures import app, call, north, register, south

__all__ = ["app", "call", "north", "register", "south"]
