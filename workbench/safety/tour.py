# SPDX-License-Identifier: MIT
"""The pictures of the Safety room in the sample study: each page, a passphrase asked for, an erasure previewed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.safety.actions import SafetyActions


def tour_of(actions: SafetyActions) -> Sequence[TourStep]:
    """Each page, the panel for a passphrase, and the preview of an erasure."""
    pages, close = actions.pages, actions.show_clear
    consent = pages.consent

    def first_interview() -> None:
        actions.go("consent")
        wanted = next((name for name in consent.offers if name.startswith("document:")), None)
        consent.list.pick(wanted)

    def erasing() -> None:
        first_interview()
        consent.ask_erase()

    def everyone() -> None:
        close("consent")
        consent.ask_all()

    def finding() -> None:
        close("consent")
        consent.search.setText("14")

    def found() -> bool:
        return any(one.section == "found" for one in consent.offers.values())

    def person() -> None:
        consent.close_panel()
        first_interview()
        consent.ask_person()

    def check() -> None:
        close("check")
        if pages.check.report is None:
            pages.check.run()

    def adding() -> None:
        actions.go("keys")
        pages.keys.ask_add()

    return (
        TourStep("safety-check", check, lambda: pages.check.report is not None),
        TourStep("safety-snapshots", partial(close, "snapshots"), lambda: bool(pages.snapshots.snapshots)),
        TourStep("safety-keys", partial(close, "keys"), lambda: bool(pages.keys.slots)),
        TourStep("safety-passphrase", adding),
        TourStep("safety-consent", partial(close, "consent"), lambda: bool(consent.offers)),
        TourStep("safety-erase", erasing),
        TourStep("safety-person", person),
        TourStep("safety-consents", everyone),
        TourStep("safety-find", finding, found),
        TourStep("safety-pack", partial(close, "pack")),
    )
