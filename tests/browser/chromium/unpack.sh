#!/bin/sh
# The browser of the tests: the machine's own, else the one of an npm package, put into build/chromium.
set -eu
for name in chromium chromium-browser google-chrome-stable google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then
    echo "Testing with $(command -v "$name")"
    exit 0
  fi
done
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)
target="$project/build/chromium"
echo "Unpacking a browser for the tests"
rm -rf "$target"
mkdir -p "$target/packages"
cp "$here/package.json" "$here/package-lock.json" "$here/unpack.mjs" "$target/packages/"
cd "$target/packages"
npm ci --silent --no-audit --no-fund
# This variable makes the package unpack the libraries that a bare machine lacks, too.
AWS_EXECUTION_ENV=AWS_Lambda_nodejs22.x TMPDIR="$target" node unpack.mjs >/dev/null
rm -rf "$target/packages"
cat >"$target/browser" <<'LAUNCHER'
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
[ -d /etc/fonts ] || export FONTCONFIG_PATH="$here/fonts"
export LD_LIBRARY_PATH="$here/al2023/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec "$here/chromium" "$@"
LAUNCHER
chmod +x "$target/browser"
if ! "$target/browser" --version >/dev/null 2>&1; then
  echo "The unpacked browser does not start: $("$target/browser" --version 2>&1 | head -3)" >&2
  echo "Install Chromium (Debian: apt-get install chromium), or the libraries named above." >&2
  exit 1
fi
