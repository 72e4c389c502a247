//! What a file is, by its place and its name.

use crate::core::model::Kind;

/// What a file is, by its place and its name.
#[must_use]
pub fn classify(path: &str) -> Kind {
    let (folder, name) = path
        .split_once('/')
        .map_or(("", path), |(first, rest)| (first, rest.rsplit('/').next().unwrap_or(rest)));
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    let is_front = matches!(stem.as_str(), "readme" | "index" | "_index");
    let in_templates = path.split('/').any(|part| matches!(part, "templates" | "_templates" | "template"));
    match folder {
        "pages" => Kind::Page,
        _ if in_templates => Kind::Page,
        _ if is_front => Kind::Page,
        "services" => Kind::Service,
        "causes" => Kind::Cause,
        "teams" => Kind::Team,
        _ if is_about_the_folder(&stem) => Kind::Page,
        _ => Kind::PostMortem,
    }
}

/// Files that every repository has, and templates.
fn is_about_the_folder(stem: &str) -> bool {
    const USUAL: &[&str] = &[
        "contributing",
        "changelog",
        "license",
        "licence",
        "code_of_conduct",
        "security",
        "summary",
        "todo",
        "codeowners",
    ];
    const OF_TEMPLATES: &[&str] = &[
        "template",
        "templates",
        "incident",
        "report",
        "postmortem",
        "postmortems",
        "post",
        "mortem",
        "rca",
        "review",
        "example",
    ];
    let words: Vec<&str> =
        stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says_template = words.contains(&"template") || words.contains(&"templates");
    USUAL.contains(&stem)
        || words.last() == Some(&"template")
        || says_template
            && (words.iter().all(|word| OF_TEMPLATES.contains(word))
                || stem.starts_with("postmortem-template"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_place_and_name() {
        for (path, kind) in [
            ("2019/2019-07-02-regex.md", Kind::PostMortem),
            ("x.md", Kind::PostMortem),
            ("services/edge.md", Kind::Service),
            ("causes/dns.md", Kind::Cause),
            ("teams/edge.md", Kind::Team),
            ("pages/manual/start.md", Kind::Page),
            ("incidents/README.md", Kind::Page),
            ("incidents/index.qmd", Kind::Page),
            ("PMyyyy-nnn - Postmortem template.md", Kind::Page),
            ("template-incident-report.md", Kind::Page),
            ("templates/short.md", Kind::Page),
            ("templates.md", Kind::Page),
            ("2020/template-engine-crash.md", Kind::PostMortem),
            ("postmortem-template-srebook.md", Kind::Page),
            ("2020/2020-01-01-template-engine.md", Kind::PostMortem),
        ] {
            assert_eq!(classify(path), kind, "{path}");
        }
    }
}
