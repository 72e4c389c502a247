//! Writes the site: only what changed, each file whole or not at all, what is referred to first.
//!
//! The bookkeeping is in `.lookback/` below the destination:
//!
//! - `files`: the output paths that are ours, one a line, sorted. Before a build writes, the list is replaced by the
//!   union of the old and the new one; at the end, once stale files are removed, by the new one. So a build that is
//!   killed at any moment leaves no file of ours that the next one does not know.
//! - `incidents`: how many post-mortems the site has, so that none is emptied by a wrong setting.
//! - `lock`: held by the build that is writing.
//! - `tmp/`: files that are not complete yet; emptied at the start.
//!
//! What each file was made of, and what it looked like then, is kept beside the content ([`record`]): a site holds nothing
//! that is not the same for all who build it.
//!
//! Nothing is flushed to the disk: after a power cut a page may be empty, and the next build, which compares
//! contents, mends it. Flushing 10,000 files would take longer than making them.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

mod error;
mod guard;
mod ledger;
mod lock;
mod prune;
mod record;
mod survey;
mod write;

pub use error::PublishError;
pub use guard::resolve;

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::core::diagnostic::Diagnostic;
use crate::core::files::{about, stamp_in_place};
use crate::core::fingerprint::Fingerprint;
use crate::core::output::{Change, Common, Made, Origin, Planned, Produced, Stage};
use crate::store::{Room, Store};
use ledger::Ledger;
use lock::Lock;
use record::{FileRecord, Record};
use survey::{Standing, Survey, survey, top};
use write::{Outcome, WriteError, Writer};

/// Name of the folder of the bookkeeping, in the destination.
pub use crate::core::config::FOLDER;

/// Name of the file with the number of post-mortems, in that folder.
const INCIDENTS: &str = "incidents";

/// Keeps hosts such as GitHub Pages from hiding what begins with an underscore.
const NOJEKYLL: &str = ".nojekyll";

/// A folder that a site is written to, reserved for this build.
#[derive(Debug)]
pub struct Destination {
    path: PathBuf,
    /// Where it is kept what the files are made of, and the name of the record there; `None` where nothing is kept.
    room: Option<(Room, String)>,
    /// What the last build left.
    before: Record,
    _lock: Lock,
}

/// What is to be known of a site by the next build, besides what each file was made of.
#[derive(Debug, Default)]
pub struct Note {
    /// What the site is made of as a whole, and what is to be said when it is made of that again.
    pub whole: Option<(Fingerprint, Vec<u8>)>,
    pub common: Option<Common>,
}

/// What publishing did.
#[derive(Debug, Default)]
pub struct Published {
    /// Files that had to be made to know whether they have changed.
    pub made: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub diagnostics: Vec<Diagnostic>,
    /// Output paths of the files that had to be made, and why, sorted.
    pub changes: Vec<(String, Vec<Change>)>,
}

impl Destination {
    /// Reserves `dest`, creating it where it does not exist; waits for another build in the same folder.
    ///
    /// `protected` are the folders that must survive: the knowledge base and its content.
    ///
    /// # Errors
    /// When `dest` holds or would endanger something that is not ours, can't be written, or stays busy.
    pub fn open(dest: &Path, protected: &[&Path]) -> Result<Self, PublishError> {
        guard::check(dest, protected)?;
        let own = dest.join(FOLDER);
        std::fs::create_dir_all(&own).map_err(about("create", &own))?;
        let lock = Lock::take(&own.join("lock"), dest)?;
        Ok(Self { path: dest.to_owned(), room: None, before: Record::default(), _lock: lock })
    }

