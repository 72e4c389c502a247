//! Where a new post-mortem goes: as its neighbours lie and are called.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::Facts;
use crate::core::address::slug;
use crate::core::model::Kind;
use crate::know::link::Site;
use crate::know::link::file_slug;
use crate::read::load::classify;

/// How many of the newest post-mortems are looked at for the habit.
const LATEST: usize = 50;
/// What a title without letters is called.
const NAMELESS: &str = "incident";

/// The path below the content folder. `is_taken` says of a path whether there is something on disk.
///
/// The folder is that in which the newest post-mortems lie, with their year, month or day replaced; in an empty knowledge
/// base, that of the year. The name is the date and the title, or the title alone where that is the habit.
pub fn place(site: &Site, facts: &Facts, is_taken: impl Fn(&str) -> bool) -> String {
    let habit = Habit::of(site);
    let folder: Vec<String> = habit.folder.iter().map(|part| part.filled(facts.date)).collect();
    let title = slug(&facts.title);
    let title =
        Some(file_slug(&title).trim_end_matches('-')).filter(|slug| !slug.is_empty()).unwrap_or(NAMELESS);
    let stem = if habit.is_dated { format!("{}-{title}", facts.date) } else { title.to_owned() };
    let folder = folder.iter().map(|part| format!("{part}/")).collect::<String>();
    // "Broken email template" would be taken for a template.
    let ends = if classify(&format!("{folder}{stem}.md")) == Kind::PostMortem { "" } else { "-incident" };
    let outputs: HashSet<String> = site.outputs.iter().map(|output| output.to_lowercase()).collect();
    let is_free = |stem: &str| {
        let path = format!("{folder}{stem}.md");
        !outputs.contains(&format!("{folder}{stem}.html").to_lowercase()) && !is_taken(&path)
    };
    let numbered = |number: usize| match number {
        1 => format!("{stem}{ends}"),
        number => format!("{stem}{ends}-{number}"),
    };
    let stem = (1..).map(numbered).find(|stem| is_free(stem)).unwrap_or_default();
    format!("{folder}{stem}.md")
}

/// How the files of a knowledge base lie and are called.
struct Habit {
    folder: Vec<FolderName>,
    is_dated: bool,
}

/// A folder: by its name, or by a part of the date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum FolderName {
    Named(String),
    Year,
    YearAndMonth,
    Month,
    Day,
    Whole,
}

impl FolderName {
    /// What a folder's name stands for, given the date of a post-mortem in it.
    fn of(name: &str, date: Date) -> Self {
        let parts = [Self::Year, Self::YearAndMonth, Self::Month, Self::Day, Self::Whole];
        parts
            .into_iter()
            .find(|part| part.filled(date) == name)
            .unwrap_or_else(|| Self::Named(name.to_owned()))
    }

    fn filled(&self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self {
            Self::Named(name) => name.clone(),
            Self::Year => format!("{year:04}"),
            Self::YearAndMonth => format!("{year:04}-{month:02}"),
            Self::Month => format!("{month:02}"),
            Self::Day => format!("{day:02}"),
            Self::Whole => date.to_string(),
        }
    }
}

impl Habit {
    fn of(site: &Site) -> Self {
        let mut folders: BTreeMap<Vec<FolderName>, usize> = BTreeMap::new();
        let (mut dated, mut plain) = (0, 0);
        let mut newest = None;
        for id in site.by_date.iter().take(LATEST) {
            let Some(date) = site.post_mortem(*id).date else { continue };
            let document = &site.documents[*id];
            let mut parts: Vec<&str> = document.source.path.split('/').collect();
            let name = parts.pop().unwrap_or_default();
            let folder: Vec<FolderName> = parts.into_iter().map(|part| FolderName::of(part, date)).collect();
            newest.get_or_insert_with(|| folder.clone());
            *folders.entry(folder).or_default() += 1;
            let stem = name.split('.').next().unwrap_or(name);
            if name.starts_with(&date.to_string()) {
                dated += 1;
            } else if stem == slug(&document.title) {
                plain += 1;
            }
        }
        let most = folders.values().max().copied().unwrap_or(0);
        let is_usual = |folder: &Vec<FolderName>| folders.get(folder) == Some(&most);
        let folder =
            newest.filter(is_usual).or_else(|| folders.keys().find(|folder| is_usual(folder)).cloned());
        Self { folder: folder.unwrap_or_else(|| vec![FolderName::Year]), is_dated: plain <= dated }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::Config;
    use crate::core::model::SourceFile;
    use crate::know::link::link;
    use crate::read::parse::Parser;

    fn placed(paths: &[&str], title: &str) -> String {
        let config = Config::default();
        let parser = Parser::new(&config);
        let mut paths = paths.to_vec();
        paths.sort_unstable();
        let parse = |path: &&str| {
            let date = path.chars().filter(|c| c.is_ascii_digit()).take(6).collect::<String>();
            let (year, month) = (date.get(..4).unwrap_or("2024"), date.get(4..6).unwrap_or("03"));
            let text = format!("---\ntitle: Queue full\ndate: {year}-{month}-09\n---\n\nText.\n");
            parser.parse(SourceFile { path: (*path).to_owned(), text: text.into(), kind: classify(path) }).0
        };
        let documents = paths.iter().map(parse).collect();
        let (site, _) = link(config.clone(), documents, &[]);
        let facts = Facts {
            title: title.to_owned(),
            date: jiff::civil::date(2026, 5, 30),
            severity: None,
            status: None,
            services: Vec::new(),
            causes: Vec::new(),
        };
        place(&site, &facts, |path| paths.contains(&path))
    }

    #[test]
    fn a_file_goes_where_its_neighbours_are() {
        for (paths, expected) in [
            (&[][..], "2026/2026-05-30-slow-search.md"),
            (&["2024-03-09-x.md"], "2026-05-30-slow-search.md"),
            (&["2024/2024-03-09-x.md", "2023/2023-01-09-y.md", "old.md"], "2026/2026-05-30-slow-search.md"),
            (&["2024-03/2024-03-09-x.md"], "2026-05/2026-05-30-slow-search.md"),
            (&["incidents/2024/03/2024-03-09-x.md"], "incidents/2026/05/2026-05-30-slow-search.md"),
            (&["incidents/queue-full.md"], "incidents/slow-search.md"),
        ] {
            assert_eq!(placed(paths, "Slow search"), expected, "{paths:?}");
        }
    }

    #[test]
    fn names_are_of_any_script_and_never_taken() {
        assert_eq!(placed(&["2024-03-09-x.md"], "決済 API: 障害"), "2026-05-30-決済-api-障害.md");
        assert_eq!(placed(&["2024-03-09-x.md"], "💥"), "2026-05-30-incident.md");
        assert_eq!(placed(&["2024-03-09-x.md"], "Broken template"), "2026-05-30-broken-template-incident.md");
        assert_eq!(placed(&["2026-05-30-a.markdown", "2026-05-30-A-2.md"], "A"), "2026-05-30-a-3.md");
        assert!(placed(&[], &"long ".repeat(90)).len() < 150);
        assert!(placed(&[], "../../etc/passwd").starts_with("2026/2026-05-30-etc-passwd"));
    }
}
