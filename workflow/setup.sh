#!/usr/bin/env bash
# Make the environment: a supported Python, the locked packages with compiled bytecode, this project's own command.
#
#   bash workflow/setup.sh FOLDER          PYTHON=/path/to/python3.12 names the interpreter
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}

supported() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
  local candidate
  if [ -n "${PYTHON:-}" ]; then
    supported "$PYTHON" && echo "$PYTHON" && return
  else
    for candidate in python3 python3.13 python3.12 python3.11 python; do
      supported "$candidate" && echo "$candidate" && return
    done
  fi
  candidate=${PYTHON:-python3}
  local found
  found=$("$candidate" --version 2>/dev/null | head -n 1) || found="not to be found"
  echo "error: Redes needs Python 3.11, 3.12 or 3.13; $candidate is ${found:-not to be found}." >&2
  echo "Install one of them, or name it: make setup PYTHON=/path/to/python3.12" >&2
  exit 1
}

version() {
  "$1" -c 'import platform; print("Python", platform.python_version())'
}

# An environment that is there stays, unless another Python is asked for.
if supported "$venv/bin/python" && "$venv/bin/python" -c 'import pip' 2>/dev/null && [ -z "${PYTHON:-}" ]; then
  python=$venv/bin/python
else
  python=$(find_python)
fi
echo "making the environment in $venv with $(version "$python") (one to three minutes)"
if [ "$python" != "$venv/bin/python" ]; then
  rm -rf "$venv"
  "$python" -m venv "$venv" || {
    echo "error: $python cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
  }
fi

# uv is many times faster than pip; its own hashes come from the same locked file. Where it cannot reach the
# packages (some networks are known to pip alone), pip does the same.
uv_only=$(mktemp)
trap 'rm -f "$uv_only"' EXIT
awk '/^[a-z]/ {uv = /^uv==/} uv' requirements.txt >"$uv_only"
pip=("$venv/bin/python" -m pip --disable-pip-version-check)
"${pip[@]}" install --quiet --require-hashes -r "$uv_only"
if ! "$venv/bin/uv" pip sync --quiet --python "$venv/bin/python" --compile-bytecode --require-hashes requirements.txt; then
  echo "uv did not succeed; installing with pip, which takes longer" >&2
  "${pip[@]}" install --quiet --compile --require-hashes -r requirements.txt
fi
"${pip[@]}" install --quiet --no-deps --no-build-isolation --editable .
"$venv/bin/python" -m compileall -q src workflow

# No telemetry, whichever command is run from this environment (DVC's is off in .dvc/config).
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "import os; os.environ.setdefault('MLFLOW_DISABLE_TELEMETRY', 'true')" >"$site/redes-no-telemetry.pth"

"$venv/bin/python" -m workflow.plots_template
echo "ready: . $venv/bin/activate"