    /// Keeps beside the knowledge base what the files are made of, and recalls what was kept by the last build.
    #[must_use]
    pub fn remembered(self, store: &Store) -> Self {
        let Ok(path) = self.path.canonicalize() else { return self };
        let (room, name) = (store.room("made", ""), Fingerprint::of(&path).name());
        let before = Record::read(&room, &name).unwrap_or_default();
        Self { room: Some((room, name)), before, ..self }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many post-mortems the site has that is there; `None` where that is not known.
    pub fn incidents(&self) -> Option<usize> {
        crate::core::files::read_text(&self.path.join(FOLDER).join(INCIDENTS)).ok()?.trim().parse().ok()
    }

    /// Notes for the next build how many post-mortems the site has now.
    pub fn remember_incidents(&self, count: usize) {
        if self.incidents() != Some(count) {
            // Without it, the next build is less careful.
            let text = format!("{count}\n");
            let _ = crate::core::files::replace(&self.path.join(FOLDER).join(INCIDENTS), text.as_bytes());
        }
    }

    /// When this build began, by the clock of the file system of the knowledge base; `None` where that is not known.
    pub fn began(&self) -> Option<i128> {
        self.room.as_ref()?.0.began()
    }

    /// What all pages of the last build were made of.
    pub fn common(&self) -> Option<&Common> {
        self.before.common.as_ref()
    }

    /// Looks at what the last build left, so that nobody has to wait for that later. What changes from then on is seen by the next
    /// build.
    pub fn look(&self) {
        self.before.look(&self.path);
    }

    /// What a person should know about what the last build left.
    pub fn note(&self) -> Option<String> {
        self.room.as_ref()?.0.note()
    }

    /// The files of the last build that `is_wanted`, by output path and what they were made of, if all of them are as it left
    /// them.
    pub fn kept(&self, is_wanted: impl Fn(&str, Fingerprint) -> bool) -> Vec<String> {
        self.before.kept(&self.path, is_wanted)
    }

    /// Bytes of a file of the last build, if it was made of this and is as it left it.
    pub fn size(&self, output: &str, of: Fingerprint) -> Option<usize> {
        self.before.size(&self.path, output, of)
    }

    /// What was said of the last build, and how many files it made, if it made them of this and they are all as it left
    /// them.
    pub fn as_before(&self, of: Fingerprint) -> Option<(&[u8], usize)> {
        let (before, said) = self.before.whole.as_ref()?;
        let files = &self.before.files;
        let is_listed = || {
            let list = ledger::load(&self.path.join(FOLDER).join(ledger::FILE));
            list.is_ok_and(|list| list.iter().eq(files.iter().map(|(output, _)| output.as_str())))
        };
        (*before == of && is_listed() && self.before.is_whole(&self.path)).then_some((said, files.len()))
    }

    /// Makes the destination hold what is planned and nothing else of ours.
    ///
    /// Stage by stage, in parallel within a stage; `produce` makes the content of a file, which is dropped once it is
    /// written. It is told what the file that is there was made of, where that is known. `advance` is called after each file.
    /// `note` is what the next build is to know.
    ///
    /// # Errors
    /// When the destination can't be written, or a text has changed while it was. What can't be produced, or stands where a file
    /// of somebody else is, is a diagnostic, and the other files are written.
    pub fn publish<'p, J: Sync>(
        &self,
        planned: &[Planned<J>],
        produce: impl Fn(&Planned<J>, Origin) -> Result<Made<'p>, Diagnostic> + Sync,
        advance: impl Fn() + Sync,
        note: Note,
    ) -> Result<Published, PublishError> {
        let (writer, temporary) = self.writer()?;
        let list = self.path.join(FOLDER).join(ledger::FILE);
        let old = self.ours(&list, &writer)?;
        let mut published = Published::default();
        let (planned, mut taken) = unique(planned, &mut published.diagnostics);
        taken.insert(NOJEKYLL);
        let outputs: Vec<&str> =
            planned.iter().map(|planned| planned.output.as_str()).chain([NOJEKYLL]).collect();
        let stale: Vec<&str> = old.iter().filter(|output| !taken.contains(output)).collect();
        published.removed += prune::prune(&self.path, &prune::in_the_way(&stale, &outputs))?;

        // Of a site that is new, whole folders are put in their place: to rename every file takes far longer.
        let place = temporary.join("new");
        if old.is_empty() {
            std::fs::create_dir(&place).map_err(about("create", &place))?;
        }
        let is_old: Vec<bool> = outputs.par_iter().map(|output| old.contains(output)).collect();
        let mut survey = survey(&self.path, &outputs, &is_old, old.is_empty().then_some(place.as_path()))?;
        let (mut added, left) = sorted_out(&outputs, &is_old, &survey.standings, &stale);
        ledger::save(ledger::merged(old.iter(), added.iter().copied()), &list, &writer)?;
        self.write_nojekyll(survey.standings[planned.len()], &writer, &mut published)?;
        let is_jekyll = |found: &Diagnostic| found.rule == "foreign-file" && found.path.ends_with(NOJEKYLL);
        let found = std::mem::take(&mut survey.diagnostics).into_iter();
        published.diagnostics.extend(found.filter(|found| !is_jekyll(found)));

        let work =
            Work { destination: self, place: &place, writer: &writer, produce: &produce, advance: &advance };
        let tally = work.run_all(&planned, survey)?;
        published.removed += prune::prune(&self.path, &stale)?;
        // What could not be made is ours only where the last build made it.
        added.retain(|output| !tally.failed.contains(*output));
        let kept = old.iter().filter(|output| !left.contains(output));
        ledger::save(ledger::merged(kept, added.iter().copied()), &list, &writer)?;
        let (entries, is_gone) = published.take_in(tally);
        writer.finish();
        // Where something is gone, the next build makes everything anew.
        let (entries, note) = if is_gone { Default::default() } else { (entries, note) };
        self.keep(entries, outputs.len(), note, &published);
        Ok(published)
    }

