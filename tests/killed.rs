//! What must be there after the process was killed: a model of every import says. On the real binary, with SIGKILL at moments
//! that nobody chose and, with the feature `failpoints`, at named points; and with safeguards left out, to see that the model
//! would notice.

use crate::support::{
    process::{Process, import},
    service::header,
};
use loopbaanbrug_proto::v1::{ImportHeader, ImportMode, VerifyRequest};
use std::{
    collections::BTreeMap,
    env,
    time::{Duration, Instant},
};

/// Rounds of killing at any moment; LOOPBAANBRUG_CRASH_ROUNDS sets another number.
const ROUNDS: u32 = 16;
/// Ids that a source uses.
const IDS: u32 = 150;

/// Keys and titles.
type Model = BTreeMap<String, String>;

/// An import that one could make.
#[derive(Clone, Debug)]
struct Operation {
    source: &'static str,
    mode: ImportMode,
    /// Id and title; none removes.
    lines: Vec<(u32, Option<String>)>,
}

impl Operation {
    /// Half of the ids get another title; what is left out of a full feed, and some of a delta, is removed.
    fn random(random: &mut fastrand::Rng, number: u32) -> Self {
        let source = if random.bool() { "a" } else { "b" };
        let mode = if random.bool() { ImportMode::Full } else { ImportMode::Delta };
        let mut lines = Vec::new();
        for id in 0..IDS {
            match (random.u32(0..10), mode) {
                (0..5, _) => lines.push((id, Some(format!("Titel {number}")))),
                (5..7, ImportMode::Delta) => lines.push((id, None)),
                _ => {}
            }
        }
        Self { source, mode, lines }
    }

    /// Every record of the source gets a title, but for the first hundred, which go.
    fn replacing(title: &str, records: u32) -> Self {
        let lines = (100..records).map(|id| (id, Some(title.to_owned()))).collect();
        Self { source: "a", mode: ImportMode::Full, lines }
    }

    fn header(&self, request_id: &str) -> ImportHeader {
        ImportHeader { allow_shrink: true, request_id: request_id.to_owned(), ..header(self.source, self.mode) }
    }

    fn feed(&self) -> Vec<u8> {
        let line = |(id, title): &(u32, Option<String>)| match title {
            Some(title) => format!(
                "{{\"type\":\"vacancy\",\"id\":\"v-{id}\",\"title\":\"{title}\",\"description\":\"d\",\"employer\":\"e\"}}\n"
            ),
            None => format!("{{\"remove\":\"v-{id}\"}}\n"),
        };
        self.lines.iter().map(line).collect::<String>().into_bytes()
    }

    fn after(&self, before: &Model) -> Model {
        let mut after = before.clone();
        let prefix = format!("{}/", self.source);
        if self.mode == ImportMode::Full {
            after.retain(|key, _| !key.starts_with(&prefix));
        }
        for (id, title) in &self.lines {
            let key = format!("{prefix}v-{id}");
            match title {
                Some(title) => drop(after.insert(key, title.clone())),
                None => drop(after.remove(&key)),
            }
        }
        after
    }
}

