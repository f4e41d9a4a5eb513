"""How every test runs: hypothesis without deadlines, since machines are shared and slow by turns."""

from hypothesis import settings

settings.register_profile("quidit", deadline=None)
settings.load_profile("quidit")
