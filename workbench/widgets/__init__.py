# SPDX-License-Identifier: MIT
"""The small building blocks of every view. Each takes its words as Texts and follows language and look by itself."""

from workbench.widgets.buttons import (
    Button,
    Chip,
    CommandButton,
    ElidedLink,
    IconButton,
    LinkButton,
    MoreButton,
    PrimaryButton,
    ShownInUse,
)
from workbench.widgets.elision import Bar, Fact, IntervalBar
from workbench.widgets.fields import ChoiceField, FormRow, PassphraseField, SearchField, ShortField, TextField
from workbench.widgets.flow_layout import Tabs
from workbench.widgets.labels import (
    ElidedLabel,
    FactsLabel,
    HeadingLabel,
    KeyLabel,
    Label,
    LeadLabel,
    Line,
    MutedLabel,
    SectionLabel,
    StrongLabel,
    TitleLabel,
    TwoLineLabel,
)
from workbench.widgets.lists import Entry, EntryList
from workbench.widgets.message_strip import MessageStrip
from workbench.widgets.pages import (
    EmptyState,
    FoldedLine,
    KeyHints,
    PageStack,
    Pane,
    PaneHeader,
    SentencesArea,
    scrolled,
)
from workbench.widgets.scroll_into_view import reveal
from workbench.widgets.tab_order import set_tab_order
from workbench.widgets.tables import RowsColumn, RowsModel, RowsTable, TableDelegate

__all__ = [
    "Bar",
    "Button",
    "Chip",
    "ChoiceField",
    "RowsColumn",
    "CommandButton",
    "ElidedLabel",
    "FactsLabel",
    "ElidedLink",
    "EmptyState",
    "Entry",
    "EntryList",
    "Fact",
    "FoldedLine",
    "FormRow",
    "HeadingLabel",
    "IconButton",
    "IntervalBar",
    "KeyHints",
    "KeyLabel",
    "Label",
    "LeadLabel",
    "Line",
    "LinkButton",
    "MessageStrip",
    "MoreButton",
    "MutedLabel",
    "PageStack",
    "Pane",
    "PaneHeader",
    "PassphraseField",
    "PrimaryButton",
    "RowsModel",
    "SearchField",
    "SectionLabel",
    "StrongLabel",
    "RowsTable",
    "TableDelegate",
    "Tabs",
    "ShortField",
    "ShownInUse",
    "TextField",
    "TitleLabel",
    "TwoLineLabel",
    "reveal",
    "SentencesArea",
    "scrolled",
    "set_tab_order",
]
