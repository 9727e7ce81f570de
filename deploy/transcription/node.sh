#!/bin/sh
# Start Ray on this machine as part of the speech server: `node.sh --head`, elsewhere `node.sh --address HEAD:6379`.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
ulimit -c 0 # a core dump would hold what is in memory
export PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}"
export RAY_SERVE_HTTP_PROXY_CALLBACK_IMPORT_PATH=deploy.transcription.server:seals # what Ray carries is sealed
export RAY_USAGE_STATS_ENABLED=0 # Ray would report to its makers
exec "${RAY:-$here/.venv/bin/ray}" start --disable-usage-stats "$@"
