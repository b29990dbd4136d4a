# SPDX-License-Identifier: MIT
"""Proposes roles, sample design, unit and consent question of a table from names and content; makes its one record.

The last step of an import. The user confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import DesignRoles, Kind, Role, RowOrigin, Variable
from projects.forms.records import Form, FormChoice
from projects.forms.special_choices import choice_reason, is_consent_question, means_yes, plain
from projects.forms.types import WITHOUT_ANSWER
from projects.identifiers.identifier_proposals import propose_places, propose_role
from projects.identifiers.sensitive_words import proposed_sensitive
from projects.imported.findings import finding, first_names
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, ImportedTable, Severity
from projects.imported.unconfirmed_columns import proposed
from projects.importing.columns.dates import may_be_days
from projects.importing.columns.question_names import leaves
from projects.importing.columns.response_sets import BuiltColumn
from projects.importing.repeat_tables import RepeatTable
from wording import Labels
from wording.answer_order import in_order

if TYPE_CHECKING:
    import pyarrow as pa

_NOT_EXPORTED = WITHOUT_ANSWER | {
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "simserial",
    "subscriberid",
}


def name_findings(scopes: Sequence[RepeatTable], form: Form) -> Iterator[Finding]:
    """Columns without a question, questions without a column, repeats without a table, tables without a repeat."""
    for number, scope in enumerate(scopes, 1):
        by_leaf = leaves(scope.raw.headers, scope.unmatched, form)
        columns = [scope.raw.headers[n] for n in scope.unmatched if n not in by_leaf]
        columns = [header for header in columns if not header.startswith("_")]
        if scope.repeat is None:
            yield finding(Severity.WARNING, "table_unknown", table=f"t{number}", name=scope.raw.name)
        elif columns:
            yield finding(
                Severity.WARNING, "columns_without_question", table=f"t{number}", count=len(columns), n=len(columns),
                names=first_names(columns),
            )  # fmt: skip
        absent = [
            match.question.name
            for match in scope.names.matches.values()
            if not match.found() and match.question.type not in _NOT_EXPORTED
        ]
        if absent:
            yield finding(
                Severity.WARNING, "questions_without_column", table=f"t{number}", count=len(absent), n=len(absent),
                names=first_names(absent),
            )  # fmt: skip
    there = {scope.repeat for scope in scopes}
    gone = [group.name for group in form.repeats() if group.path not in there and _has_questions(form, group.path)]
    if gone:
        yield finding(Severity.WARNING, "repeat_without_table", names=gone, n=len(gone), count=len(gone))


def text_number_findings(table: str, raw: RawTable, built: Iterable[BuiltColumn]) -> Iterator[Finding]:
    """One line for the cells of a table without a form that held numbers as text, or with blanks around them."""
    held = {
        one.variable.name: max(one.padded, *(raw.text_cells.get(at, 0) for at in one.headers), 0)
        for one in built
        if one.variable.kind in (Kind.INTEGER, Kind.NUMBER)
    }
    names, cells = [name for name, n in held.items() if n], sum(held.values())
    if cells:
        yield finding(
            Severity.NOTE, "text_numbers", table=table, name=raw.name, names=first_names(names), n=cells, count=cells
        )


def version_findings(scopes: Sequence[RepeatTable]) -> Iterator[Finding]:
    """A line where the answers come from several versions of the form."""
    for header in ("__version__", "_version_"):
        column = scopes[0].raw.column(header)
        if column is not None:
            versions = [version for version in column.unique().to_pylist() if version]
            if len(versions) > 1:
                yield finding(Severity.NOTE, "several_versions", n=len(versions), names=first_names(versions))
            return


def _has_questions(form: Form, path: tuple[str, ...]) -> bool:
    return any(question.repeat == path for question in form.questions)


def role_findings(table: str, variables: Iterable[Variable]) -> Iterator[Finding]:
    """One line each for direct identifiers, what may identify together, what is sensitive, refused and don't know."""
    listed = list(variables)
    roles = {
        Role.IDENTIFIER: "identifiers", Role.QUASI_IDENTIFIER: "quasi_identifiers", Role.SENSITIVE: "sensitive",
    }  # fmt: skip
    for role, key in roles.items():
        names = [variable.name for variable in listed if variable.role is role]
        if names:
            yield finding(Severity.GUESS, key, table=table, names=first_names(names), n=len(names), count=len(names))
    special = [variable.name for variable in listed if any(choice.reason for choice in variable.choices)]
    if special:
        yield finding(
            Severity.GUESS,
            "special_choices",
            table=table,
            names=first_names(special),
            n=len(special),
            count=len(special),
        )


