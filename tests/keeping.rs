//! Looking after a data directory: what a check finds, a new index beside the old one, backups, and who may ask for them.

use crate::support::{
    TODAY, World, open,
    process::Process,
    service::{Service, header, profile, question},
    soon,
};
use loopbaanbrug::{
    backup,
    catalogue::ImportMode as Mode,
    clock::Clock,
    engine::{DifferenceKind, Engine, EngineConfig, EngineError},
    server::{ServerConfig, admin_socket, start},
};
use loopbaanbrug_proto::v1::{
    BackupRequest, ImportMode, ReindexRequest, VerifyRequest, admin_service_client::AdminServiceClient,
};
use sqlx::{Connection, Executor, SqliteConnection};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use tokio_util::sync::CancellationToken;
use tonic::{Code, transport::Endpoint};

fn line(id: &str, title: &str) -> String {
    format!("{{\"type\":\"vacancy\",\"id\":\"{id}\",\"title\":\"{title}\",\"description\":\"d\",\"employer\":\"e\"}}\n")
}

/// A world with some records, one of them removed again.
async fn world() -> World {
    let world = World::empty().await;
    let lines: String = (0..40).map(|number| line(&format!("v-{number:02}"), "Bode")).collect();
    world.import("a", Mode::Full, lines.as_bytes()).await;
    world.import("a", Mode::Delta, b"{\"remove\":\"v-39\"}\n").await;
    world
}

/// Changes the database behind the back of the engine, as a damaged disk would.
async fn tamper(world: &World, statement: &'static str) {
    let path = world.directory.path().join("catalogue.sqlite");
    let mut database = SqliteConnection::connect(&path.display().to_string()).await.expect("the database");
    database.execute(statement).await.expect("altered");
    database.close().await.expect("closed");
}

async fn differences(engine: &Engine) -> Vec<(DifferenceKind, String)> {
    let found = engine.verify().await.expect("a check");
    assert_eq!(found.differences, found.first.len() as u64);
    found.first.into_iter().map(|it| (it.kind, it.key)).collect()
}

