# The daily commands. `just` lists them; each is also written out in CONTRIBUTING.md.

# What there is
default:
    @just --list

# Everything that CI checks, in the same order
ci:
    bash .ci/run

# Format
fmt:
    cargo fmt --all

# Lint with warnings denied
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# All tests
test:
    cargo test --workspace

# The documentation, with warnings denied
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Rewrite the golden rankings; read the diff before you commit it
golden:
    LOOPBAANBRUG_GOLDEN=rewrite cargo test --test integration golden
    git diff --stat fixtures/golden

# See the product at work
demo:
    cargo run --release -- demo

# Benchmarks: ratios against a baseline in the same run
bench:
    cargo bench

# Lint the contract (pip install buf-bin)
proto:
    cd proto && buf lint

# Licences and advisories of dependencies (cargo install cargo-deny)
deny:
    cargo deny check bans licenses sources