_WEIGHT = re.compile(
    r"^(?:(?:final|sampling|survey|hh|household|design|pop|norm\w*|adj\w*|base|person|individual)_?)?weights?(?:_?(?:final|norm\w*|hh|household|pop|var))?$"
    r"|^(?:poids|ponderation|coef(?:ficient)?_?(?:de_)?(?:ponderation|extrapolation)|peso|factor_?(?:de_)?expansion|pw|wgt|wt|hhweight|weighting_?factor)$"
)
_STRATUM = re.compile(
    r"^(?:(?:sample|sampling|survey|design)_?)?(?:strat(?:a|um)|strates?|estratos?)(?:_?(?:id|code|name|nom))?$"
)
_CLUSTER = re.compile(
    r"^(?:(?:sample|sampling|survey)_?)?(?:clusters?|grappes?|psu|upm|conglomerado|enumeration_?area|ea|zd|primary_?sampling_?unit)"
    r"(?:_?(?:id|code|no|num|number|name|numero))?$"
)
_CLUSTERED = re.compile(r"cluster|grappe|conglomerado|(?:^|_)(?:psu|upm|ea|zd|unids?)(?:_|\d|$)|^unid|_unid")
_SECOND = re.compile(r"^(?:ssu|secondary_?sampling_?unit|usm)(?:_?(?:id|code|no))?$")
_FPC = re.compile(r"^(?:fpc\d?|pop(?:ulation)?_?(?:size|total|stratum|strata)|stratum_?(?:size|population)|n_?pop)$")
_PERSONS = re.compile(
    r"roster|member|membre|miembro|membro|individu|person|people|child|enfant|nino|crianca|_ind$|^ind_|household_list|hh_list|loop_"
)
_HOUSEHOLD = re.compile(r"household|menage|hogar|agregado|\bhoh|(^|_)hh_|head_of_h|chef_de_m")
_CLUSTERED_ROWS = 0.75  # more different values than that: numbers of rows
_UNITS = (
    ("site", re.compile(r"^site_|site_name|site_manag|camp_name|settlement_name|idp_site|nom_du_site")),
    ("key_informant", re.compile(r"key_?inform|^ki_|_ki_|informateur")),
)


def finished(
    table_id: str,
    name: str,
    built: Sequence[BuiltColumn],
    rows: int,
    form: Form,
    findings: list[Finding],
    *,
    labels: Labels | None = None,
    parent: str | None = None,
    parent_rows: np.ndarray | None = None,
    keys: Mapping[str, pa.Array] | None = None,
) -> ImportedTable:
    """The table of its variables; what is recognised or guessed is added to `findings`."""
    proposal = propose_design(built, form, name, parent is not None)
    variables = []
    for one in built:
        variable = replace(one.variable, role=propose_role(one.variable, one.columns.get(one.variable.id)))
        variables.append(replace(variable, role=with_design_roles(variable, proposal)))
    places = propose_places(variables, {key: column for one in built for key, column in one.columns.items()})
    variables = [replace(v, role=Role.IDENTIFIER) if v.id in places else v for v in variables]
    variables = list(proposed_sensitive(tuple(variables)))
    hidden = {variable.id for variable in variables if variable.role is Role.IDENTIFIER}
    lines = [line for one in built for line in one.findings]
    findings += [replace(line, table=table_id) for line in lines if not _is_idle(line, hidden)]
    findings += [replace(line, table=table_id) for line in proposal.findings]
    findings += role_findings(table_id, variables)
    columns = {key: column for one in built for key, column in one.columns.items()}
    days = set(may_be_days(variables, columns))
    findings += [
        finding(Severity.WARNING, "serial_dates_asked", table=table_id, variable=one.id, count=rows, name=one.name)
        for one in variables if one.id in days
    ]  # fmt: skip
    return ImportedTable(
        id=table_id,
        name=name,
        labels=labels or Labels({}),
        variables=tuple(replace(v, order_unconfirmed=False) if _is_scale(v) else v for v in proposed(variables)),
        columns=columns,
        reasons={one.variable.id: one.reasons for one in built},
        rows=rows,
        parent=parent,
        parent_rows=parent_rows,
        row_keys=keys or {},
        unit=proposal.unit,
        how=proposal.how,
        design=proposal.design if parent is None else DesignRoles(),
        consent=proposal.consent,
        consent_given=proposal.consent_given,
        marks={one.variable.id: one.marks for one in built if one.marks},
    )


