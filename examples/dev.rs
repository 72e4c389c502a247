use lookback::{config, link, load, output::Produced, parse, render, theme};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (root, dest) = (Path::new(&args[1]), PathBuf::from(&args[2]));
    let mut loaded = config::load(root).unwrap();
    if let Some(u) = args.get(3).filter(|u| u.starts_with("http")) {
        loaded.config.html.edit_url_template = Some(format!("{u}/edit/{{path}}"));
        loaded.config.html.git_repository_url = Some(u.clone());
    }
    let t = Instant::now();
    let folder = load::load(&loaded, &[]);
    eprintln!("load {:?}", t.elapsed());
    let t = Instant::now();
    let parser = parse::Parser::new(&loaded.config);
    let documents: Vec<_> = folder.sources.into_par_iter().map(|s| parser.parse(s).0).collect();
    eprintln!("parse {:?}", t.elapsed());
    let t = Instant::now();
    let (site, found) = link::link(loaded.config.clone(), documents, &folder.others);
    eprintln!("link {:?} {} docs {} found", t.elapsed(), site.documents.len(), found.len());
    let t = Instant::now();
    let theme = theme::load(root, &site.config).unwrap();
    let r = render::Renderer::new(&site, &theme).unwrap();
    eprintln!("new {:?}", t.elapsed());
    let t = Instant::now();
    let plan = render::plan(&site, &theme);
    let write = args.iter().all(|a| a != "--dry");
    let sizes: Vec<(usize, bool)> = plan
        .par_iter()
        .map(|p| {
            let out = dest.join(&p.output);
            match r.render(&p.job) {
                Ok(Produced::Bytes(b)) => {
                    if write {
                        std::fs::create_dir_all(out.parent().unwrap()).unwrap();
                        std::fs::write(out, &b).unwrap();
                    }
                    (b.len(), true)
                }
                Ok(Produced::CopyOf(c)) => {
                    if write {
                        std::fs::create_dir_all(out.parent().unwrap()).unwrap();
                        std::fs::copy(loaded.content.join(c), out).unwrap();
                    }
                    (0, true)
                }
                Err(e) => {
                    eprintln!("{e:#?}");
                    (0, false)
                }
            }
        })
        .collect();
    eprintln!(
        "render {:?} {} files {} bytes",
        t.elapsed(),
        sizes.len(),
        sizes.iter().map(|s| s.0).sum::<usize>()
    );
}
