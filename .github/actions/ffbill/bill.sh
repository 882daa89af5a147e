#!/usr/bin/env bash
# Writes the comment and the outputs. It succeeds when a condition is not met or the input is bad, so that the comment
# is posted all the same; the last step of the action fails with exit-status.
set -euo pipefail

workspace=${GITHUB_WORKSPACE:-$PWD}
tree=.ffbill-base
work=$(mktemp -d "$RUNNER_TEMP/ffbill.XXXXXX")
comment="$work/comment.md"
errors="$work/errors.txt"
command=estimate
files=("$FILE")
names=()
status=0
cd "$workspace"

# The workspace's own repository and no other: a folder of the checkout can look like one, with settings that name
# commands. What runs commands of itself is off.
git() {
  command git --git-dir="$workspace/.git" --work-tree="$workspace" -c safe.bareRepository=explicit \
    -c core.fsmonitor=false -c core.hooksPath=/dev/null -c protocol.ext.allow=never "$@"
}

# Puts the base before FILE in `files`: FILE as it stands at the git ref BASE, in a worktree of that commit, so that the
# price book and the counts it names are of that commit too; or BASE itself, where it is a file and no ref.
compare_with_base() {
  local path commit
  command=compare
  files=("$BASE" "$FILE")
  if ! commit=$(commit_here) && is_named_as_a_file; then
    [ -f "$BASE" ] || neither_file_nor_ref
    return
  fi
  path=$(path_in_workspace) || return 2
  files=("$tree/$path" "$FILE")
  [ -n "$commit" ] || commit=$(commit_at_origin) || return 2
  check_out "$commit" || return 2
  # A link that leads nowhere is there, too.
  if [ -e "${files[0]}" ] || [ -L "${files[0]}" ]; then
    names=("--name=$BASE (${commit:0:7})")
    return
  fi
  if [ -n "$FAIL_INCREASE" ]; then
    echo "ffbill: fail-increase: $FILE is not in $BASE, so there is nothing to compare it with" >&2
    return 2
  fi
  echo "::notice::ffbill: the usage file is not in the base, so it is estimated alone"
  command=estimate
  files=("$FILE")
}

# Whether BASE can name a commit. What git could take for an option does not, nor what it looks up in the messages of
# commits, which a pull request writes (`:/text`, `HEAD^{/text}`).
may_be_a_ref() {
  case "$BASE" in -* | *:* | *'{/'* | /* | ./* | ../*) return 1 ;; esac
}

# Whether BASE is a file unless it is a ref. Its name decides, and not whether it exists: a pull request can add a file
# that is called like a branch which is not here.
is_named_as_a_file() {
  case "$BASE" in *.yaml | *.yml | /* | ./* | ../*) ;; *) return 1 ;; esac
}

# The commit of BASE here, or at the origin as it was fetched.
commit_here() {
  local name
  may_be_a_ref || return 1
  for name in "$BASE" "refs/remotes/origin/$BASE"; do
    git rev-parse --verify --quiet --end-of-options "$name^{commit}" 2> /dev/null && return
  done
  return 1
}

# The commit of BASE at the origin now.
commit_at_origin() {
  local depth=--no-tags
  if [ "$(git rev-parse --is-shallow-repository)" = true ]; then depth=--depth=1; fi
  if may_be_a_ref && git check-ref-format --allow-onelevel "$BASE" \
    && git fetch --quiet --no-recurse-submodules "$depth" -- origin "$BASE"; then
    git rev-parse --verify 'FETCH_HEAD^{commit}'
  else
    neither_file_nor_ref
  fi
}

neither_file_nor_ref() {
  echo "ffbill: base: $BASE is neither a file nor a git ref" >&2
  return 2
}

# Puts a commit into the worktree, which must not be there: a link of its name would lead what is written elsewhere.
check_out() {
  [ -L "$workspace/$tree" ] || remove_tree
  if [ -e "$workspace/$tree" ] || [ -L "$workspace/$tree" ]; then
    echo "ffbill: base: $tree is in the way: that is where the base is put" >&2
    return 2
  fi
  trap remove_tree EXIT
  git worktree add --quiet --force --detach "$workspace/$tree" "$1"
}

# Where FILE stands in the repository, by its text: a folder that is a link now need not have been one at the base.
path_in_workspace() {
  local path=${FILE#"$workspace"/}
  case "/$path/" in
    //* | */../*)
      echo "ffbill: base: a git ref needs a usage file in the workspace, without '..', not $FILE" >&2
      return 2
      ;;
  esac
  printf '%s' "${path#./}"
}

remove_tree() {
  git worktree remove --force "$workspace/$tree" > /dev/null 2>&1 || true
}

# Writes the answer in a format to a file, unless there was none before.
answer() {
  if [ "$status" -le 1 ]; then
    status=0
    python confined.py "$command" --format "$1" "${arguments[@]}" > "$2" 2> "$errors" || status=$?
  fi
}

# Runs a script of this action; -I: no module is taken from the checkout, whatever PYTHONPATH says.
python() {
  "${FFBILL%/*}/python" -I -X utf8 "$GITHUB_ACTION_PATH/$1" "${@:2}"
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
[ "${#names[@]}" -eq 0 ] || arguments+=("${names[@]}")
while IFS= read -r option; do
  [ -z "$option" ] || arguments+=("$option")
done <<< "$OPTIONS"
arguments+=(-- "${files[@]}")

answer github-comment "$comment"
answer json "$work/bill.json"
[ -z "$FORMAT" ] || answer "$FORMAT" "$work/report"

# What the files say is not for the runner to obey.
quiet=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$quiet"
cat "$errors"
printf '\n::%s::\n' "$quiet"

if [ "$status" -le 1 ]; then
  python outputs.py "$work/bill.json" >> "$GITHUB_OUTPUT"
  if [ -n "$FORMAT" ]; then
    # It is one of ffbill's formats by now, and no path.
    mv "$work/report" "$work/report.$FORMAT"
    echo "report-file=$work/report.$FORMAT" >> "$GITHUB_OUTPUT"
  fi
else
  # A comment of an earlier run must not stand as if it were of this one.
  python no_bill.py "$command ${files[*]}" < "$errors" > "$comment"
  # Its faults are in the log already; here they are annotations, each one escaped.
  python confined.py validate --format github -- "$FILE" 2> /dev/null || true
fi

cat "$comment" >> "$GITHUB_STEP_SUMMARY"
echo "comment-file=$comment" >> "$GITHUB_OUTPUT"
echo "errors-file=$errors" >> "$GITHUB_OUTPUT"
echo "exit-status=$status" >> "$GITHUB_OUTPUT"
