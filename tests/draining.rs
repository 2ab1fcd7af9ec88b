//! A service that is asked to stop: it takes nothing new, brings calls under way to their end as long as the drain lasts, and
//! then ends whoever hangs on. On the real binary.

use crate::support::{
    process::Process,
    service::{header, reason},
};
use loopbaanbrug_proto::v1::{
    ImportMode, ImportRequest, ImportResponse, ListRequest, import_request::Part,
    opportunity_service_client::OpportunityServiceClient,
};
use std::time::Duration;
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

const LINE: &[u8] =
    br#"{"type":"vacancy","id":"v","title":"Bode","description":"Je brengt de post rond.","employer":"Voorbeeld"}"#;

/// An import that has begun and waits for more.
struct Importing {
    sender: mpsc::Sender<ImportRequest>,
    answer: JoinHandle<Result<ImportResponse, Status>>,
}

async fn begin(process: &Process) -> Importing {
    let (sender, receiver) = mpsc::channel(1);
    let mut client = OpportunityServiceClient::new(process.channel.clone());
    let answer = tokio::spawn(async move { Ok(client.import(ReceiverStream::new(receiver)).await?.into_inner()) });
    let head = Part::Header(header("post", ImportMode::Full));
    // The second part fits only once the first was taken.
    for part in [head, Part::Chunk(LINE.to_vec()), Part::Chunk(b"\n".to_vec())] {
        sender.send(ImportRequest { part: Some(part) }).await.expect("taken");
    }
    Importing { sender, answer }
}

/// Waits until it takes no more calls.
async fn closed(process: &Process) {
    loop {
        match process.opportunities().list(ListRequest { page_size: 1, ..ListRequest::default() }).await {
            Ok(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            Err(_) => return,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_is_brought_to_its_end() {
    let directory = tempfile::tempdir().expect("a directory");
    let process = Process::start_draining(directory.path(), 60_000).await;
    let Importing { sender, answer } = begin(&process).await;
    process.signal("TERM");
    closed(&process).await;
    drop(sender);
    let acknowledged = answer.await.expect("it ends").expect("acknowledged");
    assert_eq!((acknowledged.accepted, acknowledged.revision), (1, 1));
    assert_eq!(process.ended().await, Some(0));
    let again = Process::start(directory.path()).await;
    assert_eq!(again.export(1).await.expect("a snapshot").len(), 1);
    again.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hangs_on_is_ended_when_the_drain_is_over() {
    let directory = tempfile::tempdir().expect("a directory");
    let process = Process::start_draining(directory.path(), 300).await;
    let Importing { sender, answer } = begin(&process).await;
    process.signal("TERM");
    assert_eq!(process.ended().await, Some(0));
    let refused = answer.await.expect("it ends").expect_err("nothing was acknowledged");
    assert_eq!(reason(&refused).0, "NOT_READY", "{refused:?}");
    drop(sender);
    let again = Process::start(directory.path()).await;
    assert!(again.export(0).await.expect("a snapshot").is_empty(), "nothing was applied");
    again.kill();
}