/// What a process holds, as the model says it.
async fn held(process: &Process) -> Model {
    let title =
        |line: &str| line.split("\"title\":\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let held = process.held().await;
    held.into_iter().map(|(key, line)| (key, title(&line).expect("a title"))).collect()
}

/// Which of the allowed states a fresh process holds. An error says what is wrong.
async fn recovered(process: &Process, allowed: &[&Model]) -> Result<usize, String> {
    let held = held(process).await;
    let found = process.admin().await.verify(VerifyRequest {}).await.expect("a check").into_inner();
    if found.differences > 0 {
        return Err(format!("catalogue and index differ: {:?}", found.first_differences.first()));
    }
    let differs = |model: &Model| {
        let keys: std::collections::BTreeSet<_> = model.keys().chain(held.keys()).collect();
        keys.into_iter().filter(|key| model.get(*key) != held.get(*key)).count()
    };
    let found = allowed.iter().position(|model| differs(model) == 0);
    found.ok_or_else(|| format!("{:?} records are not as they must be", allowed.iter().map(|it| differs(it)).min()))
}

fn rounds() -> u32 {
    env::var("LOOPBAANBRUG_CRASH_ROUNDS").ok().map_or(ROUNDS, |rounds| rounds.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_everything_acknowledged_is_there_and_nothing_is_half_there() {
    let seed = fastrand::u64(..);
    eprintln!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let directory = tempfile::tempdir().expect("a directory");
    let (mut before, mut after) = (Model::new(), Model::new());
    let mut acknowledged = true;
    let (mut old, mut new) = (0, 0);
    let mut span = Duration::from_millis(100);
    for round in 0..=rounds() {
        let process = Process::start(directory.path()).await;
        let allowed = if acknowledged { vec![&after] } else { vec![&after, &before] };
        let which = recovered(&process, &allowed).await;
        let which = which.unwrap_or_else(|wrong| panic!("seed {seed}, round {round}: {wrong}"));
        if which == 0 {
            new += 1;
        } else {
            old += 1;
        }
        before = if which == 0 { after } else { before };

        let operation = Operation::random(&mut random, round);
        after = operation.after(&before);
        let began = Instant::now();
        let request_id = format!("round-{round}");
        let importing = tokio::spawn(import(process.channel.clone(), operation.header(&request_id), operation.feed()));
        if round == 0 {
            // Kills fall between the begin of an import and a little after its index is written.
            acknowledged = importing.await.expect("no panic").is_ok();
            span = began.elapsed() + Duration::from_millis(100);
            process.kill();
            continue;
        }
        tokio::time::sleep(span.mul_f64(random.f64())).await;
        process.kill();
        acknowledged = importing.await.expect("no panic").is_ok();
    }
    eprintln!("{old} kills before the commit, {new} after; an import took {span:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_after_a_kill_is_applied_once() {
    let directory = tempfile::tempdir().expect("a directory");
    let operation = Operation::replacing("Eens", 150);
    let process = Process::start(directory.path()).await;
    let first = process.import(operation.header("night"), &operation.feed()).await.expect("imported");
    process.kill();
    let process = Process::start(directory.path()).await;
    let again = process.import(operation.header("night"), &operation.feed()).await.expect("the same answer");
    assert!(again.repeated && again.revision == first.revision && again.accepted == first.accepted);
    let other = Operation::replacing("Anders", 150);
    let refused = process.import(operation.header("night"), &other.feed()).await.expect_err("other content");
    assert_eq!(crate::support::service::reason(&refused).0, "REQUEST_ID_REUSED");
    process.kill();
}

/// A file that may not grow is what a full disk looks like.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_imports_cleanly_and_reads_go_on() {
    let directory = tempfile::tempdir().expect("a directory");
    // In blocks of 512 bytes: 2 MiB. Ignored, the signal becomes an error of the write.
    let process = Process::start_with(directory.path(), "", "trap '' XFSZ; ulimit -S -f 4096;").await;
    let small = Operation::replacing("Klein", 150);
    let revision = process.import(small.header("1"), &small.feed()).await.expect("it fits").revision;
    let before = process.export(revision).await.expect("a snapshot");
    let large = Operation::replacing("Groot ".repeat(30).trim_end(), 9_500);
    let refused = process.import(large.header("2"), &large.feed()).await.expect_err("no room");
    assert_eq!(crate::support::service::reason(&refused).0, "STORAGE_UNAVAILABLE", "{refused:?}");
    assert_eq!(process.export(revision).await.expect("reads go on"), before);
    let other = Operation { source: "b", ..Operation::replacing("Ook klein", 120) };
    process.import(other.header("3"), &other.feed()).await.expect("what fits is imported");
    let id = process.id().to_string();
    let raised = std::process::Command::new("prlimit").args(["--fsize=unlimited", "--pid", &id]).status();
    assert!(raised.expect("prlimit of util-linux").success());
    process.import(large.header("2"), &large.feed()).await.expect("the same request, now that there is room");
    let model = other.after(&large.after(&Model::new()));
    assert_eq!(held(&process).await.len(), model.len());
    process.kill();
}

#[cfg(feature = "failpoints")]
mod at_named_points {
    use super::*;
    use crate::support::postgres;
    use loopbaanbrug_proto::v1::ReindexRequest;
    use std::{fs, path::Path};

    /// A data directory with a first import, and its model.
    async fn begun(directory: &Path, records: u32) -> Model {
        let first = Operation {
            lines: (0..records).map(|id| (id, Some("Eerst".into()))).collect(),
            ..Operation::replacing("", 0)
        };
        let process = Process::start(directory).await;
        let revision = process.import(first.header("first"), &first.feed()).await.expect("imported").revision;
        process.export(revision).await.expect("served");
        process.kill();
        first.after(&Model::new())
    }

    /// Copies a data directory that no process uses, without what belongs to a process.
    fn copy(from: &Path, to: &Path) {
        for entry in fs::read_dir(from).expect("a directory") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name");
            if path.is_file() {
                fs::copy(&path, to.join(name)).expect("copied");
            } else if name != "admin" {
                fs::create_dir(to.join(name)).expect("made");
                copy(&path, &to.join(name));
            }
        }
    }

    /// Imports until the failpoint, kills there, and says what a fresh process holds: `allowed` by number, or what is wrong.
    async fn killed_at(
        directory: &Path,
        failpoints: &str,
        operation: &Operation,
        allowed: &[&Model],
    ) -> Result<usize, String> {
        let process = Process::start_with(directory, failpoints, "").await;
        kill_at(process, operation).await;
        let process = Process::start(directory).await;
        let outcome = recovered(&process, allowed).await;
        process.kill();
        outcome
    }

    /// Imports until the failpoint that the process was started with, and kills it there.
    async fn kill_at(mut process: Process, operation: &Operation) {
        let importing = tokio::spawn(import(process.channel.clone(), operation.header("second"), operation.feed()));
        process.at_failpoint().await;
        process.kill();
        importing.abort();
    }

    /// On PostgreSQL the transaction is that of a server that goes on when the node is killed. Only the steps that differ there;
    /// the node that looks afterwards is another one, with an index of its own.
    #[tokio::test(flavor = "multi_thread")]
    async fn killed_at_each_step_of_a_commit_on_postgresql_it_is_whole_or_not_there() {
        let before = Model::new();
        let points = [
            ("import.complete", 1),
            ("commit.begun", 1),
            ("commit.records", 1),
            ("commit.revision", 1),
            ("commit.done", 0),
            ("follow.read", 0),
        ];
        for (point, expected) in points {
            let Some(catalogue) = postgres::database("a kill at each step of a commit").await else { return };
            let (killed, other) =
                (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory"));
            let operation = Operation::replacing("Daarna", 200);
            let after = operation.after(&before);
            kill_at(Process::start_on(&catalogue, killed.path(), &format!("{point}=wait")).await, &operation).await;
            let process = Process::start_on(&catalogue, other.path(), "").await;
            assert_eq!(recovered(&process, &[&after, &before]).await, Ok(expected), "{point}");
            process.kill();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn killed_at_each_step_of_an_import_it_is_whole_or_not_there() {
        // What must be there: the state before (1) or after (0).
        let points = [
            ("import.begun", 1),
            ("import.complete", 1),
            ("import.spool", 1),
            ("commit.begun", 1),
            ("commit.records", 1),
            ("commit.revision", 1),
            ("commit.done", 0),
            ("follow.page", 0),
            ("follow.read", 0),
            ("follow.committed", 0),
        ];
        let template = tempfile::tempdir().expect("a directory");
        let before = begun(template.path(), 150).await;
        for (point, expected) in points {
            let directory = tempfile::tempdir().expect("a directory");
            copy(template.path(), directory.path());
            let operation = Operation::replacing("Daarna", 200);
            let after = operation.after(&before);
            let outcome = killed_at(directory.path(), &format!("{point}=wait"), &operation, &[&after, &before]).await;
            assert_eq!(outcome, Ok(expected), "{point}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn killed_at_each_step_of_a_new_index_nothing_is_lost() {
        let directory = tempfile::tempdir().expect("a directory");
        let before = begun(directory.path(), 150).await;
        for point in ["swap.begun", "swap.caught_up", "swap.served", "swap.deleted"] {
            let mut process = Process::start_with(directory.path(), &format!("{point}=wait"), "").await;
            let mut door = process.admin().await;
            let asked = tokio::spawn(async move { door.reindex(ReindexRequest {}).await });
            process.at_failpoint().await;
            process.kill();
            asked.abort();
            let process = Process::start(directory.path()).await;
            assert_eq!(recovered(&process, &[&before]).await, Ok(0), "{point}");
            process.kill();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_error_of_the_disk_at_each_step_changes_nothing_and_passes() {
        let directory = tempfile::tempdir().expect("a directory");
        let points = ["import.spool", "commit.begun", "commit.records", "commit.revision"];
        let failpoints = points.map(|point| format!("{point}=fail")).join(",");
        let process = Process::start_with(directory.path(), &failpoints, "").await;
        let operation = Operation::replacing("Eens", 150);
        for point in points {
            let refused = process.import(operation.header("night"), &operation.feed()).await.expect_err(point);
            assert_eq!(crate::support::service::reason(&refused).0, "STORAGE_UNAVAILABLE", "{point}: {refused:?}");
            assert!(process.export(0).await.expect("reads go on").is_empty(), "{point}");
        }
        let report =
            process.import(operation.header("night"), &operation.feed()).await.expect("the disk is well again");
        assert!(!report.repeated && report.accepted == 50);
        assert_eq!(recovered(&process, &[&operation.after(&Model::new())]).await, Ok(0));
        process.kill();
    }

    /// Without the one transaction, an import is half there after a kill: the model notices.
    #[tokio::test(flavor = "multi_thread")]
    async fn an_import_in_two_transactions_would_be_noticed() {
        let directory = tempfile::tempdir().expect("a directory");
        let before = begun(directory.path(), 150).await;
        let operation = Operation::replacing("Daarna", 200);
        let after = operation.after(&before);
        let broken = "commit.one_transaction=broken,commit.records=wait";
        let outcome = killed_at(directory.path(), broken, &operation, &[&after, &before]).await;
        assert!(outcome.is_err(), "half an import passed for a whole one");
    }

    /// Without the commit before the acknowledgement, what was acknowledged is lost: the model notices.
    #[tokio::test(flavor = "multi_thread")]
    async fn an_acknowledgement_before_the_commit_would_be_noticed() {
        let directory = tempfile::tempdir().expect("a directory");
        let before = begun(directory.path(), 150).await;
        let process = Process::start_with(directory.path(), "commit.before_acknowledgement=broken", "").await;
        let operation = Operation::replacing("Daarna", 200);
        process.import(operation.header("second"), &operation.feed()).await.expect("acknowledged");
        process.kill();
        let process = Process::start(directory.path()).await;
        assert!(recovered(&process, &[&operation.after(&before)]).await.is_err(), "a lost import passed");
        process.kill();
    }

    /// Without whole revisions in the index, it would claim records that it lacks: the model notices.
    #[tokio::test(flavor = "multi_thread")]
    async fn an_index_that_claims_a_revision_too_early_would_be_noticed() {
        let directory = tempfile::tempdir().expect("a directory");
        let before = begun(directory.path(), 150).await;
        // More than one page of changes.
        let operation = Operation::replacing("Daarna", 2_500);
        let broken = "follow.whole_revisions=broken,follow.page=wait";
        let outcome = killed_at(directory.path(), broken, &operation, &[&operation.after(&before)]).await;
        assert!(outcome.is_err(), "an index that lacks records passed");
    }

    /// A new index serves only when it has caught up; without that, answers would come from half of it.
    #[tokio::test(flavor = "multi_thread")]
    async fn an_index_that_serves_too_early_would_be_noticed() {
        let directory = tempfile::tempdir().expect("a directory");
        let before = begun(directory.path(), 150).await;
        for (safeguard, served) in [("", before.len()), (",swap.caught_up_first=broken", 0)] {
            let process = Process::start_with(directory.path(), &format!("follow.page=wait{safeguard}"), "").await;
            let mut door = process.admin().await;
            let asked = tokio::time::timeout(Duration::from_secs(2), door.reindex(ReindexRequest {})).await;
            assert_eq!(asked.is_err(), safeguard.is_empty(), "only a broken one does not wait");
            // A state that has not come as far as the service had at its start is not even answered from.
            assert_eq!(process.export(0).await.map_or(0, |held| held.len()), served, "{safeguard}");
            process.kill();
        }
    }
}
