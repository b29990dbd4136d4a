# SPDX-License-Identifier: MIT
"""The manual within the program: its pages (`docs/manual`), and the window that shows them without a network."""

from workbench.manual.pages import Manual, ManualPage
from workbench.manual.window import ManualWindow

__all__ = ["Manual", "ManualWindow", "ManualPage"]
