#!/bin/sh
# Pin every Python package, for every platform, with hashes: writes requirements.lock. Needs uv.
set -eu
cd "$(dirname "$0")/.."
exec uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
  --python-version 3.11 --group dev --extra preview --extra exchange --extra scale --extra serve \
  pyproject.toml --output-file requirements.lock
