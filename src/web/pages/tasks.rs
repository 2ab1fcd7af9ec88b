//! Where do you come from: the core tasks of a department, each with three choices and its outlook.

use super::{
    Shown, Step, Visit, page,
    wishes::{Choice, answers_or_none},
};
use crate::{
    domain::{Department, Outlook, OutlookDirection, TaskKey, TaskWish, codes::Code},
    taxonomy::OFFICIAL,
    texts::advice,
    web::{chrome::Chrome, words::Words},
    wire::{codes::WireCode, tasks},
};
use askama::Template;
use loopbaanbrug_proto::v1;

#[derive(Template)]
#[template(path = "web/tasks.html")]
struct TasksPage {
    chrome: Chrome,
    w: &'static Words,
    note: Option<String>,
    tasks: Vec<TaskCard>,
}

struct TaskCard {
    key: String,
    label: String,
    choices: Vec<Choice>,
    outlook: Option<OutlookTold>,
}

struct OutlookTold {
    sign: &'static str,
    told: &'static str,
    source: String,
}

/// Takes the choices; tasks of other departments stay as they are.
pub(super) fn take(visit: &mut Visit<'_>) {
    let snapshot = visit.site.engine.current();
    let chosen = department(visit).and_then(|department| snapshot.tasks().department(department));
    for task in chosen.iter().flat_map(|list| &list.tasks) {
        let Some(choice) = visit.fields.find(&format!("task:{}", task.key)) else { continue };
        let tasks = &mut visit.talk.profile.tasks;
        let wish = TaskWish::from_code(choice).ok();
        match (tasks.iter().position(|it| it.task == task.key.as_str()), wish) {
            (Some(place), Some(wish)) => tasks[place].wish = wish.wire(),
            (Some(place), None) => {
                tasks.remove(place);
            }
            (None, Some(wish)) => tasks.push(v1::TaskChoice { task: task.key.to_string(), wish: wish.wire() }),
            (None, None) => {}
        }
    }
}

/// The page.
pub(super) fn show(visit: &Visit<'_>) -> Shown {
    let snapshot = visit.site.engine.current();
    let list = department(visit).and_then(|department| snapshot.tasks().department(department));
    let language = visit.language;
    page(&TasksPage {
        chrome: visit.chrome(Step::Tasks, visit.words.ask.tasks_title),
        w: visit.words,
        note: list.filter(|list| &*list.status != OFFICIAL).map(|list| tasks::note(list, language).to_owned()),
        tasks: list
            .iter()
            .flat_map(|list| &list.tasks)
            .map(|task| TaskCard {
                choices: answers_or_none(visit.words.ask.task_choices, wish(visit, &task.key)),
                key: task.key.to_string(),
                label: tasks::label(task, language).to_owned(),
                outlook: task.outlook.as_ref().map(|outlook| told(visit, outlook)),
            })
            .collect(),
    })
}

fn department(visit: &Visit<'_>) -> Option<Department> {
    Department::from_wire(visit.talk.profile.origin).ok().flatten()
}

/// What the person said about a task.
fn wish(visit: &Visit<'_>, key: &TaskKey) -> Option<TaskWish> {
    let chosen = visit.talk.profile.tasks.iter().find(|it| it.task == key.as_str());
    chosen.and_then(|it| TaskWish::from_wire(it.wish).ok().flatten())
}

fn told(visit: &Visit<'_>, outlook: &Outlook) -> OutlookTold {
    let (sign, told) = match outlook.direction {
        OutlookDirection::Less => ("↓", visit.words.ask.outlook[0]),
        OutlookDirection::Same => ("→", visit.words.ask.outlook[1]),
        OutlookDirection::More => ("↑", visit.words.ask.outlook[2]),
    };
    let source = tasks::source(outlook, visit.language);
    let day = advice(visit.language).day(outlook.date);
    OutlookTold { sign, told, source: (visit.words.ask.outlook_source)(source, &day) }
}
