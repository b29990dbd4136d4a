# SPDX-License-Identifier: MIT
"""Templates of pages: infosheet, site factsheet, assessment report, and those a project has saved for itself.

A template names what stands where; every word is a message of the program or the user's own, every number is live.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from projects.results.queries import DELETE_BLOCK, INSERT_BLOCK
from projects.results.saved_results import BLOCK_KINDS, ReportBlock, report_blocks
from projects.store.actions import Action
from projects.store.schema import stored_setting
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from projects.store import Project
    from projects.store.ports import Transaction

_FOLDER = Path(__file__).with_name("templates")
NAMES = ("infosheet", "factsheet", "assessment")
OWN = "page_templates"  # the setting that holds a project's own
LAYOUT = "page_layout"  # the setting with the layout of the project's report
LAYOUTS = ("report", "infosheet", "factsheet")
LARGEST_FILE = 1_000_000  # bytes
_FIELDS = {"key", "kind", "content"}
_SHOWN = 40  # letters of a field or kind that nobody knows
CONTENT: Mapping[str, tuple[str, ...]] = {  # what a block of each kind can say
    "title": ("text", "subtitle"),
    "heading": ("text", "level", "finding", "analysis"),
    "paragraph": ("text", "analysis"),
    "text": ("text", "size", "heading", "finding"),
    "table": ("analysis", "table"),
    "figure": ("analysis", "reach", "of", "as", "total_in", "answer", "cases", "change", "list"),
    "quotes": ("code", "most"),
    "masthead": ("title", "sheet"),
    "section": ("text", "theme", "icon", "of"),
    "tiles": ("figures", "most", "answers", "targets", "periods"),
    "callout": ("figure", "text"),
    "columns": ("columns", "widths"),
    "quotebox": ("segment",),
    "picture": ("data", "kind", "alt", "credit", "width"),
    "cover": ("title", "subtitle"),
}


class TemplateProblem(Problem):
    """A template that is not there, or cannot be read."""


@dataclass(frozen=True)
class Template:
    """Blocks in order, each with a lasting key, and the layout of the pages."""

    name: str
    layout: str
    blocks: tuple[ReportBlock, ...]


def template(project: Project | None, name: str) -> Template:
    """The template of that name: the program's, the project's own, or a file ("sheet.json"). Raises TemplateProblem."""
    if name in NAMES:
        return _built_in(name)
    if Path(name).suffix.lower() == ".json":
        return _of_file(Path(name))
    own: Mapping[str, Any] = project.setting(OWN, {}) if project is not None else {}
    if name in own:
        return read_template(name, own[name])
    raise TemplateProblem(msg("template.unknown", name=name, names=[*NAMES, *own]))


def _of_file(path: Path) -> Template:
    """The template of a file, whose blocks may have no field that their kind does not know."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise TemplateProblem(msg("template.too_large", name=path.name))
        content = json.loads(path.read_bytes())
    except OSError:
        raise TemplateProblem(msg("template.unreadable", name=path.name)) from None
    except (ValueError, RecursionError):
        raise TemplateProblem(msg("template.broken", name=path.name)) from None
    made = read_template(path.name, content)
    for at, block in enumerate(made.blocks, start=1):
        unknown = sorted(set(block.content) - {*CONTENT.get(block.kind, ()), "needs"})
        if unknown:
            raise TemplateProblem(msg("template.field", name=path.name, number=at, field=_short(unknown[0])))
    return replace(made, name=path.stem)


def names(project: Project | None) -> list[str]:
    """Every template there is."""
    return [*NAMES, *(project.setting(OWN, {}) if project is not None else {})]


