"""The lessons as rules that read a programme's design: pure functions, one small file per family.

Importing this package gathers the whole catalogue (`catalogue.RULES`).
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
