//! A fuzzer that any compiler can build: it changes seeds at random, keeps what had a new outcome, and writes down what
//! panics or takes long.
//!
//! `mutate TARGET SECONDS [SEED] [FOLDER…]`: seeds are in `seeds/TARGET` and in the folders; the same seed gives the same
//! inputs in the same order.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use lookback_fuzz::{Signature, TARGETS, Target};

/// What is longer than this is not kept for further changes.
const LONGEST: usize = 16 << 10;

/// What takes longer is written down.
const SLOW: Duration = Duration::from_secs(2);

/// Most inputs that are written down.
const MOST: usize = 100;

/// Pieces of the languages that are read, one a line; `\n` and the like stand for what they mean.
const TOKENS: &str = include_str!("../tokens.txt");

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A range of a text of this length, short more often than long.
    fn range(&mut self, length: usize) -> Range<usize> {
        let start = self.below(length + 1);
        let most = (length - start).min(1 << self.below(10));
        start..start + self.below(most + 1)
    }
}

fn tokens() -> Vec<Vec<u8>> {
    let meant =
        |line: &str| line.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t").replace("\\0", "\0");
    TOKENS.lines().map(|line| meant(line).into_bytes()).collect()
}

/// One to eight changes.
fn mutated(pool: &[Vec<u8>], tokens: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut data = pool[random.below(pool.len())].clone();
    for _ in 0..=random.below(8) {
        let range = random.range(data.len());
        let token = &tokens[random.below(tokens.len())];
        match random.below(9) {
            0 | 1 => drop(data.splice(range.start..range.start, token.iter().copied())),
            2 => drop(data.splice(range, token.iter().copied())),
            3 => drop(data.drain(range)),
            4 => {
                let piece = data[range.clone()].repeat(1 + random.below(4));
                data.splice(range.end..range.end, piece);
            }
            5 => {
                let other = &pool[random.below(pool.len())];
                let piece = other[random.range(other.len())].to_vec();
                data.splice(range.start..range.start, piece);
            }
            6 => {
                let times = 1 << random.below(9);
                data.splice(range.start..range.start, token.repeat(times));
            }
            7 => {
                if let Some(byte) = data.get_mut(range.start) {
                    *byte = random.next() as u8;
                }
            }
            _ => {
                let mut lines: Vec<&[u8]> = data.split_inclusive(|byte| *byte == b'\n').collect();
                let (one, other) = (random.below(lines.len()), random.below(lines.len()));
                if !lines.is_empty() {
                    lines.swap(one, other);
                }
                data = lines.concat();
            }
        }
    }
    data
}

/// How a run ended, and how long it took.
fn run(target: Target, data: &[u8]) -> (Option<Signature>, Duration) {
    let since = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| target.1(data))).ok();
    (outcome, since.elapsed())
}

/// The shortest that is found to fail as well by taking pieces out.
fn smallest(mut data: Vec<u8>, fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let until = Instant::now() + Duration::from_secs(20);
    let mut step = data.len().div_ceil(2);
    while step > 0 {
        let mut at = 0;
        while at < data.len() && Instant::now() < until {
            let mut shorter = data.clone();
            shorter.drain(at..(at + step).min(data.len()));
            if fails(&shorter) {
                data = shorter;
            } else {
                at += step;
            }
        }
        step /= 2;
    }
    data
}

fn files(folder: &Path, into: &mut Vec<Vec<u8>>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, into);
        } else if let Ok(data) = fs::read(&path)
            && data.len() <= LONGEST
        {
            into.push(data);
        }
    }
}

/// Where inputs are written down.
struct Artifacts {
    folder: PathBuf,
    seen: HashSet<u64>,
}

impl Artifacts {
    fn keep(&mut self, how: &str, data: &[u8]) {
        let mut hasher = DefaultHasher::new();
        data.hash(&mut hasher);
        if self.seen.len() < MOST && self.seen.insert(hasher.finish()) {
            let name = format!("{how}-{:016x}", hasher.finish());
            eprintln!("{name}: {} bytes", data.len());
            fs::write(self.folder.join(name), data).expect("a file can be written");
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let target = arguments.first().and_then(|name| TARGETS.iter().find(|(known, _)| known == name));
    let seconds = arguments.get(1).and_then(|text| text.parse().ok());
    let (Some(target), Some(seconds)) = (target.copied(), seconds) else {
        let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        eprintln!("mutate TARGET SECONDS [SEED] [FOLDER…]; targets: {}", names.join(", "));
        return ExitCode::from(2);
    };
    let mut random = Random(arguments.get(2).and_then(|text| text.parse().ok()).unwrap_or(1));
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pool = vec![Vec::new()];
    files(&here.join("seeds").join(target.0), &mut pool);
    arguments.iter().skip(3).for_each(|folder| files(Path::new(folder), &mut pool));
    let mut artifacts = Artifacts { folder: here.join("artifacts").join(target.0), seen: HashSet::new() };
    fs::create_dir_all(&artifacts.folder).expect("a folder can be made");
    std::panic::set_hook(Box::new(|_| {}));
    let (tokens, seeds) = (tokens(), pool.len());
    let mut known: HashSet<Signature> = pool.iter().filter_map(|seed| run(target, seed).0).collect();
    let mut tried = 0u64;
    let until = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < until {
        let data = mutated(&pool, &tokens, &mut random);
        // What ends the program is still there afterwards.
        fs::write(artifacts.folder.join("last"), &data).expect("a file can be written");
        let (outcome, took) = run(target, &data);
        tried += 1;
        match outcome {
            None => artifacts.keep("panic", &smallest(data, |data| run(target, data).0.is_none())),
            Some(_) if took > SLOW => artifacts.keep("slow", &data),
            Some(signature) if data.len() <= LONGEST && known.insert(signature) => pool.push(data),
            Some(_) => {}
        }
    }
    let (kept, outcomes, faults) = (pool.len() - seeds, known.len(), artifacts.seen.len());
    println!(
        "{}: {tried} inputs, {seeds} seeds, {kept} kept, {outcomes} outcomes, {faults} faults",
        target.0
    );
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
