//! Times the stages of a build: `cargo bench --bench stages`.

use std::path::Path;

use divan::{Bencher, black_box};
use jiff::civil::date;
use lookback::build;
use lookback::core::config;
use lookback::core::model::{Document, SourceFile};
use lookback::core::output::Origin;
use lookback::core::progress::Progress;
use lookback::know::insight::{Insight, similar};
use lookback::know::link::{Site, link};
use lookback::read::load::load;
use lookback::read::parse::Parser;
use lookback::site::render::{Renderer, plan};
use lookback::site::theme;
use lookback_search::tokenizer::each_token;
use tempfile::TempDir;

fn main() {
    divan::main();
}

const POST_MORTEMS: usize = 500;

fn corpus() -> TempDir {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    xtask::corpus::generate(folder.path(), POST_MORTEMS).expect("there is room for a knowledge base");
    folder
}

fn sources(root: &Path) -> (config::Loaded, Vec<SourceFile>) {
    let loaded = config::load(root).expect("the settings are valid");
    let folder = load(&loaded, &[]);
    (loaded, folder.sources)
}

fn joined(root: &Path) -> Site {
    build::read(root, &Progress::new(false)).expect("the knowledge base can be read").0
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let folder = corpus();
    let (loaded, sources) = sources(folder.path());
    let parser = Parser::new(&loaded.config);
    bencher.with_inputs(|| sources.clone()).bench_local_values(|sources| {
        sources.into_iter().map(|source| parser.parse(source)).collect::<Vec<_>>()
    });
}

#[divan::bench]
fn join(bencher: Bencher<'_, '_>) {
    let folder = corpus();
    let (loaded, sources) = sources(folder.path());
    let parser = Parser::new(&loaded.config);
    let documents: Vec<Document> = sources.into_iter().map(|source| parser.parse(source).0).collect();
    bencher
        .with_inputs(|| (loaded.config.clone(), documents.clone()))
        .bench_local_values(|(config, documents)| link(config, documents, &[]));
}

#[divan::bench]
fn similar_incidents(bencher: Bencher<'_, '_>) {
    let folder = corpus();
    let site = joined(folder.path());
    bencher.bench_local(|| similar::all(black_box(&site), 5, |_| Vec::new(), &()));
}

#[divan::bench]
fn render(bencher: Bencher<'_, '_>) {
    let folder = corpus();
    let site = joined(folder.path());
    let insight = Insight::new(&site, date(2026, 11, 22));
    let theme = theme::default().expect("the built-in theme is valid");
    let Ok(renderer) = Renderer::new(&site, &insight, &theme) else { return };
    let planned = plan(&site, &insight, &theme);
    bencher.bench_local(|| {
        planned.iter().filter(|planned| renderer.render(&planned.job, Origin::default()).is_ok()).count()
    });
}

#[divan::bench]
fn tokenize(bencher: Bencher<'_, '_>) {
    let folder = corpus();
    let (_, sources) = sources(folder.path());
    bencher.bench_local(|| {
        let mut tokens = 0_usize;
        for source in &sources {
            each_token(&source.text, |_| tokens += 1);
        }
        tokens
    });
}
