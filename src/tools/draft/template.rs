//! Templates of post-mortems: Markdown with placeholders, as deep as the severity asks for.

use serde::Serialize;
use tera::{Context, Tera};

use super::Facts;
use crate::core::diagnostic::Diagnostic;
use crate::read::parse::NewValue;

/// The built-in templates by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("full", include_str!("templates/full.md")),
    ("near-miss", include_str!("templates/near-miss.md")),
    ("security", include_str!("templates/security.md")),
    ("short", include_str!("templates/short.md")),
];

/// The built-in template for a severity, 0 being the worst: the two worst deserve the full one, and so does what is not
/// rated yet.
pub fn by_severity(position: Option<usize>) -> &'static str {
    match position {
        None | Some(0 | 1) => "full",
        Some(_) => "short",
    }
}

/// A template and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// For messages: a path, or the name of a built-in one.
    pub path: String,
    pub text: String,
}

/// What stands for the placeholders.
#[derive(Debug, Serialize)]
struct Values {
    title: String,
    date: String,
    year: String,
    severity: String,
    status: String,
    services: String,
    causes: String,
}

impl Values {
    /// As YAML: texts in quotes where they need them, lists in brackets.
    fn of_front_matter(facts: &Facts) -> Self {
        let text = |text: &Option<String>| {
            text.as_ref().map(|text| NewValue::Text(text.clone()).yaml()).unwrap_or_default()
        };
        let list = |names: &[String]| NewValue::List(names.to_vec()).yaml();
        Self {
            title: NewValue::Text(facts.title.clone()).yaml(),
            severity: text(&facts.severity),
            status: text(&facts.status),
            services: list(&facts.services),
            causes: list(&facts.causes),
            ..Self::of_text(facts)
        }
    }

    /// As prose.
    fn of_text(facts: &Facts) -> Self {
        Self {
            title: facts.title.clone(),
            date: facts.date.to_string(),
            year: facts.date.year().to_string(),
            severity: facts.severity.clone().unwrap_or_default(),
            status: facts.status.clone().unwrap_or_default(),
            services: facts.services.join(", "),
            causes: facts.causes.join(", "),
        }
    }
}

impl Template {
    /// The post-mortem with all placeholders filled. One without front matter gets a front matter with all facts.
    ///
    /// # Errors
    /// What is wrong with the template.
    pub fn fill(&self, facts: &Facts) -> Result<String, Diagnostic> {
        let text = self.text.replace("\r\n", "\n");
        let (front, body) = match split(&text) {
            Some(parts) => parts,
            None => (MINIMAL, text.as_str()),
        };
        let front = self.rendered(front, &Values::of_front_matter(facts), 0)?;
        // `severity: ` without a value would end in a space.
        let front: String = front.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        let skipped = text.len() - body.len();
        let body = self.rendered(body, &Values::of_text(facts), skipped)?;
        let gap = if body.starts_with('\n') { "" } else { "\n" };
        Ok(format!("{front}{gap}{}\n", body.trim_end()))
    }

    /// `skipped`: how many bytes of the template stand before this part.
    fn rendered(&self, part: &str, values: &Values, skipped: usize) -> Result<String, Diagnostic> {
        let render = || {
            let mut tera = Tera::default();
            tera.autoescape_on(Vec::<&str>::new());
            tera.add_raw_template(NAME, part)?;
            tera.render(NAME, &Context::from_serialize(values)?)
        };
        render().map_err(|error| self.fault(part, skipped, &error.to_string()))
    }

    fn fault(&self, part: &str, skipped: usize, report: &str) -> Diagnostic {
        let message =
            report.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("not a valid template");
        let message = message.trim_start_matches("error: ");
        let found = Diagnostic::error("invalid-template", &self.path, message).hint(
            "Known placeholders: title, date, year, severity, status, services, causes; `{{ title }}`.",
        );
        let place = report.lines().find_map(|line| line.trim().strip_prefix("--> ")).and_then(|place| {
            let mut numbers = place.rsplitn(3, ':').map(str::parse::<usize>);
            let (column, line) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
            let before: usize = part.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
            let column =
                part.get(before..)?.char_indices().nth(column.checked_sub(1)?).map_or(0, |(at, _)| at);
            Some(skipped + before + column)
        });
        let text = self.text.replace("\r\n", "\n");
        match place {
            Some(at) if at < text.len() && self.text.contains("---") => found.at(&text, at..at + 1),
            _ => found,
        }
    }
}

/// Name of a template while it is filled.
const NAME: &str = "template.md";

/// Front matter for templates that have none.
const MINIMAL: &str = "---\ntitle: {{ title }}\ndate: {{ date }}\nstatus: {{ status }}\nseverity: {{ severity }}\nservices: {{ services }}\ncauses: {{ causes }}\n---\n";

/// The front matter with its fences, and what follows.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n")?;
    let end = rest.find("\n---\n").map(|at| 4 + at + 5)?;
    Some(text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(title: &str) -> Facts {
        Facts {
            title: title.into(),
            date: jiff::civil::date(2026, 5, 30),
            severity: None,
            status: Some("draft".into()),
            services: vec!["A: b".into(), "C".into()],
            causes: Vec::new(),
        }
    }

    fn filled(text: &str, title: &str) -> Result<String, Diagnostic> {
        Template { path: "templates/x.md".into(), text: text.into() }.fill(&facts(title))
    }

    #[test]
    fn values_are_quoted_in_front_matter_alone() {
        let text = "---\r\ntitle: {{ title }}\r\nseverity: {{ severity }}\r\nservices: {{ services }}\r\n---\r\n# {{ title }}: {{ services }}\r\n";
        let expected = "---\ntitle: \"a \\\"b\\\": <c>\"\nseverity:\nservices: [\"A: b\", C]\n---\n\n# a \"b\": <c>: A: b, C\n";
        assert_eq!(filled(text, "a \"b\": <c>").unwrap(), expected);
    }

    #[test]
    fn a_template_without_front_matter_gets_one() {
        let text = filled("## Summary\n", "T").unwrap();
        assert!(text.starts_with("---\ntitle: T\ndate: 2026-05-30\nstatus: draft\n"), "{text}");
        assert!(text.ends_with("causes: []\n---\n\n## Summary\n"), "{text}");
    }

    #[test]
    fn a_title_is_no_template() {
        assert!(filled("# {{ title }}\n", "{{ x }} {% y %}").unwrap().contains("# {{ x }} {% y %}"));
    }

    #[test]
    fn faults_have_a_place() {
        let fault = filled("---\ntitle: {{ title }}\n---\n\n{{ owner }}\n", "T").unwrap_err();
        assert_eq!(fault.rule, "invalid-template");
        assert_eq!(fault.place.as_ref().map(|place| place.line), Some(5), "{fault:?}");
        assert!(filled("{% if %}", "T").is_err());
    }

    #[test]
    fn depth_follows_severity() {
        assert_eq!(
            [None, Some(0), Some(1), Some(2), Some(9)].map(by_severity),
            ["full", "full", "full", "short", "short"]
        );
    }
}
