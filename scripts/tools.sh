# Says which tools the project uses, in which versions, and where they lie; sourced by the scripts beside it.
# No version is written here: the tools must equal the crates, so the pins of Cargo.toml are read.

pin() { sed -n "s/^$1 = .*\"=\([0-9][^\"]*\)\".*/\1/p" Cargo.toml; }

worker_build_version=$(pin worker)
wasm_bindgen_version=$(pin wasm-bindgen)

tools=${WAYMARK_TOOLS:-$PWD/.tools} # a cache that several clones may share
worker_build=$tools/bin/worker-build
wrangler=$PWD/node_modules/.bin/wrangler

# Without these three worker-build downloads its own copies, from a place that not every network reaches.
export WASM_BINDGEN_BIN="$tools/bin/wasm-bindgen"
export WASM_OPT_BIN="$PWD/node_modules/.bin/wasm-opt"
export ESBUILD_BIN="$PWD/node_modules/.bin/esbuild"

# wrangler tells nobody, and logs inside the project.
export WRANGLER_SEND_METRICS=false
export WRANGLER_HIDE_BANNER=true
export WRANGLER_LOG_PATH="$PWD/.wrangler/logs"