    /// What writes, and the folder of temporary files.
    fn writer(&self) -> Result<(Writer, PathBuf), PublishError> {
        let temporary = self.path.join(FOLDER).join("tmp");
        let record = self.room.as_ref().and_then(|(room, name)| room.path(name));
        let writer = Writer::new(temporary.clone(), record).map_err(about("create", &temporary))?;
        Ok((writer, temporary))
    }

    /// The files that are ours. Where there is no list yet, an empty one marks the folder as ours before the first file is made in
    /// it.
    fn ours(&self, list: &Path, writer: &Writer) -> Result<Ledger, PublishError> {
        let mut old = ledger::load(list)?;
        // A list that was damaged would make what is ours that of somebody else.
        let lost = old.lacks(self.before.files.iter().map(|(output, _)| output));
        if !lost.is_empty() {
            let ours = lost.into_iter().filter(|output| self.before.is_there(&self.path, output));
            old.extend(ours.cloned());
        }
        if old.is_empty() {
            ledger::save(old.iter(), list, writer)?;
        }
        Ok(old)
    }

    /// Keeps what the files are made of that are there now, of so many that were to be there.
    fn keep(&self, mut files: Vec<(String, FileRecord)>, count: usize, note: Note, published: &Published) {
        let Some((room, name)) = &self.room else { return };
        if let Some(stamp) = stamp_in_place(&self.path.join(NOJEKYLL)) {
            files.push((NOJEKYLL.into(), FileRecord { from: Origin::default(), stamp }));
        }
        // Stable, for they come in long runs.
        files.sort_by(|a, b| a.0.cmp(&b.0));
        // Files without a stamp, or in somebody's way, have to be looked at again.
        let is_whole = published.diagnostics.is_empty() && files.len() == count;
        let whole = note.whole.filter(|_| is_whole);
        record::keep(room, name, &Record::new(files, whole, note.common));
    }

    /// Puts folders that are full in their place.
    fn take_over(&self, place: &Path, folders: &BTreeSet<&str>) -> Result<(), PublishError> {
        for folder in folders {
            let to = self.path.join(folder);
            std::fs::rename(place.join(folder), &to).map_err(about("create", &to))?;
        }
        let _ = std::fs::remove_dir(place);
        Ok(())
    }

    fn write_nojekyll(
        &self,
        standing: Standing,
        writer: &Writer,
        published: &mut Published,
    ) -> Result<(), PublishError> {
        let path = self.path.join(NOJEKYLL);
        let is_empty = || stamp_in_place(&path).is_some_and(|stamp| stamp.is_empty());
        if standing == Standing::Absent || (standing == Standing::Ours && !is_empty()) {
            writer.replace(&path, &[]).map_err(about("write", &path))?;
            published.written += 1;
        } else {
            published.unchanged += 1;
        }
        Ok(())
    }
}

/// The planned files without those whose output path is taken already; and the paths.
fn unique<'a, J>(
    planned: &'a [Planned<J>],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<&'a Planned<J>>, FxHashSet<&'a str>) {
    let mut taken = FxHashSet::with_capacity_and_hasher(planned.len(), FxBuildHasher);
    let mut unique = Vec::with_capacity(planned.len());
    for planned in planned {
        if taken.insert(planned.output.as_str()) {
            unique.push(planned);
        } else {
            let message = format!("two files want to be {}; the first one is published", planned.output);
            diagnostics.push(Diagnostic::error("output-clash", planned.output.as_str(), message));
        }
    }
    (unique, taken)
}

