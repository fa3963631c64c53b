from tests.domains.register_fixtures import call, north, register, register_app, south

__all__ = ["call", "north", "register", "register_app", "south"]
