//! Where people live: a table that an operator loaded, and what it does not hold.

use crate::support::{
    World, open,
    service::{Service, header, question},
};
use loopbaanbrug::{places::Places, reference::ReferenceDirectory};
use loopbaanbrug_proto::v1::{
    Condition, ImportMode, MatchView, Preference, Profile, TravelCondition, condition::Check,
};

const FEED: &str = r#"{"type":"vacancy","id":"werk","title":"Bode","description":"Post.","employer":"Voorbeeld","place":{"pc4":"3511"}}"#;

/// Columns as open tables of postcodes have them.
const TABLE: &str = "postcode,latitude,longitude,soort\n3511,52.0917,5.1115,Adres\n3521,52.0870,5.1060,Adres\n";

/// What is well-formed but in no table is no mistake of the caller: the region serves, and the answer says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_postcode_that_the_table_does_not_hold_is_taken_roughly_and_said_so() {
    let directory = tempfile::tempdir().expect("a directory");
    let (places, _) = Places::from_csv(TABLE.as_bytes()).expect("a table");
    ReferenceDirectory::of(directory.path()).keep_places(&places).expect("kept");
    let engine = open(directory.path()).await;
    let service = Service::over(World { engine, directory }).await;
    let imported = service.import(header("w", ImportMode::Full), FEED.as_bytes()).await.expect("imported");
    for (home, is_rough) in [("3521", false), ("3599", true)] {
        let travel = Condition { check: Some(Check::Travel(TravelCondition { max_km: 50 })) };
        let preferences = vec![Preference { condition: Some(travel), importance: 0 }];
        let mut request = question(Profile { home_pc4: home.into(), preferences, ..Profile::default() });
        request.at_least_revision = imported.revision;
        request.view = MatchView::Full.into();
        let answer = service.ask(request).await.expect("an answer, whatever the postcode");
        let [found] = answer.matches.as_slice() else { panic!("one vacancy: {answer:?}") };
        assert_eq!(found.distance_approximate, is_rough, "{home}");
        let told = format!("{found:?}");
        assert_eq!(told.contains("ruw geschat") || told.contains("in jouw regio"), is_rough, "{home}: {told}");
    }
}
