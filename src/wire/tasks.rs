//! Core tasks of departments, written in a language.

use super::{codes::WireCode, concept::summary};
use crate::{
    domain::{Outlook, Task},
    taxonomy::{DepartmentTasks, Taxonomy},
    texts::Language,
};
use loopbaanbrug_proto::v1;

/// The list of a department. Skills that the taxonomy in use does not have are left out.
pub(crate) fn department_tasks(taxonomy: &Taxonomy, list: &DepartmentTasks, language: Language) -> v1::DepartmentTasks {
    v1::DepartmentTasks {
        department: list.department.wire(),
        status: list.status.to_string(),
        note: note(list, language).to_owned(),
        tasks: list.tasks.iter().map(|it| task(taxonomy, it, language)).collect(),
    }
}

fn task(taxonomy: &Taxonomy, task: &Task, language: Language) -> v1::Task {
    let skills = task.skills.iter().filter_map(|key| taxonomy.concept(key.as_str()));
    v1::Task {
        key: task.key.to_string(),
        label: label(task, language).to_owned(),
        skills: skills.map(|skill| summary(taxonomy, skill, language.labels())).collect(),
        outlook: task.outlook.as_ref().map(|it| outlook(it, language)),
    }
}

fn outlook(outlook: &Outlook, language: Language) -> v1::Outlook {
    let source = source(outlook, language).to_owned();
    v1::Outlook { direction: outlook.direction.wire(), source, date: outlook.date.to_string() }
}

/// What is said of a list as a whole.
pub(crate) fn note(list: &DepartmentTasks, language: Language) -> &str {
    match language {
        Language::Dutch => &list.note_nl,
        Language::English => &list.note_en,
    }
}

/// What a task is called.
pub(crate) fn label(task: &Task, language: Language) -> &str {
    match language {
        Language::Dutch => &task.label_nl,
        Language::English => &task.label_en,
    }
}

/// Who says that there will be more or less of a task.
pub(crate) fn source(outlook: &Outlook, language: Language) -> &str {
    match language {
        Language::Dutch => &outlook.source_nl,
        Language::English => &outlook.source_en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::Department, taxonomy::TaskList};

    #[test]
    fn a_list_is_in_the_language_that_is_asked_and_no_outlook_lacks_source_or_day() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let lists = TaskList::embedded().expect("the lists");
        let list = lists.department(Department::Burgerzaken).expect("a list");
        for language in Language::ALL {
            let shown = department_tasks(&taxonomy, list, language);
            assert_eq!(shown.tasks.len(), list.tasks.len());
            assert!(shown.tasks.iter().all(|it| !it.label.is_empty() && !it.skills.is_empty()));
            let outlooks: Vec<_> = shown.tasks.iter().filter_map(|it| it.outlook.as_ref()).collect();
            assert!(!outlooks.is_empty());
            assert!(outlooks.iter().all(|it| it.direction != 0 && !it.source.is_empty() && it.date.len() == 10));
        }
        let label = |language| department_tasks(&taxonomy, list, language).tasks[0].label.clone();
        assert_ne!(label(Language::Dutch), label(Language::English));
    }
}