/// The new files, sorted, and what was ours and is not to be any more.
fn sorted_out<'a>(
    outputs: &[&'a str],
    is_old: &[bool],
    standings: &[Standing],
    stale: &[&'a str],
) -> (Vec<&'a str>, FxHashSet<&'a str>) {
    let all = || outputs.iter().copied().zip(is_old).zip(standings);
    let (added, foreign): (Vec<_>, Vec<_>) = all()
        .filter(|((_, is_old), standing)| !**is_old || **standing == Standing::Foreign)
        .partition(|(_, standing)| **standing != Standing::Foreign);
    let mut added: Vec<&str> = added.into_iter().map(|((output, _), _)| output).collect();
    added.sort_unstable();
    let foreign = foreign.into_iter().map(|((output, _), _)| output);
    (added, foreign.chain(stale.iter().copied()).collect())
}

/// Everything that writing needs.
struct Work<'a, P, A> {
    destination: &'a Destination,
    /// Where the files are written for now.
    place: &'a Path,
    writer: &'a Writer,
    produce: &'a P,
    advance: &'a A,
}

/// What writing one stage did.
#[derive(Debug, Default)]
struct Tally {
    written: usize,
    unchanged: usize,
    diagnostics: Vec<Diagnostic>,
    /// Output paths of what is not there now, or is not what it should be.
    failed: HashSet<String>,
    made: usize,
    /// Whether a file has vanished that was to stay.
    is_gone: bool,
    changes: Vec<(String, Vec<Change>)>,
    /// What is there now, in pieces.
    entries: Vec<Vec<(String, FileRecord)>>,
}

impl Tally {
    fn and(mut self, other: Self) -> Self {
        self.written += other.written;
        self.unchanged += other.unchanged;
        self.diagnostics.extend(other.diagnostics);
        self.failed.extend(other.failed);
        self.made += other.made;
        self.is_gone |= other.is_gone;
        self.changes.extend(other.changes);
        self.entries.extend(other.entries);
        self
    }

    fn with(mut self, entry: Option<(String, FileRecord)>) -> Self {
        match self.entries.last_mut() {
            Some(last) => last.extend(entry),
            None => self.entries.push(Vec::from_iter(entry)),
        }
        self
    }

    fn failed(output: &str, diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic], failed: HashSet::from([output.to_owned()]), ..Self::default() }
    }
}

impl Published {
    /// What is there now, and whether something has vanished that was to stay.
    fn take_in(&mut self, tally: Tally) -> (Vec<(String, FileRecord)>, bool) {
        let Tally { written, unchanged, diagnostics, failed: _, made, is_gone, changes, entries } = tally;
        self.written += written;
        self.unchanged += unchanged;
        self.made += made;
        self.diagnostics.extend(diagnostics);
        self.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.changes = changes;
        self.changes.sort_by(|a, b| a.0.cmp(&b.0));
        (entries.into_iter().flatten().collect(), is_gone)
    }
}

