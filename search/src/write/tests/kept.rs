//! What was kept of earlier indexes makes no difference but to the work.

use std::sync::Mutex;

use super::*;

/// Keeps in memory, and knows which chunks are published.
#[derive(Default)]
struct Memory {
    /// Fingerprint of each record.
    prints: Vec<String>,
    kept: Mutex<BTreeMap<String, Vec<u8>>>,
    published: BTreeMap<String, usize>,
    asked: Mutex<BTreeSet<String>>,
}

impl Memory {
    /// Packs records, and publishes what has to be.
    fn pack(&mut self, records: &[Record], site: &mut BTreeMap<String, Vec<u8>>) -> Pack {
        self.prints = records.iter().map(|record| format!("{record:?}")).collect();
        self.published = site.iter().map(|(name, file)| (name.clone(), file.len())).collect();
        self.asked.get_mut().unwrap().clear();
        let pack = packed_of(records, 1, Some(self));
        let stay = pack.published.iter().map(ToString::to_string);
        let stay: BTreeMap<String, Vec<u8>> = stay.map(|name| (name.clone(), site[&name].clone())).collect();
        *site = files(&pack).into_iter().chain(stay).collect();
        pack
    }
}

impl Kept for Memory {
    fn shard(&self, positions: &[usize]) -> String {
        let prints: String = positions.iter().map(|position| self.prints[*position].as_str()).collect();
        format!("{:016x}", order::fnv(prints.bytes()))
    }

    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.asked.lock().unwrap().insert(name.to_owned());
        self.kept.lock().unwrap().get(name).cloned()
    }

    fn put(&self, name: &str, parts: &[&[u8]]) {
        self.kept.lock().unwrap().insert(name.to_owned(), parts.concat());
    }

    fn retain(&self, is_kept: &dyn Fn(&str) -> bool) {
        self.kept.lock().unwrap().retain(|name, _| is_kept(name));
    }

    fn size(&self, chunk: crate::pack::Name) -> Option<usize> {
        self.published.get(&chunk.to_string()).copied()
    }
}

#[test]
fn what_was_kept_makes_no_difference() {
    let mut all = records(1_500);
    let (mut memory, mut site) = (Memory::default(), BTreeMap::new());
    let edits: [fn(&mut Vec<Record>); 9] = [
        |_| {},
        |_| {},
        |all| all[700].sections[0].text.push_str("One more sentence with zebra and rev9f3a."),
        |all| all[700].sections[0].text = "All others are gone, but for INC-700.".into(),
        |all| {
            all[3].title = "Zebra".into();
            all[1_400].identifiers.push("r2d2".into());
        },
        |all| drop(all.remove(17)),
        |all| all.extend(records(1_501).pop()),
        |all| all.iter_mut().for_each(|record| record.summary = "Everywhere".into()),
        |all| all[5].sections.clear(),
    ];
    for (step, edit) in edits.into_iter().enumerate() {
        edit(&mut all);
        let pack = memory.pack(&all, &mut site);
        let clean = packed_apart(&all);
        assert_eq!(pack.manifest, clean.manifest, "step {step}");
        assert!(site == files(&clean), "step {step}");
        assert_eq!(pack.sizes, clean.sizes, "step {step}");
        let asked = memory.asked.get_mut().unwrap();
        let lists = asked.iter().filter(|name| name.ends_with(".lists")).count();
        // Of the shards that have changed; all where the number of records has.
        let most = [0, 0, 1, 1, 2, usize::MAX, usize::MAX, usize::MAX, 1][step];
        assert!(lists <= most, "step {step}: {lists}");
    }
}

#[test]
fn a_term_that_begins_a_piece_comes_and_goes() {
    let mut all = records(1_500);
    let (mut memory, mut site) = (Memory::default(), BTreeMap::new());
    memory.pack(&all, &mut site);
    let bound = |number: &u32| order::fnv(format!("bound{number}").bytes()).is_multiple_of(64);
    let bounds: Vec<String> = (0..).filter(bound).take(2).map(|number| format!("bound{number}")).collect();
    let before = all[700].clone();
    for text in [bounds.join(" "), bounds[1].clone(), String::new()] {
        all[700].sections[0].text = format!("{} {text}", before.sections[0].text);
        memory.pack(&all, &mut site);
        assert!(site == files(&packed_apart(&all)), "{text}");
        let asked = memory.asked.get_mut().unwrap();
        let (read, of) = (asked.iter().filter(|name| name.ends_with(".terms")).count(), asked.len());
        assert!((1..=4).contains(&read) && of > 20, "{text}: {read} of {of}");
    }
}

#[test]
fn what_is_lost_of_what_was_kept_is_made_again() {
    let mut all = records(1_500);
    let (mut memory, mut site) = (Memory::default(), BTreeMap::new());
    memory.pack(&all, &mut site);
    for round in 0..5 {
        all[700].sections[0].text.push_str(" More.");
        let kept = memory.kept.get_mut().unwrap();
        match round {
            0 => kept.retain(|name, _| !name.ends_with(".lists")),
            1 => drop(kept.remove("whole")),
            2 => kept.retain(|name, _| !name.ends_with(".texts")),
            3 => kept.retain(|name, _| !name.ends_with(".terms")),
            _ => kept.iter_mut().for_each(|(_, bytes)| bytes.truncate(bytes.len() / 2)),
        }
        if round == 2 {
            site.clear();
        }
        memory.pack(&all, &mut site);
        assert!(site == files(&packed_apart(&all)), "round {round}");
    }
}
