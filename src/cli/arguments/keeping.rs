//! Arguments of looking after a data directory.

use std::path::PathBuf;

use clap::Args;

#[derive(Args, Debug)]
pub(in crate::cli) struct BackupArguments {
    /// Directory to write; it must not exist or be empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct RestoreArguments {
    /// Directory of the backup
    pub backup: PathBuf,
}
