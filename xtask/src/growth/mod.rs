//! `cargo xtask growth`: whether what takes long grows faster than what there is. Each shape is built at a size and at four
//! times that size; what is linear takes four times as long, what is quadratic sixteen times.

mod body;
mod front;
mod many;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wait4::Wait4;

/// Files with their paths below the root of a knowledge base.
type Files = Vec<(String, String)>;

/// An input that grows.
struct Shape {
    name: &'static str,
    size: usize,
    made: Made,
    /// The arguments of the program, which runs in the root of the knowledge base.
    command: fn(usize) -> Vec<String>,
}

/// What a knowledge base is made of, by size.
enum Made {
    Files(fn(usize) -> Files),
    /// The body of its one post-mortem.
    Body(fn(usize) -> String),
    /// The same with formulas.
    Math(fn(usize) -> String),
}

const BUILD: fn(usize) -> Vec<String> = |_| vec!["build".into()];

impl Shape {
    const fn new(name: &'static str, size: usize, files: fn(usize) -> Files) -> Self {
        Self { name, size, made: Made::Files(files), command: BUILD }
    }

    const fn asked(self, command: fn(usize) -> Vec<String>) -> Self {
        let Self { name, size, made, .. } = self;
        Self { name, size, made, command }
    }

    fn files(&self, size: usize) -> Files {
        let head = "---\ntitle: One\ndate: 2024-01-02\n---\n\n";
        match self.made {
            Made::Files(files) => files(size),
            Made::Body(body) => one(format!("{head}{}", body(size))),
            Made::Math(body) => {
                let mut files = one(format!("{head}{}", body(size)));
                files[1].1 = "[output.html]\nmath = true\n".into();
                files
            }
        }
    }
}

#[derive(Debug)]
pub struct Options {
    binary: PathBuf,
    /// What the names of shapes have to hold.
    only: String,
}

impl Options {
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { binary: "target/release/lookback".into(), only: String::new() };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--binary" => options.binary = value.into(),
                "--only" => options.only = value,
                _ => return Err(format!("{name} is not known\n\n{}", super::USAGE)),
            }
        }
        Ok(options)
    }
}

/// Most seconds of CPU time that any shape may take.
const BOUND: u64 = 60;

/// Largest ratio of what four times the size takes; in between are sorting, memory, and other programs.
const RATIO: f64 = 8.0;

/// Below this nothing can be said of growth.
const LEAST: f64 = 0.1;

/// What a run took, and how it ended.
struct Run {
    seconds: f64,
    code: Option<i32>,
    mebibytes: u64,
}

/// Builds all shapes, prints a table, and says whether any grows too fast.
pub fn run(options: &Options) -> Result<bool, String> {
    let binary = options.binary.canonicalize();
    let binary = binary.map_err(|error| format!("{}: {error}", options.binary.display()))?;
    let options = &Options { binary, only: options.only.clone() };
    let scratch = tempfile::tempdir().map_err(|error| format!("could not make a folder: {error}"))?;
    let root = scratch.path().join("base");
    let nothing = Shape::new("nothing", 1, |_| one(String::new()));
    let least = once(options, &nothing, 1, &root)?.seconds;
    let mut is_good = true;
    println!("{:44} {:>7} {:>8} {:>8} {:>6} {:>6}", "shape", "size", "1 ×", "4 ×", "ratio", "MiB");
    let shapes = front::SHAPES.iter().chain(body::SHAPES).chain(many::SHAPES);
    for shape in shapes.filter(|shape| shape.name.contains(&options.only)) {
        let small = once(options, shape, shape.size, &root)?;
        let large = once(options, shape, 4 * shape.size, &root)?;
        let ratio = (large.seconds - least).max(0.0) / (small.seconds - least).max(LEAST);
        let mut fault = String::new();
        for run in [&small, &large].into_iter().filter(|run| !matches!(run.code, Some(0..=2))) {
            let _ = write!(fault, "  ended with {:?}", run.code);
        }
        if ratio > RATIO {
            fault += "  grows too fast";
        }
        is_good &= fault.is_empty();
        let Shape { name, size, .. } = shape;
        let (first, second) = (small.seconds, large.seconds);
        println!("{name:44} {size:>7} {first:>8.2} {second:>8.2} {ratio:>6.1} {:>6}{fault}", large.mebibytes);
    }
    Ok(is_good)
}

/// One run on a fresh knowledge base; its CPU time, of all threads.
fn once(options: &Options, shape: &Shape, size: usize, root: &Path) -> Result<Run, String> {
    super::bench::remove(root)?;
    for (path, text) in shape.files(size) {
        let path = root.join(path);
        let folder = path.parent().unwrap_or(root);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -t \"$0\" && exec \"$@\"", &BOUND.to_string()]).arg(&options.binary);
    command.args((shape.command)(size)).current_dir(root);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let failed = |error: std::io::Error| format!("could not run {}: {error}", options.binary.display());
    let used = command.spawn().map_err(failed)?.wait4().map_err(failed)?;
    let seconds = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Run { seconds, code: used.status.code(), mebibytes: used.rusage.maxrss / (1024 * 1024) })
}

/// A knowledge base of one post-mortem.
fn one(text: String) -> Files {
    vec![("content/one.md".into(), text), ("book.toml".into(), String::new())]
}

/// A post-mortem with this front matter.
fn front(yaml: &str) -> Files {
    one(format!("---\ntitle: One\ndate: 2024-01-02\n{yaml}\n---\n\n## Summary\n\nText.\n"))
}

/// A line for each number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|number| line(number) + "\n").collect()
}