@functools.cache
def _built_in(name: str) -> Template:
    return read_template(name, json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def read_template(name: str, content: object) -> Template:
    """A template from its JSON. Raises TemplateProblem for fields or kinds that no template has."""
    if not isinstance(content, dict) or not isinstance(content.get("blocks"), list):
        raise TemplateProblem(msg("template.broken", name=name))
    unknown = [field for field in content if field not in ("layout", "blocks")]
    if unknown:
        raise TemplateProblem(msg("template.top_field", name=name, field=_short(unknown[0])))
    if content.get("layout") not in LAYOUTS:
        raise TemplateProblem(msg("template.layout", name=name, layouts=LAYOUTS))
    return Template(name, str(content["layout"]), tuple(_block(name, *one) for one in enumerate(content["blocks"], 1)))


def _block(name: str, at: int, one: object) -> ReportBlock:
    if not isinstance(one, dict) or not isinstance(one.get("content"), dict):
        raise TemplateProblem(msg("template.block", name=name, number=at))
    unknown = [field for field in one if field not in _FIELDS]
    if unknown:
        raise TemplateProblem(msg("template.field", name=name, number=at, field=_short(unknown[0])))
    if one.get("kind") not in (*BLOCK_KINDS, "analyses"):
        kind = _short(str(one.get("kind", "")))
        raise TemplateProblem(msg("template.kind", name=name, number=at, kind=kind))
    return ReportBlock(str(one.get("key") or f"block-{at}"), str(one["kind"]), one["content"])


def _short(word: str) -> str:
    return word[:_SHOWN]


def expanded(blocks: Sequence[ReportBlock], analyses: Sequence[str]) -> list[ReportBlock]:
    """The blocks with "analyses" replaced by heading, finding, table and figure of each saved analysis."""
    found: list[ReportBlock] = []
    for block in blocks:
        if block.kind != "analyses":
            found.append(block)
            continue
        for one in analyses:
            found.append(ReportBlock(f"heading-{one}", "heading", {"analysis": one, "level": 2}))
            shown = ("paragraph", "table", "figure")
            found += [ReportBlock(f"{kind}-{one}", kind, {"analysis": one}) for kind in shown]
    return found


def start_report(chosen: Template, analyses: Sequence[str]) -> Action:
    """Make the project's report anew from a template; what stood there goes, one undo brings it back."""

    def perform(transaction: Transaction) -> None:
        for block in report_blocks(transaction):
            transaction.execute(DELETE_BLOCK, (block.id,))
        for at, block in enumerate(expanded(chosen.blocks, analyses), start=1):
            content = json.dumps(dict(block.content), ensure_ascii=False, separators=(",", ":"))
            new = transaction.new_id()
            transaction.execute(INSERT_BLOCK, (new, float(at), block.kind, content))
        transaction.set_setting(LAYOUT, chosen.layout)

    return Action("pages.start_report", msg("template.started", name=msg_name(chosen.name)), perform)


def keep_template(name: str) -> Action:
    """Keep the project's report as a template of its own. Doing it raises TemplateProblem for a built-in name."""
    clean = name.strip()

    def perform(transaction: Transaction) -> None:
        if not clean or clean in NAMES or len(clean) > 60:
            raise TemplateProblem(msg("template.name", name=clean))
        layout = stored_setting(transaction, LAYOUT, "report")
        blocks = [
            {"key": one.id, "kind": one.kind, "content": _without_pictures(dict(one.content))}
            for one in report_blocks(transaction)
        ]
        known: dict[str, object] = stored_setting(transaction, OWN, {})
        transaction.set_setting(OWN, {**known, clean: {"layout": layout, "blocks": blocks}})

    return Action("pages.save_template", msg("template.saved", name=clean), perform)


def template_file(project: Project) -> bytes:
    """The project's report as a template for other projects: what stands where, in JSON.

    What only this project has stays behind: kept analyses become a place for those of the other project, numbers chosen
    by hand and quotes are chosen anew there, pictures are left out.
    """
    blocks: list[dict[str, object]] = []
    for one in report_blocks(project):
        if one.kind in ("heading", "paragraph", "table", "figure") and "analysis" in one.content:
            if not any(known["kind"] == "analyses" for known in blocks):
                blocks.append({"key": "analyses", "kind": "analyses", "content": {}})
        elif one.kind not in ("picture", "quotes"):
            content = _of_any_project(one.content)
            blocks.append({"key": f"block-{len(blocks) + 1}", "kind": one.kind, "content": content})
    layout = project.setting(LAYOUT, "report")
    return json.dumps({"layout": layout, "blocks": blocks}, ensure_ascii=False, indent=1).encode()


def export_template(project: Project, path: Path, *, overwrite: bool = False) -> None:
    """Write the report as a template for other projects. Raises ExportProblem."""
    from projects.export_gate import export_file  # cryptography, 10 ms: not at start

    made = template_file(project)

    def write(stream: BinaryIO) -> None:
        stream.write(made)

    export_file(project, path, write, overwrite=overwrite)


_OF_THIS_PROJECT = frozenset({"figures", "targets", "periods", "segment", "analysis", "data"})


def _of_any_project(content: object) -> Any:
    """What a block says without what only this project has; blocks inside columns that are nothing else go."""
    if isinstance(content, Mapping):
        here = {name: _of_any_project(one) for name, one in content.items() if name not in _OF_THIS_PROJECT}
        return {name: one for name, one in here.items() if not (name == "figure" and one != "auto")}
    if isinstance(content, list):
        kept = [one for one in content if not (isinstance(one, Mapping) and one.get("kind") in ("picture", "quotes"))]
        return [_of_any_project(one) for one in kept]
    return content


def _without_pictures(content: object) -> Any:
    """What a block says without the bytes of its pictures: a template holds none, so Erase need not look for them."""
    if isinstance(content, dict):
        return {name: _without_pictures(one) for name, one in content.items() if name != "data"}
    return [_without_pictures(one) for one in content] if isinstance(content, list) else content


def msg_name(name: str) -> Text:
    """What a template is called: the program's own by a message."""
    return msg(f"template.{name}") if name in NAMES else name
