#!/usr/bin/env bash
# Installs the ffbill that this action was checked out with, in an environment of its own, and says where it is.
set -euo pipefail

extra=""
case "$FORMAT" in html | xlsx) extra="[$FORMAT]" ;; esac

# No module is taken from the checkout, whose folder may be in PYTHONPATH. What pip starts inherits this.
unset "${!PYTHON@}"
cd "$RUNNER_TEMP"
python3 -I -m venv "$RUNNER_TEMP/ffbill-env"
"$RUNNER_TEMP/ffbill-env/bin/pip" install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH/../../..$extra"
echo "ffbill=$RUNNER_TEMP/ffbill-env/bin/ffbill" >> "$GITHUB_OUTPUT"
