"""What printing costs against a headless browser on the same page, in processor time."""

import gc
import shutil

import pytest

from benchmarks.papers import BROWSERS, against
from templates.pdf import render
from tests.papers.posted import invoice

pytestmark = [pytest.mark.slow, pytest.mark.interop]

BROWSER = next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize(("count", "most"), [(10, 0.40), (100, 1.5)])
def test_an_archive_file_costs_little_more_than_a_browsers_bare_page(
    count: int, most: float
) -> None:
    assert BROWSER is not None
    render(invoice(2))  # warm, as the workers are
    gc.collect()
    gc.freeze()  # what the tests hold is none of the printer's business
    try:
        found = [against(BROWSER, invoice(count)) for _ in range(4)]
    finally:
        gc.unfreeze()

    ours, theirs = (min(times) for times in zip(*found, strict=True))
    assert ours / theirs <= most
