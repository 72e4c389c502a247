//! Ideas that recur: action items of different post-mortems that ask for the same in similar words.
//!
//! Wordings that are the same but for filler are one *form*. Forms that share two rare words are compared; pairs that
//! are alike enough are joined, the most alike first, as long as the groups as wholes stay alike, so that a chain of
//! small steps does not join what has nothing in common.

mod alike;
mod groups;
mod words;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::lists::output;
use super::{TrackedAction, TrackedActionId};
use crate::core::model::ActionState;
use crate::know::link::{DocumentId, Site};
use alike::Forms;
use words::{TitleReader, Wording};

/// Something that more than one post-mortem asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// The wording that is used most often; of equals the shortest.
    pub title: String,
    /// Path of its page, where it has one: after its title.
    pub output: String,
    /// The newest incident's first.
    pub items: Vec<TrackedActionId>,
    /// Different post-mortems.
    pub post_mortems: usize,
    pub open: usize,
    pub done: usize,
    pub dropped: usize,
    /// Years of the first and the last incident.
    pub years: Option<(i16, i16)>,
}

/// So many titles that the same post-mortems share, word for word, come from a template.
const TEMPLATE: usize = 3;

/// All ideas, those of most post-mortems first.
pub fn find(site: &Site, all: &[TrackedAction]) -> Vec<Idea> {
    let titles = titles(site, all);
    let names = compound_names(site);
    let readers: BTreeMap<&str, TitleReader<'_>> =
        titles.keys().map(|(language, _)| (*language, TitleReader::new(language, &names))).collect();
    let titles: Vec<((&str, &str), Vec<TrackedActionId>)> = titles.into_iter().collect();
    let wordings: Vec<Wording> =
        titles.par_iter().map(|((language, title), _)| readers[language].wording(title)).collect();
    let mut forms: BTreeMap<Wording, Vec<TrackedActionId>> = BTreeMap::new();
    for (wording, (_, items)) in wordings.into_iter().zip(titles) {
        // One word alone ("Improve monitoring") is no idea.
        if wording.stems.len() > 1 {
            forms.entry(wording).or_default().extend(items);
        }
    }
    let forms = Forms::new(forms);
    let mut ideas: Vec<Idea> =
        groups::join(&forms).iter().filter_map(|group| idea(site, all, &forms, group)).collect();
    ideas.sort_by(|a, b| {
        let rank = |idea: &Idea| (Reverse(idea.post_mortems), Reverse(idea.open));
        rank(a).cmp(&rank(b)).then_with(|| a.title.cmp(&b.title)).then_with(|| a.items.cmp(&b.items))
    });
    let mut taken = BTreeSet::new();
    for idea in &mut ideas {
        idea.output = output("idea/", &idea.title, &mut taken);
    }
    ideas
}

/// Action items by language and title, without those that come from a template.
fn titles<'s>(site: &'s Site, all: &[TrackedAction]) -> BTreeMap<(&'s str, &'s str), Vec<TrackedActionId>> {
    let mut titles: FxHashMap<(&str, &str), Vec<TrackedActionId>> = FxHashMap::default();
    for (id, one) in all.iter().enumerate() {
        let language = site.documents[one.document].body.language.as_deref();
        let title = site.post_mortem(one.document).action_items[one.index].title.as_str();
        titles.entry((language.unwrap_or(&site.config.book.language), title)).or_default().push(id);
    }
    let documents = |items: &[TrackedActionId]| {
        let mut documents: Vec<DocumentId> = items.iter().map(|id| all[*id].document).collect();
        documents.sort_unstable();
        documents.dedup();
        documents
    };
    let mut shared: FxHashMap<Vec<DocumentId>, usize> = FxHashMap::default();
    for documents in titles.values().map(|items| documents(items)).filter(|documents| documents.len() > 1) {
        *shared.entry(documents).or_default() += 1;
    }
    shared.retain(|_, titles| *titles >= TEMPLATE);
    if !shared.is_empty() {
        titles.retain(|_, items| !shared.contains_key(&documents(items)));
    }
    titles.into_iter().collect()
}

/// Names of services that are written with hyphens or dots, in lower case.
fn compound_names(site: &Site) -> BTreeSet<String> {
    let names = site.services.entries.iter().map(|service| service.name.to_lowercase());
    names.filter(|name| name.contains(['-', '_', '.']) && !name.contains(char::is_whitespace)).collect()
}

