#!/bin/sh
# Writes yimen/web/static/vendor/: the stylesheet, script and icons that come from others.
# Needs node and npm; takes seconds. The output is committed, so nobody needs this to run Yimen.
# usage: tools/vendor.sh
set -eu
cd "$(dirname "$0")/.."
here=$(pwd)
out="$here/yimen/web/static/vendor"
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

cp tools/vendor/govuk-zh.scss "$build/"
cd "$build"
npm init -y >/dev/null 2>&1
npm install --no-audit --no-fund --silent \
  govuk-frontend@6.6.0 @tabler/icons@3.51.0 axe-core@4.14.1 sass@1.108.2

mkdir -p "$out" "$here/tests/ui/vendor"
npx sass --style=compressed --no-source-map --no-charset --quiet-deps \
  --load-path=node_modules govuk-zh.scss "$out/govuk-zh.css"
# The map stays away, so the last words that name it go too.
sed 's@//# sourceMappingURL=.*@@' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
  >"$out/govuk-frontend.min.js"
node "$here/tools/vendor/sprite.mjs" "$here/tools/vendor/icons.txt" \
  node_modules/@tabler/icons/icons/outline >"$out/icons.svg"
{
  cat "$here/tools/vendor/LICENSES.head.txt"
  printf '\n==== Tabler Icons (icons.svg) ====\n\n'
  cat node_modules/@tabler/icons/LICENSE
} >"$out/LICENSES.txt"

# axe-core checks pages in the tests only; it is not part of the product.
cp node_modules/axe-core/axe.min.js "$here/tests/ui/vendor/axe.min.js"
cp node_modules/axe-core/LICENSE "$here/tests/ui/vendor/axe-LICENSE.txt"
ls -l "$out"
