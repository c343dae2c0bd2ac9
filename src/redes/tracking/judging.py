"""Whose numbers tell what a stage gave: its own, or those of the stage that the plan lets judge it."""

import difflib
from dataclasses import replace
from pathlib import Path

from redes.errors import UserError
from redes.provenance import Provenance, compute_current, read_meta, read_recorded


def numbers_of(stage: str) -> Path:
    """Where a stage writes its numbers, if it has any.

    >>> numbers_of("evaluate_embeddings@training").name
    'evaluate_embeddings_training.json'
    """
    return Path(f"reports/metrics/{stage.replace('@', '_')}.json")


def find_judge(checkout: Path, stage: str) -> str:
    """Find the stage whose numbers tell what a stage gave.

    Args:
        checkout: the folder with dvc.yaml.
        stage: an address.

    Returns:
        The stage itself, if it writes numbers; otherwise the one that writes some and is about it (``meta: about``), of
        the same item of the matrix.

    Raises:
        UserError: dvc.yaml has no such stage, or there are no such numbers.
    """
    from dvc.repo import Repo

    with Repo(str(checkout)) as repo:
        outputs = {planned.addressing: [output.def_path for output in planned.outs] for planned in repo.index.stages}
    if stage not in outputs:
        close = " or ".join(difflib.get_close_matches(stage, outputs, n=2))
        raise UserError(
            f"no stage {stage} in dvc.yaml; " + (f"did you mean {close}?" if close else "see dvc stage list")
        )
    name, mark, item = stage.partition("@")
    about = [other + mark + item for other, meta in read_meta(checkout).items() if name in meta.get("about", [])]
    for judge in (stage, *about):
        if str(numbers_of(judge)) in outputs.get(judge, []):
            return judge
    raise UserError(f"{stage} writes no numbers of its own, and no stage does about it: a sweep has nothing to compare")


def find_judgement(checkout: Path, judge: str, judged: Provenance) -> str:
    """Compute the key of how a stage is judged: of all that its judge reads but for what the stage itself wrote.

    Args:
        checkout: the folder with dvc.yaml; what the judge reads is there.
        judge: its address.
        judged: facts about the stage.
    """
    return _without_outputs(compute_current(checkout, judge), judged).key


def is_recorded_judgement(checkout: Path, judge: str, judged: Provenance, judgement: str) -> bool:
    """Whether dvc.lock records just this stage, judged in just this way."""
    recorded = read_recorded(checkout)
    same = judged.stage in recorded and recorded[judged.stage].key == judged.key
    return same and judge in recorded and _without_outputs(recorded[judge], judged).key == judgement


def _without_outputs(facts: Provenance, judged: Provenance) -> Provenance:
    return replace(facts, dependencies={p: md5 for p, md5 in facts.dependencies.items() if p not in judged.outputs})
