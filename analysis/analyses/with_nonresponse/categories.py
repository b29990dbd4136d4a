# SPDX-License-Identifier: MIT
"""Categories of a one-choice question, with those who were asked and gave no answer beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Reason, Variable
from analysis.result_tables import NO_ANSWER_ROW
from analysis.withholding.network_of_sums import ANY
from analysis.withholding.quantity_keys import ALL_ASKED, NO_ANSWER, NO_STATEMENT
from wording import Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.analyses.shared_options import Settings
    from analysis.declarations.study import Study


@dataclass(frozen=True)
class Categories:
    """The answers to count: codes (rows,), −1 = not counted, and their words."""

    codes: np.ndarray
    labels: tuple[Text, ...]
    ids: tuple[str, ...]
    key: str = ""  # tells the same categories again; empty where nothing may be remembered
    names: tuple[str, ...] = ()  # what each answer is called in the key of a cell: "v3=c1"
    base: str = "answered"
    whole: str = ""  # what those who have any of the answers are called in the key of a base

    @property
    def of_all_asked(self) -> bool:
        """Whether the last category is of those who were asked and gave no answer."""
        return self.ids[-1:] == (NO_ANSWER_ROW,)


def counted(study: Study, variable: Variable, base: str) -> Categories:
    """The answers of a question; with base "asked" refused and don't know are answers too."""
    import numpy as np  # numpy, 80 ms: not at start

    choices = study.choices(variable)
    codes = study.codes(variable)
    labels: list[Text] = [choice.labels for choice in choices]
    ids = [choice.id for choice in choices]
    if base == "asked":
        codes = codes.copy()
        reasons = study.reasons(variable.id)
        for reason, name in ((Reason.REFUSED, "refused"), (Reason.DONT_KNOW, "dont_know")):
            if (reasons == reason).any():
                codes[reasons == reason] = len(ids)
                labels.append(msg(f"answer.{name}"))
                ids.append(name)
    names = tuple(f"{variable.id}={name}" for name in ids)
    whole = f"{variable.id}={ANY}{'asked' if base == 'asked' else ''}"
    return Categories(np.asarray(codes), tuple(labels), tuple(ids), f"{variable.id}/{base}", names, base, whole)


def with_no_answer(chosen: Settings, variable: Variable, base: str) -> Categories | None:
    """The answers of a question with those who were asked and gave none as the last category."""
    import numpy as np  # numpy, 80 ms: not at start

    plain = counted(chosen.study, variable, base)
    silent = were_asked(chosen.study, variable) & (plain.codes < 0)
    if not (silent & used_rows(chosen)).any():
        return None
    return Categories(
        np.where(silent, len(plain.ids), plain.codes),
        (*plain.labels, msg("answer.none_given")),
        (*plain.ids, NO_ANSWER_ROW),
        f"{variable.id}/{base}/all",
        (*plain.names, f"{variable.id}={NO_ANSWER if base == 'answered' else NO_STATEMENT}"),
        base,
        f"{variable.id}={ALL_ASKED}",
    )


def were_asked(study: Study, variable: Variable) -> np.ndarray:
    """Who was asked a question: all but those whom the form led past it."""
    asked: np.ndarray = study.reasons(variable.id) != Reason.NOT_ASKED
    return asked


def used_rows(chosen: Settings) -> np.ndarray:
    """The rows of the domain that have a weight."""
    rows: np.ndarray = chosen.inside & (chosen.study.design.weights != 0)
    return rows