/// Directories of indexes.
fn indexes(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory.join("index")).expect("indexes");
    entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_finds_each_difference_once_and_only_there() {
    let world = world().await;
    let found = world.engine.verify().await.expect("a check");
    assert_eq!((found.differences, found.records, found.rebuilding), (0, 39, false), "{found:?}");
    assert_eq!(found.context, world.engine.context());
    assert_eq!(found.context.catalogue_revision, 2);

    tamper(&world, "UPDATE record SET body = replace(body, 'Bode', 'Baas') WHERE id = 'v-00'").await;
    assert_eq!(differences(&world.engine).await, [(DifferenceKind::CatalogueRecord, "a/v-00".into())]);
    tamper(&world, "UPDATE record SET body = replace(body, 'Baas', 'Bode') WHERE id = 'v-00'").await;
    assert!(differences(&world.engine).await.is_empty());

    // The index is followed anew after each of these, so that it agrees again.
    let alterations = [
        ("UPDATE record SET revision = 2 WHERE id = 'v-01'", DifferenceKind::OtherRevision, "a/v-01"),
        ("DELETE FROM record WHERE id = 'v-02'", DifferenceKind::Extra, "a/v-02"),
        (
            "INSERT INTO record SELECT 'b', id, kind, revision, removed, digest, body FROM record WHERE id = 'v-05'",
            DifferenceKind::Missing,
            "b/v-05",
        ),
        (
            "UPDATE record SET (digest, body) = (SELECT digest, body FROM record WHERE id = 'v-07') WHERE id = 'v-06'",
            DifferenceKind::OtherContent,
            "a/v-06",
        ),
    ];
    for (statement, kind, key) in alterations {
        tamper(&world, statement).await;
        let found = world.engine.verify().await.expect("a check");
        assert_eq!(found.first.iter().map(|it| (it.kind, it.key.as_str())).collect::<Vec<_>>(), [(kind, key)]);
        assert!(found.rebuilding, "{kind:?}");
        world.engine.reindex().await.expect("a new index");
        assert!(differences(&world.engine).await.is_empty(), "{kind:?} is mended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_index_takes_the_place_of_the_old_one_while_questions_are_answered() {
    let world = World::of_fixtures().await;
    let service = Service::over(world).await;
    let before = service.ask(question(profile(1))).await.expect("an answer");
    let at_first = indexes(service.world.directory.path());
    let stop = AtomicBool::new(false);
    let asking = async {
        let mut asked = 0;
        while !stop.load(Ordering::Relaxed) {
            let answer = service.ask(question(profile(1))).await.expect("an answer all the time");
            assert_eq!(answer.matches.len(), before.matches.len());
            asked += 1;
        }
        asked
    };
    let rebuilding = async {
        for _ in 0..3 {
            service.world.engine.reindex().await.expect("a new index");
        }
        stop.store(true, Ordering::Relaxed);
    };
    let (asked, ()) = tokio::join!(asking, rebuilding);
    assert!(asked > 0);
    let after = service.ask(question(profile(1))).await.expect("an answer");
    let told = |answer: &loopbaanbrug_proto::v1::MatchResponse| crate::support::service::keys(answer);
    assert_eq!(told(&before), told(&after), "the same catalogue gives the same answers");
    let now = indexes(service.world.directory.path());
    assert!(now.len() == 1 && now != at_first, "the new one is there and the old one is gone: {now:?}");
    let directory = service.world.directory.path().to_owned();
    let Service { world, running, channel, .. } = service;
    drop(channel);
    running.shutdown().await.expect("stopped");
    world.engine.close().await;
    let World { engine, directory: _kept } = world;
    drop(engine);
    let again = open(&directory).await;
    assert_eq!(
        again.context().catalogue_revision,
        after.context.expect("a state").catalogue_revision,
        "it is found again"
    );
}

/// Flips a bit in the middle of the largest file, or deletes it.
fn damage(directory: &Path, delete: bool) {
    let files = indexes(directory).into_iter().flat_map(|index| fs::read_dir(index).expect("files"));
    let files = files.map(|entry| entry.expect("an entry").path());
    let largest = files.max_by_key(|path| fs::metadata(path).map_or(0, |it| it.len())).expect("a file");
    if delete {
        fs::remove_file(largest).expect("deleted");
        return;
    }
    let mut bytes = fs::read(&largest).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0b100;
    // Written in place: a process that has mapped the file sees the damage.
    let mut file = fs::OpenOptions::new().write(true).open(&largest).expect("writable");
    std::io::Write::write_all(&mut file, &bytes).expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_under_a_running_service_is_noticed_and_built_again() {
    for delete in [false, true] {
        let world = world().await;
        damage(world.directory.path(), delete);
        let found = world.engine.verify().await.expect("a check");
        assert!(found.first.iter().any(|it| it.kind == DifferenceKind::IndexFile), "{found:?}");
        assert!(found.rebuilding);
        world.import("b", Mode::Full, line("x", "Chef").as_bytes()).await;
        world.engine.reindex().await.expect("a new index");
        let found = world.engine.verify().await.expect("a check");
        assert_eq!((found.differences, found.records), (0, 40), "{found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_importing_is_restored_whole() {
    let world = world().await;
    let place = tempfile::tempdir().expect("a directory");
    fs::create_dir_all(world.directory.path().join("learning")).expect("a directory");
    let kept = place.path().join("backup");
    let importing = async {
        for round in 0..10 {
            let lines: String =
                (0..40).map(|number| line(&format!("v-{number:02}"), &format!("Ronde {round}"))).collect();
            world.import("a", Mode::Full, lines.as_bytes()).await;
        }
    };
    let (manifest, ()) = tokio::join!(world.engine.backup(kept.clone()), importing);
    let manifest = manifest.expect("a backup");
    assert!((2..=12).contains(&manifest.revision), "{manifest:?}");
    let refused = world.engine.backup(kept.clone()).await.expect_err("it is there");
    assert!(matches!(refused, EngineError::BackupRefused(_)), "{refused}");
    let inside = world.directory.path();
    let (name, link) = (inside.file_name().expect("a name"), place.path().join("link"));
    std::os::unix::fs::symlink(inside, &link).expect("a link");
    for target in
        [inside.join("b"), inside.join("..").join(name).join("b"), link.join("b/c"), inside.join("no/../../b")]
    {
        let refused = world.engine.backup(target.clone()).await.expect_err("inside the data");
        assert!(matches!(refused, EngineError::BackupRefused(_)), "{}: {refused}", target.display());
    }

    let data = place.path().join("data");
    assert_eq!(backup::restore(&kept, &data, &CancellationToken::new()).expect("restored"), manifest);
    let engine = open(&data).await;
    engine.snapshot(manifest.revision, soon()).await.expect("followed");
    let found = engine.verify().await.expect("a check");
    assert_eq!((found.differences, found.context.catalogue_revision), (0, manifest.revision), "{found:?}");
    engine.close().await;
    assert!(backup::restore(&kept, &data, &CancellationToken::new()).is_err(), "nothing is overwritten");
    assert!(
        backup::restore(&kept, world.directory.path(), &CancellationToken::new()).is_err(),
        "least of all a running service"
    );
}

/// Files that may not grow are what a full disk looks like.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_a_backup_is_not_the_disk_of_the_catalogue() {
    let place = tempfile::tempdir().expect("a directory");
    let (data, kept) = (place.path().join("data"), place.path().join("backup"));
    // Ignored, the signal becomes an error of the write.
    let process = Process::start_with(&data, "", "trap '' XFSZ;").await;
    let grow = |bytes: &str| {
        let limit = [&format!("--fsize={bytes}:"), "--pid", &process.id().to_string()].map(ToOwned::to_owned);
        assert!(std::process::Command::new("prlimit").args(limit).status().expect("prlimit of util-linux").success());
    };
    let refused = async || {
        let directory = kept.display().to_string();
        let refused = process.admin().await.backup(BackupRequest { directory }).await.expect_err("no room");
        assert_eq!(crate::support::service::reason(&refused).0, "BACKUP_REFUSED", "{refused:?}");
        assert!(!kept.exists(), "nothing is left behind");
        refused.message().to_owned()
    };
    fs::write(data.join("notes"), vec![b'x'; 2 << 20]).expect("written");
    grow("1000000");
    let told = refused().await;
    assert!(told.contains(&format!("write {}", kept.join("notes").display())), "{told}");
    grow("unlimited");
    let lines: String = (0..4_000).map(|number| line(&format!("v-{number}"), &"Bode ".repeat(40))).collect();
    process.import(header("a", ImportMode::Full), lines.as_bytes()).await.expect("imported");
    grow("1000000");
    let told = refused().await;
    assert!(told.contains(&format!("write {}", kept.join("catalogue.sqlite").display())), "{told}");
    grow("unlimited");
    let directory = kept.display().to_string();
    process.admin().await.backup(BackupRequest { directory }).await.expect("there is room");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_operators_door_takes_orders() {
    use std::os::unix::fs::PermissionsExt;

    let service = Service::empty().await;
    service.import(header("a", ImportMode::Full), line("v-1", "Bode").as_bytes()).await.expect("imported");
    let mut stranger = AdminServiceClient::new(service.channel.clone());
    let refused = stranger.verify(VerifyRequest {}).await.expect_err("not on the port");
    assert_eq!(refused.code(), Code::Unimplemented);
    let directory = service.world.directory.path().join("elsewhere").display().to_string();
    let refused = stranger.backup(BackupRequest { directory: directory.clone() }).await.expect_err("not on the port");
    assert_eq!(refused.code(), Code::Unimplemented);
    assert!(!Path::new(&directory).exists());

    let socket = admin_socket(service.world.directory.path());
    let mode = fs::metadata(socket.parent().expect("a directory")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o700, "nobody else may look into it");
    let url = format!("unix:{}", socket.display());
    let channel = Endpoint::from_shared(url).expect("an address").connect().await.expect("the door");
    let mut operator = AdminServiceClient::new(channel);
    let found = operator.verify(VerifyRequest {}).await.expect("a check").into_inner();
    assert_eq!((found.differences, found.records), (0, 1));
    assert_eq!(found.context.expect("a state").catalogue_revision, found.revision);
    let made = operator.reindex(ReindexRequest {}).await.expect("another index").into_inner();
    assert_eq!(made.context.expect("a state").index_generation, made.index_generation);
    let missing = operator.backup(BackupRequest::default()).await.expect_err("where to?");
    assert_eq!(crate::support::service::wrong_fields(&missing), ["directory"]);
}

/// A socket that a killed process left behind does not stop the next one; a path that is too long for one is no reason not to
/// serve.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_starts_whatever_became_of_its_door() {
    let place = tempfile::tempdir().expect("a directory");
    for name in ["data".to_owned(), "d".repeat(120)] {
        let data = place.path().join(name);
        fs::create_dir_all(admin_socket(&data).parent().expect("a directory")).expect("made");
        fs::write(admin_socket(&data), "left behind").expect("written");
        let clock = Clock::Fixed(TODAY);
        let config = EngineConfig { data_dir: data, catalogue: None, clock, scoring_threads: Some(1) };
        let engine = Engine::open(config).await.expect("an engine");
        let listen = ServerConfig::new("127.0.0.1:0".parse().expect("an address"));
        let running = start(listen, engine.clone()).await.expect("it serves");
        tokio::time::timeout(Duration::from_secs(20), running.shutdown()).await.expect("in time").expect("stopped");
        engine.close().await;
    }
}