def _is_scale(variable: Variable) -> bool:
    """Whether the answers are a known scale: its order is nobody's guess."""
    return variable.kind is Kind.ONE and in_order([one.code for one in variable.choices if not one.reason])[1]


def _is_idle(line: Finding, hidden: set[str]) -> bool:
    """Whether a line asks how to read numbers that nobody will compute with, such as phones."""
    return line.message.key.endswith(("kept_text_grouped", "separated")) and line.variable in hidden


@dataclass(frozen=True)
class DesignProposal:
    """What a table is thought to be."""

    design: DesignRoles
    how: RowOrigin
    unit: str
    consent: str | None
    consent_given: tuple[str, ...]
    findings: tuple[Finding, ...]


def propose_design(built: Sequence[BuiltColumn], form: Form, table_name: str, is_child: bool) -> DesignProposal:
    """Design, unit and consent of a table; roles are set by `with_design_roles`."""
    design = DesignRoles() if is_child else _design(built)
    has_sample = design.weight is not None and (design.strata is not None or bool(design.clusters))
    findings: list[Finding] = []
    if has_sample:
        findings.append(_design_finding(built, design))
        if design.strata is not None and not design.clusters:
            asked = [one.variable.name for one in likely_clusters(built)]
            findings.append(
                finding(Severity.WARNING, "clusters_asked", names=asked)
                if asked
                else finding(Severity.GUESS, "no_clusters")
            )
    elif not is_child:
        findings.append(finding(Severity.GUESS, "no_design"))
    unit = _proposed_unit(built, form, table_name, is_child)
    findings.append(finding(Severity.GUESS, f"unit_{unit}"))
    consent = None if is_child else _consent_question(built)
    given: tuple[str, ...] = ()
    if consent is not None:
        given = tuple(choice.id for choice in consent.variable.choices if _is_yes(consent, choice.code))
        findings.append(_consent_finding(consent, given))
    how = (
        RowOrigin.PROBABILITY
        if has_sample
        else (RowOrigin.KEY_INFORMANTS if unit == "key_informant" else RowOrigin.PURPOSIVE)
    )
    consent_id = consent.variable.id if consent is not None and given else None
    return DesignProposal(design, how, unit, consent_id, given, tuple(findings))


def _design(built: Sequence[BuiltColumn]) -> DesignRoles:
    weight = next((b for b in built if _is_named(b, _WEIGHT) and _is_weight(b)), None)
    strata = next((b for b in built if _is_named(b, _STRATUM) and _is_class(b)), None)
    cluster = next((b for b in built if _is_named(b, _CLUSTER) and _is_class(b)), None)
    if cluster is None and strata is not None:
        likely = likely_clusters(built)
        cluster = likely[0] if len(likely) == 1 else None
    second = next((b for b in built if _is_named(b, _SECOND) and _is_class(b)), None) if cluster else None
    fpc = next((b for b in built if _is_named(b, _FPC) and _is_weight(b)), None) if weight and strata else None
    return DesignRoles(
        weight=weight.variable.id if weight else None,
        strata=strata.variable.id if strata else None,
        clusters=tuple(b.variable.id for b in (cluster, second) if b),
        fpc=(fpc.variable.id,) if fpc else (),
        nested=True,
    )


def likely_clusters(built: Sequence[BuiltColumn]) -> list[BuiltColumn]:
    """Columns that may hold the clusters of a sample by a word of their headings, with several rows to a cluster."""
    found = []
    for one in built:
        name = re.sub(r"\W+", "_", plain(one.variable.name).strip("_ "))
        if _CLUSTERED.search(name) and one.variable.kind in (Kind.ONE, Kind.INTEGER, Kind.TEXT) and _is_class(one):
            classes = _classes(built, one.variable.id)
            if 1 < classes <= _CLUSTERED_ROWS * len(one.reasons):
                found.append(one)
    return found


def _is_named(built: BuiltColumn, pattern: re.Pattern[str]) -> bool:
    name = re.split(r"[/.:]", plain(built.variable.name).strip("_ "))[-1]
    return bool(pattern.match(re.sub(r"[\s-]+", "_", name)))


def _is_weight(built: BuiltColumn) -> bool:
    """Positive numbers, in nearly every row."""
    if built.variable.kind not in (Kind.INTEGER, Kind.NUMBER):
        return False
    values = np.asarray(built.columns[built.variable.id].to_numpy(zero_copy_only=False), float)
    present = values[~np.isnan(values)]
    return len(present) > 0.9 * len(values) and bool((present >= 0).all()) and bool((present > 0).any())


