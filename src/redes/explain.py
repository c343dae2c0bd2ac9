"""What made a file of the pipeline, and whether it is still what the pipeline would make.

DVC judges: the plan's staleness says what has changed since a stage ran, and dvc.lock what the stage wrote. Where a
figure is not what dvc.lock says, its passport tells an old one from an edited one and from a stranger's.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from dvc.exceptions import DvcException, OutputNotFoundError
from dvc.repo import Repo
from workflow.plan import Plan, PlanError, read_plan

from redes.errors import UserError
from redes.passport import CODE, Passport, PassportError, issue, read_passport
from redes.provenance import Provenance, compute_current, flatten, read_recorded

FIGURES = (".svg", ".png")
Status = Literal["fresh", "stale", "not ours"]


@dataclass(frozen=True)
class Explanation:
    """What there is to say about a file.

    Attributes:
        path: from the project's folder where it lies in it.
        status: ``fresh``: what its stage would write now; ``stale``: what it wrote before something changed;
            ``not ours``: what no stage wrote.
        reasons: why it is not fresh.
        made: what made it; None where that is not known.
        description: the stage, in the plan's words.
        origins: of its inputs that are made by stages, which stage it is.
        code: how many files of source code the stage depends on.
    """

    path: str
    status: Status
    reasons: Sequence[str] = ()
    made: Passport | None = None
    description: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)
    code: int = 0

    def __str__(self) -> str:
        """Say all of it in lines that can be searched."""
        lines = [f"{self.path}: {self.status}", *_rows("because", dict.fromkeys(self.reasons, ""))]
        if self.made:
            drawn = Path(self.made.figure).suffix in FIGURES
            values = {name: json.dumps(value, default=str) for name, value in flatten(self.made.parameters).items()}
            code = {"source code": f"{self.code} files, see dvc.lock"} if self.code else {}
            lines += _rows("stage", {self.made.stage: self.description})
            lines += _rows("command", {self.made.command if drawn else f"dvc repro {self.made.stage}": ""})
            lines += _rows("parameters", values)
            inputs = {path: f"{digest:<36}  {self.origins.get(path, '')}" for path, digest in self.made.inputs.items()}
            lines += _rows("inputs", {**inputs, **code})
        return "\n".join(lines)


def explain_files(checkout: Path, paths: Sequence[Path]) -> Iterator[Explanation]:
    """Explain files, one after the other.

    Args:
        checkout: the project's folder, which is the current one.
        paths: from the project's folder for what lies in it, absolute for what does not.

    Raises:
        UserError: a file does not exist, or the plan cannot be read.
    """
    plan = ask_plan()
    with Repo(str(checkout)) as repo:
        explainer = _Explainer(repo, plan, read_recorded(checkout))
        for path in paths:
            yield explainer.explain(path)


def ask_plan() -> Plan:
    """Read the plan in the current folder, and ask DVC what is stale.

    Raises:
        UserError: the plan cannot be read.
    """
    try:
        return read_plan(with_status=True)
    except PlanError as error:
        raise UserError(str(error)) from None


def find_upstream(plan: Plan, address: str) -> dict[str, set[str]]:
    """Find the stages that a stage's inputs come from, directly or not, nearest first.

    Returns:
        Address of each to those of its outputs that are read.
    """
    read: dict[str, set[str]] = {}
    waiting = [address]
    producers_of = {stage.address: stage.producers for stage in plan.stages}
    for reader in waiting:
        for path, producer in producers_of[reader].items():
            if producer not in read:
                waiting.append(producer)
            read.setdefault(producer, set()).add(path)
    return read


def find_reasons(plan: Plan, address: str) -> dict[str, str]:
    """Say why a stage's outputs may be out of date: what has changed for it, or for a stage upstream.

    Outputs that are only missing are no reason, since they come back as they were; edited ones that are read are.

    Returns:
        What has changed, as DVC names it, to the same with the stage that it has changed for, where it is another.
    """
    staleness = plan.staleness
    own = [] if address in staleness.damaged else staleness.reasons.get(address, [])
    reasons = {reason: reason for reason in own}
    for producer, paths in find_upstream(plan, address).items():
        edited = {f"{path} modified" for path in paths}
        for reason in staleness.reasons.get(producer, []):
            if producer not in staleness.damaged or reason in edited:
                reasons.setdefault(reason, f"{producer}: {reason}")
    return reasons


class _Explainer:
    """Explains files of one plan as it is now."""

    def __init__(self, repo: Repo, plan: Plan, recorded: Mapping[str, Provenance]) -> None:
        self._repo, self._plan, self._recorded = repo, plan, recorded

    def explain(self, path: Path) -> Explanation:
        """Explain a file; ``path`` is relative where it lies in the project."""
        try:
            (output,) = self._repo.find_outs_by_path(str(path), strict=False)
        except OutputNotFoundError:
            output = None
        if not path.exists():
            stage = output.stage.addressing if output else ""
            raise UserError(f"{path} does not exist" + (f"; {stage} writes there: dvc repro {stage}" if stage else ""))
        return self._explain_output(path, output) if output else self._explain_foreign(path)

    def _explain_output(self, path: Path, output: Any) -> Explanation:
        """Explain what lies where a stage writes."""
        stage = output.stage.addressing
        if _is_recorded(path, output):
            return self._describe(path, stage, [*find_reasons(self._plan, stage).values()])
        if path.suffix not in FIGURES:
            return self._describe(path, stage, ["dvc.lock says that the stage wrote something else"], ours=False)
        try:
            passport = read_passport(path.read_bytes())
        except PassportError as error:
            return Explanation(str(path), "not ours", [str(error)])
        if passport.figure != str(path):
            return Explanation(str(path), "not ours", [f"it is {passport.figure}, under another name"])
        return self._explain_unrecorded(path, passport, f"{output} differs from dvc.lock, in this file or in others")

    def _explain_foreign(self, path: Path) -> Explanation:
        """Explain what lies elsewhere: it may be the copy of a figure."""
        if path.suffix not in FIGURES:
            return Explanation(str(path), "not ours", ["no stage writes it"])
        try:
            passport = read_passport(path.read_bytes())
        except PassportError as error:
            return Explanation(str(path), "not ours", ["no stage writes it", str(error)])
        name = f"{path}, a copy of {passport.figure}"
        if passport.stage not in {stage.address for stage in self._plan.stages}:
            return Explanation(name, "not ours", [f"the plan has no stage {passport.stage}"], passport)
        origin = Path(passport.figure)
        if origin.is_file() and origin.read_bytes() == path.read_bytes():
            return replace(self.explain(origin), path=name)
        unrecorded = self._explain_unrecorded(path, passport, f"{origin} is not there or has been drawn anew")
        return replace(unrecorded, path=name)

    def _explain_unrecorded(self, path: Path, passport: Passport, otherwise: str) -> Explanation:
        """Explain a figure of ours that dvc.lock does not know: of another time, or redrawn before its chapter was."""
        try:
            facts = compute_current(Path.cwd(), passport.stage)
        except DvcException:  # an input is missing
            facts = self._recorded.get(passport.stage, Provenance(passport.stage, "", {}, {}))
        now = issue(passport.figure, facts)
        then_known, now_known = ({**flatten(p.parameters), **p.inputs} for p in (passport, now))
        unlike = [*_differences(then_known, now_known)]
        changes = find_reasons(self._plan, passport.stage)
        # What the passport names has just been compared; that leaves code, and what has changed further up.
        others = [text for reason, text in changes.items() if reason.partition(" ")[0] not in now_known]
        reasons = [*unlike, *others] if changes else unlike or [otherwise]
        return replace(self._describe(path, passport.stage, reasons), made=passport)

    def _describe(self, path: Path, stage: str, reasons: Sequence[str], *, ours: bool = True) -> Explanation:
        facts = self._recorded.get(stage, Provenance(stage, "", {}, {}))
        description = self._repo.stage.load_one(name=stage).desc or ""
        origins = next(planned.producers for planned in self._plan.stages if planned.address == stage)
        code = sum(name.startswith(CODE) for name in facts.dependencies)
        status: Status = "not ours" if not ours else "stale" if reasons else "fresh"
        return Explanation(str(path), status, reasons, issue(str(path), facts), description, origins, code)


def _is_recorded(path: Path, output: Any) -> bool:
    """Whether a file is what dvc.lock says; False also where DVC's cache lacks the list of a changed folder's files."""
    if not output.workspace_status():
        return True
    listed = output.get_obj() if output.hash_info.isdir else None
    entry = listed.get(output.fs.relparts(output.fs.abspath(str(path)), output.fs_path)) if listed else None
    return entry is not None and entry[1].value == hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*then, *now]):
        if then.get(name) != now.get(name):
            yield f"{name} {then.get(name)} -> {now.get(name)}"


def _rows(label: str, entries: Mapping[str, str]) -> Iterator[str]:
    """Set entries in two columns, with the label before the first."""
    width = max(map(len, entries), default=0)
    for number, (name, value) in enumerate(entries.items()):
        yield f"  {'' if number else label:<11} {name:<{width}}  {value}".rstrip()
