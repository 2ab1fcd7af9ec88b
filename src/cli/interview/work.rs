//! Where do you come from: the department and its core tasks.

use loopbaanbrug_proto::v1::{DepartmentTasks, ListTasksRequest, OutlookDirection, Task, TaskChoice};

use super::Interview;
use crate::{
    cli::{
        asker::{from_one, from_zero, none},
        connection::{refused, request},
        error::CliError,
    },
    domain::{Department, codes::Code},
    taxonomy::OFFICIAL,
    texts::{advice, capitalised, phrases},
    wire::codes::WireCode,
};

impl Interview<'_> {
    pub(super) async fn work(&mut self) -> Result<(), CliError> {
        let labels = phrases(self.language.shared());
        let departments = Department::ALL.iter().map(|it| (Some(*it), capitalised(labels.department(*it))));
        let mut choices = from_one(departments);
        choices.push(none(self.ask.education_none));
        let chosen = self.asker.choose(self.ask.start_department, &choices, &None)?;
        let Some(department) = chosen else { return Ok(()) };
        self.profile.origin = department.wire();
        match self.tasks_of(department).await? {
            Some(list) => self.tasks(&list),
            None => self.asker.tell(self.words.asker.tasks_none),
        }
    }

    async fn tasks_of(&self, department: Department) -> Result<Option<DepartmentTasks>, CliError> {
        let message = ListTasksRequest { department: department.wire(), language: self.language.wire().into() };
        let listed = self.connection.taxonomy().list_tasks(request(message)).await;
        Ok(listed.map_err(refused("list tasks"))?.into_inner().departments.into_iter().next())
    }

    fn tasks(&mut self, list: &DepartmentTasks) -> Result<(), CliError> {
        self.asker.heading(self.ask.tasks_title)?;
        self.asker.tell(self.ask.tasks_lead)?;
        if list.status != OFFICIAL {
            self.asker.hint(&format!("{}. {}", self.ask.tasks_working_list, list.note))?;
        }
        let choices = from_zero(self.ask.task_choices.iter().copied());
        let mut source = String::new();
        for (place, task) in (1..).zip(&list.tasks) {
            let outlook = self.outlook(task, &mut source);
            let question = format!("{} ({})", task.label, (self.words.asker.task_of)(place, list.tasks.len()));
            if let Some(wish) = self.asker.choose_after(&question, &outlook, &choices, &None)? {
                self.profile.tasks.push(TaskChoice { task: task.key.clone(), wish: wish.wire() });
            }
        }
        // What a task shows can be suggested as a skill.
        let chosen = |task: &&Task| self.profile.tasks.iter().any(|it| it.task == task.key);
        self.suggested = list.tasks.iter().filter(chosen).flat_map(|task| task.skills.clone()).collect();
        Ok(())
    }

    /// How much of a task there will be; the source only where it is another than before.
    fn outlook(&self, task: &Task, told: &mut String) -> String {
        let Some(outlook) = &task.outlook else { return String::new() };
        let sentence = match outlook.direction() {
            OutlookDirection::Unspecified => return String::new(),
            OutlookDirection::Less => self.ask.outlook[0],
            OutlookDirection::Same => self.ask.outlook[1],
            OutlookDirection::More => self.ask.outlook[2],
        };
        let day = outlook.date.parse().map(|day| advice(self.language.shared()).day(day));
        let source = (self.ask.outlook_source)(&outlook.source, &day.unwrap_or_else(|_| outlook.date.clone()));
        if source == *told {
            return format!("{sentence}.");
        }
        told.clone_from(&source);
        format!("{sentence}. {source}")
    }
}
