# SPDX-License-Identifier: MIT
"""The manual within the program: its window, which shows the pages of each language without a network."""

from workbench.manual.window import Manual, ManualPage, ManualWindow

__all__ = ["Manual", "ManualWindow", "ManualPage"]
