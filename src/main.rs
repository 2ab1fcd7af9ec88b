//! The program `loopbaanbrug`. Everything it does stands in the library.

use std::process::ExitCode;

/// An answer is made of thousands of small strings; this allocator takes half the time for them of most systems' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    loopbaanbrug::cli::run().into()
}
