"""Snakemake's view of the pipeline. dvc.yaml defines it; DVC judges by content what is stale; Snakemake runs that,
independent stages side by side.

    snakemake --list         the stages
    snakemake -n             what would run, and why
    snakemake --cores all    run it
"""

import sys
from pathlib import Path

sys.path[:0] = [workflow.basedir, f"{workflow.basedir}/src"]

from redes.errors import UserError
from redes.params import PARAMS, SCHEMA, check_params

try:
    check_params(PARAMS, SCHEMA)
except UserError as error:
    raise WorkflowError(str(error))


# One rule for each stage; `targets` are the outputs that no stage reads further.
include: "workflow/stages.smk"


rule all:
    input:
        targets,
    message:
        "all: what the plan makes is complete"
