//! The page as one HTML document for screen and A4 paper: no scripts, nothing from elsewhere, every text escaped.

use super::PersonalPlan;
use crate::texts::{PlanHeading, plan_phrases};
use askama::Template;

#[derive(Template)]
#[template(path = "plan.html")]
struct Page<'a> {
    plan: &'a PersonalPlan,
    lang: &'static str,
}

impl Page<'_> {
    /// A heading in the language of the plan.
    fn heading(&self, heading: PlanHeading) -> &'static str {
        plan_phrases(self.plan.language).plan_heading(heading)
    }
}

/// The plan as an HTML document.
#[must_use]
pub fn html(plan: &PersonalPlan) -> String {
    let page = Page { plan, lang: plan.language.code() };
    // Writing to a string cannot fail, and the template calls nothing that can.
    page.render().unwrap_or_default()
}
