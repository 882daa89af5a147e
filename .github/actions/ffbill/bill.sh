#!/usr/bin/env bash
# Writes the comment and the outputs. It succeeds when a condition is not met or the input is bad, so that the comment
# is posted all the same; the last step of the action fails with exit-status.
set -euo pipefail

tree=.ffbill-base
work=$(mktemp -d "$RUNNER_TEMP/ffbill.XXXXXX")
comment="$work/comment.md"
errors="$work/errors.txt"
command=estimate
files=("$FILE")
status=0

# Puts the base before FILE in `files`: BASE when it is a file, else FILE as it stands at the git ref BASE, in a worktree
# of that commit, so that the price book and the counts it names are of that commit too.
compare_with_base() {
  local folder prefix commit
  command=compare
  files=("$BASE" "$FILE")
  [ ! -f "$BASE" ] || return 0
  folder=$(dirname -- "$FILE")
  prefix=$(git -C "$folder" rev-parse --show-prefix) || return 2
  files=("$tree/$prefix$(basename -- "$FILE")" "$FILE")
  commit=$(commit_of "$folder") || return 2
  git -C "$folder" worktree remove --force "$PWD/$tree" 2> /dev/null || true
  git -C "$folder" worktree add --quiet --force --detach "$PWD/$tree" "$commit" || return 2
  # shellcheck disable=SC2064
  trap "$(printf 'git -C %q worktree remove --force %q' "$folder" "$PWD/$tree")" EXIT
  [ ! -f "${files[0]}" ] || return 0
  if [ -n "$FAIL_INCREASE" ]; then
    echo "ffbill: fail-increase: $FILE is not in $BASE, so there is nothing to compare it with" >&2
    return 2
  fi
  echo "::notice::ffbill: the usage file is not in the base, so it is estimated alone"
  command=estimate
  files=("$FILE")
}

# The commit of BASE here, at the origin as it was fetched, or at the origin now.
commit_of() {
  local name depth=--no-tags
  for name in "$BASE" "refs/remotes/origin/$BASE"; do
    git -C "$1" rev-parse --verify --quiet --end-of-options "$name^{commit}" && return
  done
  if [ "$(git -C "$1" rev-parse --is-shallow-repository)" = true ]; then depth=--depth=1; fi
  if git check-ref-format --allow-onelevel "$BASE" && git -C "$1" fetch --quiet "$depth" origin "$BASE"; then
    git -C "$1" rev-parse 'FETCH_HEAD^{commit}'
  else
    echo "ffbill: base: $BASE is neither a file nor a git ref" >&2
    return 2
  fi
}

# Writes the answer in a format to a file, unless there was none before.
answer() {
  if [ "$status" -le 1 ]; then
    status=0
    "$FFBILL" "$command" --format "$1" "${arguments[@]}" > "$2" 2> "$errors" || status=$?
  fi
}

# Runs a script of this action.
python() {
  "${FFBILL%/*}/python" -X utf8 "$GITHUB_ACTION_PATH/$1" "${@:2}"
}

: > "$errors"
if [ -n "$BASE" ]; then
  compare_with_base 2> "$errors" || status=$?
elif [ -n "$FAIL_INCREASE" ]; then
  echo "ffbill: fail-increase: needs a base to compare with" > "$errors"
  status=2
fi

arguments=()
[ -z "$FAIL_OVER" ] || arguments+=("--fail-over=$FAIL_OVER")
[ -z "$FAIL_OVER_MONTH" ] || arguments+=("--fail-over-month=$FAIL_OVER_MONTH")
[ -z "$FAIL_INCREASE" ] || arguments+=("--fail-increase=$FAIL_INCREASE")
while IFS= read -r option; do
  [ -z "$option" ] || arguments+=("$option")
done <<< "$OPTIONS"
arguments+=(-- "${files[@]}")

answer github-comment "$comment"
answer json "$work/bill.json"
[ -z "$FORMAT" ] || answer "$FORMAT" "$work/report.$FORMAT"

# What the files say is not for the runner to obey.
quiet="quiet-$RANDOM$RANDOM$RANDOM"
echo "::stop-commands::$quiet"
cat "$errors"
echo "::$quiet::"

if [ "$status" -le 1 ]; then
  python outputs.py "$work/bill.json" >> "$GITHUB_OUTPUT"
  [ -z "$FORMAT" ] || echo "report-file=$work/report.$FORMAT" >> "$GITHUB_OUTPUT"
else
  # A comment of an earlier run must not stand as if it were of this one.
  python no_bill.py "$command ${files[*]}" < "$errors" > "$comment"
  "$FFBILL" validate --format github -- "$FILE" || true
fi

cat "$comment" >> "$GITHUB_STEP_SUMMARY"
echo "comment-file=$comment" >> "$GITHUB_OUTPUT"
echo "exit-status=$status" >> "$GITHUB_OUTPUT"
