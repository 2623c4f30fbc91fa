"""What printing needs from the machine, named as the packages that bring it.

WeasyPrint draws text with libraries that Python's installer cannot bring. Where one is missing
it fails on import with the name of a file; this says what to install instead.
"""

import ctypes
from collections.abc import Callable

# Debian and Ubuntu package, and the shared library it brings.
_LIBRARIES = (
    ("libglib2.0-0", "libgobject-2.0.so.0"),
    ("libpango-1.0-0", "libpango-1.0.so.0"),
    ("libpangoft2-1.0-0", "libpangoft2-1.0.so.0"),
    ("libharfbuzz0b", "libharfbuzz.so.0"),
    ("libharfbuzz-subset0", "libharfbuzz-subset.so.0"),
    ("libfontconfig1", "libfontconfig.so.1"),
)
# WeasyPrint cuts fonts to size with fontTools where this one is missing.
_OPTIONAL = ("libharfbuzz-subset0",)


def missing_libraries(load: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """Name the system packages to install before a paper can be printed; none when all is well.

    On systems that name their libraries otherwise (macOS) an importable WeasyPrint is enough.
    `load` opens one shared library, or raises OSError.
    """
    missing = [package for package, library in _LIBRARIES if not _opens(library, load)]
    needed = [package for package in missing if package not in _OPTIONAL]
    if needed and load is ctypes.CDLL and _weasyprint_imports():
        return []
    return missing if needed else []


def advice(missing: list[str]) -> str:
    """Say in one sentence how to install what is missing; "" when nothing is."""
    if not missing:
        return ""
    return f"PDFs need system libraries: install them with `apt-get install {' '.join(missing)}`."


def _opens(library: str, load: Callable[[str], object]) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


def _weasyprint_imports() -> bool:
    try:
        import weasyprint  # takes a second, and only a machine without the usual names needs it
    except OSError:
        return False
    return bool(weasyprint.__version__)