def _is_class(built: BuiltColumn) -> bool:
    """A column that puts rows into classes, in nearly every row."""
    if built.variable.kind not in (Kind.ONE, Kind.INTEGER, Kind.TEXT):
        return False
    return bool(len(built.reasons)) and float((built.reasons == 0).mean()) > 0.9


def _design_finding(built: Sequence[BuiltColumn], design: DesignRoles) -> Finding:
    names = {b.variable.id: b.variable.name for b in built}
    strata = 0 if design.strata is None else _classes(built, design.strata)
    clusters = 0 if not design.clusters else _classes(built, design.clusters[0])
    nested = strata and clusters and _repeat_across(built, design)
    parts = [names[i] for i in (design.weight, design.strata, *design.clusters, *design.fpc) if i is not None]
    key = "design_nested" if nested else "design"
    return finding(Severity.GUESS, key, names=parts, strata=strata, clusters=clusters, psus=_psus(built, design))


def _codes(built: Sequence[BuiltColumn], variable_id: str) -> np.ndarray:
    column = next(b.columns[variable_id] for b in built if b.variable.id == variable_id)
    encoded = column if hasattr(column, "indices") else column.dictionary_encode()
    found: np.ndarray = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return found


def _classes(built: Sequence[BuiltColumn], variable_id: str) -> int:
    codes = _codes(built, variable_id)
    return len(np.unique(codes[codes >= 0]))


def _psus(built: Sequence[BuiltColumn], design: DesignRoles) -> int:
    """Different clusters within their strata."""
    if not design.clusters:
        return 0
    clusters = _codes(built, design.clusters[0])
    strata = np.zeros_like(clusters) if design.strata is None else _codes(built, design.strata)
    return len(np.unique(np.column_stack([strata, clusters])[(clusters >= 0) & (strata >= 0)], axis=0))


def _repeat_across(built: Sequence[BuiltColumn], design: DesignRoles) -> bool:
    return _psus(built, design) > _classes(built, design.clusters[0])


def _proposed_unit(built: Sequence[BuiltColumn], form: Form, table_name: str, is_child: bool) -> str:
    name = plain(table_name)
    names = [plain(b.variable.name) for b in built]
    if is_child:
        of_person = any(re.search(r"(^|_)(age|sex|gender|sexe|genre)$", n) for n in names)
        return "person" if _PERSONS.search(name) or of_person else "record"
    for unit, pattern in _UNITS:
        if pattern.search(name) or sum(1 for n in names if pattern.search(n)) >= 2:
            return unit
    title = plain(form.title)
    if _HOUSEHOLD.search(title) or _HOUSEHOLD.search(name) or sum(1 for n in names if _HOUSEHOLD.search(n)) >= 2:
        return "household"
    if any(_PERSONS.search(group.name) for group in form.repeats()):
        return "household"
    return "record"


def _consent_question(built: Sequence[BuiltColumn]) -> BuiltColumn | None:
    for candidate in built:
        question = candidate.question
        if candidate.variable.kind is not Kind.ONE:
            continue
        if question is not None and is_consent_question(question):
            return candidate
        if question is None and re.search(
            r"(^|_)(consent|consentement|consentimiento)(_yn)?$", plain(candidate.variable.name)
        ):
            return candidate
    return None


def _is_yes(consent: BuiltColumn, code: str) -> bool:
    choice = next(c for c in consent.variable.choices if c.code == code)
    asked = FormChoice(choice.code, choice.labels)
    return means_yes(asked) and not choice_reason(asked)


def _consent_finding(consent: BuiltColumn, given: tuple[str, ...]) -> Finding:
    column = consent.columns[consent.variable.id]
    if not given:
        return finding(Severity.WARNING, "consent_unclear", variable=consent.variable.id, name=consent.variable.name)
    wanted = np.array([choice in given for choice in column.dictionary.to_pylist()] + [False])
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    without = ~wanted[codes]
    count = int(without.sum())
    return finding(
        Severity.GUESS, "consent", variable=consent.variable.id, count=count,
        rows=np.flatnonzero(without)[:20], name=consent.variable.name, n=count,
    )  # fmt: skip


def with_design_roles(variable: Variable, proposal: DesignProposal) -> Role:
    """The role a design gives a variable, else the role it has."""
    design = proposal.design
    roles = {design.weight: Role.WEIGHT, design.strata: Role.STRATUM, proposal.consent: Role.CONSENT}
    roles.update(dict.fromkeys(design.clusters, Role.CLUSTER))
    roles.update(dict.fromkeys(design.fpc, Role.FPC))
    return roles.get(variable.id, variable.role)
