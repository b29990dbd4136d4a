# SPDX-License-Identifier: MIT
"""Canaries: words put into every corner of a project, then looked for in every file it could have left behind."""

from __future__ import annotations

import io
import logging
import random
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

from bench import workload
from bench.damage import decrypted_pages
from coding.records import Document
from projects.interviews import codes, documents, segments
from projects.interviews.documents import NewDocument
from projects.interviews.parsed import parse_text
from projects.interviews.queries import load_document
from projects.search.program import search_project
from projects.store.actions import Action
from projects.store.checking import check_folder
from projects.store.eraser import erase
from projects.store.erasing import EraseReason, Subject
from projects.store.link import link_objects
from projects.store.objects import ObjectFolder
from projects.store.opening import object_store
from projects.store.packing import pack
from projects.store.project import Project
from wording import Labels, Problem, msg

NAME, ANSWER, CODE = "Kanyarwunga", "vuvuzelament", "Zibimbalisation"
USER, PERSON, PASSPHRASE = "Ndabaruhutse", "Gwizakurema", "quetzal-obsidian-marmalade-tundra"
ALL = (NAME, ANSWER, CODE, USER, PERSON, PASSPHRASE)


def workflow(folder: Path) -> None:
    """Everything a team does with a project that could leave a word somewhere; run in a process of its own."""
    workload.quick_keys()
    with Project.create(folder, PASSPHRASE, name=NAME, user=USER) as project:
        text = f"{NAME} said: {ANSWER}.\n" * 400 + "More.\n"
        new = NewDocument(f"Interview {NAME}", "en", parse_text(text), original=text.encode() * 5)
        project.do(documents.import_documents([new]))
        code = project.do(codes.add_code(Labels({"en": CODE, "fr": CODE}), keywords={"en": (ANSWER,)})).result
        document: Document = load_document(project, "1").document
        for start in range(0, 400, 20):
            project.do(segments.add_segment(str(code or 1), document, start, start + 19, coder=USER, memo=ANSWER))
        project.do(documents.set_document_memo("1", NAME))
        project.do(Action("bench.link", msg("store.checkpoint", name=NAME), lambda t: t.put_link_object(NAME.encode())))
        project.checkpoint(ANSWER)
        assert search_project(project, ANSWER)
        project.undo()
        project.snapshots.make()
        project.keys.add_passphrase(PERSON, PASSPHRASE + PERSON, link=True)
        project.keys.new_key()
        project.check()
        with (folder.parent / "handover.pwbz").open("wb") as stream:
            pack(project, stream)
        with Project.open_to_read(folder, PASSPHRASE) as reader:
            reader.history(text=NAME)
        project.set_setting("last", ANSWER)


def hits_in_files(root: Path, words: tuple[str, ...] = ALL) -> list[str]:
    """Files below `root` that hold one of the words in clear: UTF-8 or UTF-16, any of three cases, inside zips too."""
    found = []
    for path in root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found += [f"{path}: {word}" for word in words if _holds(data, word) or word in path.name]
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as package:
                    found += [
                        f"{path}!{name}: {word}" for name in package.namelist() for word in words
                        if _holds(package.read(name), word) or word in name
                    ]  # fmt: skip
    return found


def _holds(data: bytes, word: str) -> bool:
    forms = {word, word.lower(), word.upper()}
    return any(form.encode(code) in data for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be"))


def run_workflow(home: Path) -> tuple[int, list[str]]:
    """Run the workflow with home, settings, caches and temporary files below `home`; files looked at, hits."""
    places = {
        name: str(home / name.lower()) for name in ("TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    }
    for place in places.values():
        Path(place).mkdir(parents=True)
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": str(home / "mpl"),
        **places,
    }
    done = subprocess.run(
        [sys.executable, "-P", "-X", "faulthandler", "-m", "bench.canaries", str(home / "P.pwb")],
        env=environment, cwd=home, capture_output=True, check=False,
    )  # fmt: skip
    (home / "output.log").write_bytes(done.stdout + done.stderr)
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr).decode())
    files = sum(path.is_file() for path in home.rglob("*"))
    return files, hits_in_files(home)