impl<P, A> Work<'_, P, A> {
    /// Does all jobs: first those whose folders are new, which are put in their place once they are full.
    fn run_all<'p, J: Sync>(self, planned: &[&Planned<J>], survey: Survey<'_>) -> Result<Tally, PublishError>
    where
        P: Fn(&Planned<J>, Origin) -> Result<Made<'p>, Diagnostic> + Sync,
        A: Fn() + Sync,
    {
        let jobs = planned.iter().copied().zip(survey.standings);
        let (inside, others): (Vec<_>, Vec<_>) =
            jobs.partition(|(planned, _)| survey.new.contains(top(&planned.output)));
        let first = self.run_stages(&inside).inspect_err(|_| {
            // It may be what fills the disk; should this fail too, the next build removes it.
            let _ = std::fs::remove_dir_all(self.place);
        })?;
        let path = &self.destination.path;
        self.destination.take_over(self.place, &survey.new)?;
        Ok(first.and(Work { place: path, ..self }.run_stages(&others)?))
    }

    /// Does the jobs stage by stage, so that what is referred to comes first.
    fn run_stages<'p, J: Sync>(&self, jobs: &[(&Planned<J>, Standing)]) -> Result<Tally, PublishError>
    where
        P: Fn(&Planned<J>, Origin) -> Result<Made<'p>, Diagnostic> + Sync,
        A: Fn() + Sync,
    {
        let stage = |stage: Stage| {
            let jobs = jobs.iter().filter(|(planned, _)| planned.stage == stage);
            self.run(&jobs.copied().collect::<Vec<_>>())
        };
        let stages = [Stage::Asset, Stage::Page, Stage::Entry];
        stages.into_iter().try_fold(Tally::default(), |tally, one| Ok(tally.and(stage(one)?)))
    }

    fn run<'p, J: Sync>(&self, jobs: &[(&Planned<J>, Standing)]) -> Result<Tally, PublishError>
    where
        P: Fn(&Planned<J>, Origin) -> Result<Made<'p>, Diagnostic> + Sync,
        A: Fn() + Sync,
    {
        jobs.par_iter()
            .try_fold(Tally::default, |tally, (planned, standing)| {
                let (one, entry) = self.one(planned, *standing)?;
                (self.advance)();
                Ok(tally.and(one).with(entry))
            })
            .try_reduce(Tally::default, |one, other| Ok(one.and(other)))
    }

    /// What doing one job did, and what is there now.
    fn one<'p, J>(
        &self,
        planned: &Planned<J>,
        standing: Standing,
    ) -> Result<(Tally, Option<(String, FileRecord)>), PublishError>
    where
        P: Fn(&Planned<J>, Origin) -> Result<Made<'p>, Diagnostic>,
    {
        let output = planned.output.as_str();
        if standing == Standing::Foreign {
            return Ok((Tally::default(), None));
        }
        let Destination { path: dest, before: record, .. } = self.destination;
        let before = match standing {
            Standing::Ours => record.origin(dest, output),
            Standing::Absent | Standing::Foreign => Origin::default(),
        };
        let made = (self.produce)(planned, before);
        if self.destination.room.as_ref().is_some_and(|(room, _)| room.changed().is_told()) {
            return Err(PublishError::Changed);
        }
        let Made { produced, from, mut changes } = match made {
            Ok(made) => made,
            Err(diagnostic) => return Ok((Tally::failed(output, diagnostic), None)),
        };
        let path = self.place.join(output);
        let made = usize::from(!matches!(produced, Produced::AsBefore));
        // Taken to be there, and gone by now.
        let is_gone = made == 0 && (before.of.is_none() || before.of != from.of);
        if before.of.is_none() && !changes.contains(&Change::Unknown) {
            let is_known = record.get(output).is_some();
            changes = vec![if is_known { Change::Touched } else { Change::New }];
        }
        let done = |tally: Tally| {
            // What was left alone was looked at just now.
            let known = record.get(output).filter(|_| made == 0).map(|entry| entry.stamp);
            let stamp = known.or_else(|| stamp_in_place(&path));
            let entry = stamp.map(|stamp| (output.to_owned(), FileRecord { from, stamp }));
            let changes = if made == 0 { Vec::new() } else { vec![(output.to_owned(), changes)] };
            Ok((Tally { made, is_gone, changes, ..tally }, entry))
        };
        match self.writer.publish(&path, produced, standing == Standing::Ours) {
            Ok(Outcome::Written) => done(Tally { written: 1, ..Tally::default() }),
            Ok(Outcome::Unchanged) => done(Tally { unchanged: 1, ..Tally::default() }),
            Ok(Outcome::InTheWay) => {
                let shown = path.display().to_string();
                let message = format!("{shown} is a folder, so the page that belongs there was left out");
                Ok((Tally::failed(output, Diagnostic::error("foreign-file", shown, message)), None))
            }
            Err(WriteError::Source(source, error)) => {
                let message = format!("could not read {}: {error}", source.display());
                let found = Diagnostic::error("unreadable-file", source.display().to_string(), message);
                Ok((Tally::failed(output, found), None))
            }
            Err(WriteError::Destination(error)) if error::is_of_one_path(&error) => {
                Ok((Tally::failed(output, error::unwritable(&dest.join(output), &error)), None))
            }
            Err(WriteError::Destination(error)) => Err(about("write", &dest.join(output))(error).into()),
        }
    }
}

#[cfg(test)]
mod tests;