/// The idea of a group of forms, if more than one post-mortem has it.
fn idea(site: &Site, all: &[TrackedAction], forms: &Forms, group: &[usize]) -> Option<Idea> {
    let mut items: Vec<TrackedActionId> =
        group.iter().flat_map(|form| &forms.items[*form]).copied().collect();
    items.sort_unstable();
    let documents: BTreeSet<DocumentId> = items.iter().map(|id| all[*id].document).collect();
    if documents.len() < 2 {
        return None;
    }
    let usual =
        group.iter().max_by_key(|form| (forms.items[**form].len(), Reverse(forms.stems[**form].len())))?;
    let title = |id: &TrackedActionId| {
        let one = &all[*id];
        site.post_mortem(one.document).action_items[one.index].title.as_str()
    };
    let title = forms.items[*usual].iter().map(title).min_by_key(|title| (title.len(), *title))?;
    let count =
        |wanted: &dyn Fn(ActionState) -> bool| items.iter().filter(|id| wanted(all[**id].state)).count();
    let years = documents.iter().filter_map(|id| site.post_mortem(*id).date).map(|date| date.year());
    Some(Idea {
        title: title.to_owned(),
        output: String::new(),
        post_mortems: documents.len(),
        open: count(&ActionState::is_pending),
        done: count(&|state| state == ActionState::Done),
        dropped: count(&|state| state == ActionState::Dropped),
        years: years.clone().min().zip(years.max()),
        items,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use crate::know::insight::Insight;
    use crate::know::insight::sample;

    /// Lines of `judged.txt`: the idea and the wording.
    fn judged() -> Vec<(&'static str, &'static str)> {
        let lines = include_str!("judged.txt").lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once('|'))
            .map(|(idea, title)| (idea.trim(), title.trim()))
            .collect()
    }

    #[test]
    fn judged_wordings_are_joined_where_a_reader_would() {
        let judged = judged();
        let texts: Vec<(String, String)> = judged
            .iter()
            .enumerate()
            .map(|(n, (_, title))| {
                (format!("{n:02}.md"), format!("---\naction_items: [{{title: \"{title}\"}}]\n---\n"))
            })
            .collect();
        let texts: Vec<(&str, &str)> =
            texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let site = sample::site(&texts);
        let actions = Insight::new(&site, date(2024, 1, 1)).actions;
        let of =
            |id: usize| judged.iter().find(|(_, title)| *title == actions.item(&site, id).title).unwrap().0;

        let (mut right, mut wrong) = (0, Vec::new());
        for idea in &actions.ideas {
            for (at, first) in idea.items.iter().enumerate() {
                for second in &idea.items[at + 1..] {
                    if of(*first) == of(*second) { right += 1 } else { wrong.push((of(*first), of(*second))) }
                }
            }
        }
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for (idea, _) in &judged {
            *sizes.entry(idea).or_default() += 1;
        }
        let pairs: usize = sizes.values().map(|size| size * (size - 1) / 2).sum();
        assert!(wrong.is_empty(), "joined, although they ask for different things: {wrong:?}");
        // Precision before recall: what is missed does less harm than nonsense.
        assert!(right * 100 >= pairs * 85, "{right} of {pairs} pairs that ask for the same were found");
    }

    #[test]
    fn an_idea_counts_post_mortems_and_says_where_they_stand() {
        let post_mortem =
            |date: &str, items: &str| format!("---\ndate: {date}\n---\n\n## Action items\n\n{items}");
        let texts = [
            post_mortem("2019-01-02", "- [x] Add an alert for queue depth\n- [ ] Alert on queue depth\n"),
            post_mortem("2023-01-02", "- [ ] Add alerts for the queue's depth (owner: Ana)\n"),
            post_mortem("2024-01-02", "- ~~Alert on the depth of the queue~~\n- [ ] Say something else\n"),
        ];
        let site = sample::site(&[("a.md", &texts[0]), ("b.md", &texts[1]), ("c.md", &texts[2])]);
        let ideas = Insight::new(&site, date(2024, 6, 1)).actions.ideas;
        assert_eq!(ideas.len(), 1, "{ideas:#?}");
        let idea = &ideas[0];
        assert_eq!((idea.post_mortems, idea.items.len(), idea.years), (3, 4, Some((2019, 2024))));
        assert_eq!((idea.open, idea.done, idea.dropped), (2, 1, 1));
        assert_eq!(idea.title, "Alert on queue depth");
    }

    #[test]
    fn lines_of_a_template_are_no_idea() {
        let text = "## Action items\n\n- [ ] Sections above are filled out\n- [ ] The title is cleaned up\n- [ ] All items have linked tickets\n- [ ] Watch the queue depth\n";
        let other = text.replace("Watch the queue depth", "Alert on the queue depth");
        let site = sample::site(&[("a.md", text), ("b.md", &other)]);
        let ideas = Insight::new(&site, date(2024, 6, 1)).actions.ideas;
        let titles: Vec<_> = ideas.iter().map(|idea| idea.title.as_str()).collect();
        assert_eq!(titles, ["Watch the queue depth"]);
    }
}
