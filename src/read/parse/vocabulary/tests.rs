use std::collections::HashMap;

use super::*;
use crate::read::markdown::blocks::Block;
use crate::read::parse::language::DocumentLanguage;
use SectionKind::{
    ActionItems, ContributingFactors, Detection, Impact, Lessons, Lucky, Resolution, RootCause, Summary,
    Supporting, Timeline, WentWell, WentWrong,
};

fn kinds(heading: &str) -> Vec<SectionKind> {
    let blocks: &[Block] = &[];
    built_in().kinds_of(heading, &DocumentLanguage::new(blocks))
}

/// Faults of one table of a file: kinds that lack words, words that are written as none is compared, or mean two things.
fn faults<T: Meaning>(tag: &str, file: &File, may_repeat: bool) -> Vec<String> {
    let Some(table) = file.get(T::TABLE) else { return vec![format!("{tag}: no [{}]", T::TABLE)] };
    let mut found = Vec::new();
    let mut meanings: HashMap<&str, &str> = HashMap::new();
    for (name, _) in T::KINDS {
        let phrases = table.get(name).map(Vec::as_slice).unwrap_or_default();
        // "May" has no short form.
        if phrases.len() < 2 && !(tag == "en" && *name == "may") {
            found.push(format!("{tag}: [{}] {name} has less than two phrases", T::TABLE));
        }
        for phrase in phrases {
            if !may_repeat && normalise(phrase) != *phrase {
                found.push(format!("{tag}: “{phrase}” is compared as “{}”", normalise(phrase)));
            }
            if meanings.insert(phrase, name).is_some_and(|other| !may_repeat || other == *name) {
                found.push(format!("{tag}: [{}] has “{phrase}” twice", T::TABLE));
            }
        }
    }
    let unknown = table.keys().filter(|name| T::from_name(name).is_none());
    found.extend(unknown.map(|name| format!("{tag}: [{}] has no kind {name}", T::TABLE)));
    found
}

#[test]
fn every_language_is_complete_and_says_nothing_twice() {
    let mut found = Vec::new();
    for (tag, text) in FILES {
        let file = languages::read(text);
        found.extend(faults::<SectionKind>(tag, &file, false));
        found.extend(faults::<Label>(tag, &file, false));
        found.extend(faults::<ActionColumn>(tag, &file, false));
        found.extend(faults::<TimelineColumn>(tag, &file, false));
        found.extend(faults::<ActionState>(tag, &file, false));
        found.extend(faults::<Status>(tag, &file, false));
        found.extend(faults::<usize>(tag, &file, false));
        found.extend(faults::<Milestone>(tag, &file, false));
        found.extend(faults::<i8>(tag, &file, false));
        found.extend(faults::<Weekday>(tag, &file, false));
        found.extend(faults::<ZoneWord>(tag, &file, false));
        found.extend(faults::<ClockWord>(tag, &file, false));
        found.extend(faults::<Unit>(tag, &file, false));
        found.extend(faults::<Placeholder>(tag, &file, false));
        found.extend(faults::<Grammar>(tag, &file, true));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(FILES.len() <= 32, "sets of languages have 32 bits");
}

#[test]
fn headings_name_one_kind_or_several_or_none() {
    for (heading, expected) in [
        (":mag: Five Why's", vec![RootCause]),
        (":man_raising_hand: Response", vec![Resolution]),
        ("What did not help", vec![WentWrong]),
        ("What could have been worse", vec![Lucky]),
        ("How do we prevent this?", vec![ActionItems]),
        ("Actions taken", vec![Resolution]),
        ("Contributing conditions", vec![ContributingFactors]),
        ("Follow-up history", vec![Supporting]),
        ("Root cause category", vec![]),
        ("Summary and impact", vec![Summary, Impact]),
        ("Detection and response", vec![Detection, Resolution]),
        ("Lessons learned & action items", vec![Lessons, ActionItems]),
        ("Zusammenfassung und Auswirkungen", vec![Summary, Impact]),
        ("原因と対策", vec![RootCause, ActionItems]),
        ("2. Was haben wir gelernt?", vec![Lessons]),
        ("Ergriffene Maßnahmen", vec![Resolution]),
        ("Offene Punkte", vec![ActionItems]),
        ("恒久対策", vec![ActionItems]),
        ("运气成分", vec![Lucky]),
        ("修复方案", vec![Resolution]),
        ("後續行動", vec![ActionItems]),
        ("Хронология событий", vec![Timeline]),
        ("O que deu certo", vec![WentWell]),
        ("Prichina", vec![]),
        ("Příčina", vec![RootCause]),
        ("The database lost its leader while nobody looked at the graphs", vec![]),
        ("Search", vec![]),
        ("Netspace after the incident", vec![]),
        ("The incident", vec![Summary]),
        ("为什么测试没发现", vec![]),
        ("架构问题", vec![]),
        ("用户影响", vec![Impact]),
    ] {
        assert_eq!(kinds(heading), expected, "{heading}");
    }
}

#[test]
fn words_of_every_table_are_known_in_many_languages() {
    let words = built_in();
    assert_eq!(words.field("Schweregrad"), Some(Field::Severity));
    assert_eq!(words.field("严重级别"), Some(Field::Severity));
    assert_eq!(words.label("Часовой пояс"), Some(Label::Zone));
    assert_eq!(words.label("Zuletzt aktualisiert"), Some(Label::OtherDate));
    assert_eq!(
        words.action_column("Verantwortlich"),
        Some(ActionColumn::Part(super::super::field::ActionPart::Owner))
    );
    assert_eq!(words.action_column("Wann?"), Some(ActionColumn::Part(super::super::field::ActionPart::Due)));
    assert_eq!(words.timeline_column("Wann?"), Some(TimelineColumn::Time));
    assert_eq!(words.action_state("выполнено"), Some(ActionState::Done));
    assert_eq!(words.action_state("a mystery"), None);
    assert_eq!(words.status("rascunho"), Some(Status::Draft));
    assert_eq!(words.find("критическая"), Some(1_usize));
    assert_eq!(words.phase("détecté"), Some(Milestone::Detected));
    assert_eq!(words.find("heure locale"), Some(ZoneWord::Local));
    assert_eq!(words.find("Mitternacht"), Some(ClockWord::Midnight));
    assert_eq!(words.unit("часов"), Some(Unit::Hour));
    assert_eq!(words.placeholder("特になし"), Some(Placeholder::None));
    assert_eq!(words.weekday("среда", None), Some(Weekday::Wednesday));
    assert_eq!(words.month("février", None), Some(2));
    assert_eq!(words.month("fevrier", None), Some(2), "accents are left out by many");
    assert_eq!(words.month("set", None), None, "short words are words of other languages");
    assert_eq!(words.month("set", Language::tagged("pt")), Some(9));
}