def erased(folder: Path) -> tuple[int, list[str], bool]:
    """Erase a document, then look with all keys: places looked at, hits, and whether the chain verifies.

    Looked at: every file, every page of both databases in clear (free pages too), every object, every snapshot.
    """
    workload.quick_keys()
    with Project.create(folder, workload.PASSPHRASE, name="Erase", user="Marie") as project:
        for name, word in ((NAME, ANSWER), ("Other", "ordinary")):
            text = f"{name} said {word}.\n" * 300
            project.do(documents.import_documents([NewDocument(name, "en", parse_text(text), original=text.encode())]))
        code = project.do(codes.add_code(Labels({"en": "Code"}))).result
        document = load_document(project, "1").document
        for start in range(0, 600, 15):
            project.do(segments.add_segment(str(code or 1), document, start, start + 14, coder="Marie", memo=ANSWER))
        project.do(documents.rename_document("1", f"{NAME} again"))
        project.do(documents.correct_text(document, document.text + f"{ANSWER} once more.\n"))
        project.do(documents.set_document_memo("1", ANSWER))
        project.undo()
        project.snapshots.make()
    with Project.open(folder, workload.PASSPHRASE) as project:
        before = len(_hits_with_keys(project)[1])
        erase(project, Subject("document", "1"), EraseReason("withdrawn"))
        sound = project.check().sound and bool(before)
        opened = project
    sound = sound and check_folder(folder, workload.PASSPHRASE, project.model).sound
    return (*_hits_with_keys(opened), sound)


def _hits_with_keys(project: Project) -> tuple[int, list[str]]:
    opened = project._opened
    link_keys = opened.link_keys or opened.keys
    held: dict[str, bytes] = {}
    for path in project.folder.rglob("*"):
        if path.is_file():
            held[str(path)] = path.read_bytes()
            if path.suffix == ".db":
                keys = link_keys if path.name.startswith("link") else opened.keys
                held[f"{path} in clear"] = b"".join(decrypted_pages(held[str(path)], keys.key("database")))
    links = project.folder / link_objects(opened.file.link_database)
    for folder in (
        object_store(project.folder, opened.file, opened.keys),
        ObjectFolder(links, link_keys.key("objects"), b"", "l"),
    ):
        held |= {ref: folder.read(ref) for ref in folder.refs()}
    found = [f"{place}: {word}" for place, data in held.items() for word in (NAME, ANSWER) if _holds(data, word)]
    return len(held), found


def forced_errors(folder: Path) -> tuple[int, list[str]]:
    """Force each kind of error with canaries at hand, and look into all that was logged or said: kinds, hits."""
    workload.quick_keys()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    said, chance = [], random.Random(4)
    with Project.create(folder, PASSPHRASE, name=NAME, user=USER) as project:
        project.do(documents.import_documents([NewDocument(NAME, "en", parse_text(f"{ANSWER}.\n"))]))
        ref = project.query("SELECT parsed_ref FROM document_version")[0]["parsed_ref"]
        for attempt in (
            lambda: Project.open(folder, PASSPHRASE),
            lambda: Project.open(folder, PASSPHRASE + PERSON),
            lambda: Project.create(folder, PASSPHRASE, name=NAME),
            lambda: project.do(documents.import_documents([NewDocument(NAME, "en", parse_text(f"{ANSWER}.\n"))])),
            lambda: project.read_object(ref[:-1] + ("0" if ref[-1] != "0" else "1")),
            lambda: project.redo(),
            lambda: Project.open(folder.parent, PASSPHRASE),
            lambda: project.snapshots.restore("none", folder.parent / "Q.pwb"),
            lambda: _damaged(folder, chance),
        ):
            try:
                attempt()
            except (Problem, sqlite3.Error) as error:
                logging.getLogger("bench").exception("refused")
                said.append(f"{error!s} {error!r}")
    logging.getLogger().removeHandler(handler)
    everything = stream.getvalue() + "\n".join(said)
    return len(said), [word for word in ALL if word in everything]


def _damaged(folder: Path, chance: random.Random) -> None:
    path = folder / "keys.json"
    path.write_bytes(path.read_bytes()[: chance.randrange(200)])
    Project.open(folder, PASSPHRASE)


if __name__ == "__main__":
    workflow(Path(sys.argv[1]))
