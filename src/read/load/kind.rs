//! What a file is, by its place and its name.

use crate::core::model::Kind;
use crate::read::parse::{dated_folder, states_a_day};

/// What a file is, by its place, its name and its text: the front of a folder is a post-mortem where the folder's name or
/// the file's front matter has a day. Some site generators want each text in a folder of its own.
pub fn kind_of(path: &str, text: &str) -> Kind {
    match classify(path) {
        Kind::Page if may_be_bundle(path) && (dated_folder(path) || states_a_day(text)) => Kind::PostMortem,
        kind => kind,
    }
}

/// Whether it is the front of a folder that is no collection by its name.
fn may_be_bundle(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    let first = path.split('/').next().unwrap_or_default();
    // `_index` is the list of what is in a folder.
    matches!(stem.as_str(), "index" | "readme")
        && path.contains('/')
        && !matches!(first, "pages" | "services" | "causes" | "teams")
        && !parts.any(is_for_templates)
}

fn is_for_templates(folder: &str) -> bool {
    matches!(folder, "templates" | "_templates" | "template")
}

/// What a file is, by its place and its name.
pub fn classify(path: &str) -> Kind {
    let (folder, name) = path
        .split_once('/')
        .map_or(("", path), |(first, rest)| (first, rest.rsplit('/').next().unwrap_or(rest)));
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    let is_front = matches!(stem.as_str(), "readme" | "index" | "_index");
    let in_templates = path.split('/').any(is_for_templates);
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
    fn the_front_of_a_folder_is_a_post_mortem_where_it_has_a_day() {
        let dated = "---\ntitle: A\ndate: 2024-03-05\n---\n";
        for (path, text, kind) in [
            ("2024-03-05-mill/index.md", "Text.", Kind::PostMortem),
            ("posts/2024/03-05-mill/README.md", "Text.", Kind::PostMortem),
            ("mill/README.md", dated, Kind::PostMortem),
            ("mill/index.en.md", "+++\nstart_time = 2024-03-05T10:00:00Z\n+++\n", Kind::PostMortem),
            ("mill/README.md", "# Mill\n\nOn 2024-03-05 it stopped.", Kind::Page),
            ("mill/README.md", "---\ndate: YYYY-MM-DD\n---\n", Kind::Page),
            ("2024/03/README.md", "All of March.", Kind::Page),
            ("2024-03-05-mill/images/README.md", "Pictures.", Kind::Page),
            ("2024-03-05-mill/_index.md", dated, Kind::Page),
            ("README.md", dated, Kind::Page),
            ("index.md", dated, Kind::Page),
            ("pages/2024-03-05-x/index.md", dated, Kind::Page),
            ("services/mill/README.md", dated, Kind::Page),
            ("templates/short/README.md", dated, Kind::Page),
        ] {
            assert_eq!(kind_of(path, text), kind, "{path}: {text}");
        }
    }

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
