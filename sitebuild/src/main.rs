//! `sitebuild`: makes the directory of static files the server serves (`<target>/site`). Owns the order of the passes and
//! the command line; each pass lives in its own module, serving the files is the server's work.
#![expect(clippy::print_stdout, reason = "a command-line tool reports its progress on standard output")]

mod assets;
mod budget;
mod cache;
mod compress;
mod manifest;
mod optimize;
mod progress;
mod scripts;
mod site;
mod split;
mod styles;
mod wasm;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

use cache::Cache;
use manifest::Manifest;
use progress::Progress;
use site::Site;
use wasm::{Bundle, Mode};
use workspace::Workspace;

/// Build the static site: WebAssembly, styles, scripts and public files, compressed and listed in manifest.json.
///
/// Run it from anywhere inside the workspace. An unchanged input is never worked on twice.
#[derive(Parser)]
#[command(name = "sitebuild", version)]
struct Arguments {
    /// Quick build: dev profile, no optimiser, no compression
    #[arg(long)]
    dev: bool,
    /// Build only what the public form and the embed loader need, and leave every other file as it is: for use beside
    /// `cargo leptos watch`, which knows nothing of them
    #[arg(long)]
    form_only: bool,
    /// Where the site goes [default: <target>/site]
    #[arg(long, env = "EMPIRE_SITE_ROOT", global = true)]
    site_root: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Print the compressed sizes of an already built site and fail when one is over its budget
    Size,
}

/// What is compiled to WebAssembly: the app (split into lazily loaded chunks) and the public form's validators.
const BUNDLES: [Bundle; 2] = [
    Bundle { package: "frontend", output: "empire", folder: "pkg", split: true },
    Bundle { package: "formclient", output: "formclient", folder: "form", split: false },
];

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            progress::say(&format!("sitebuild failed: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let workspace = Workspace::find(arguments.site_root)?;
    match arguments.command {
        Some(Command::Size) => size(&workspace),
        None => {
            let mode = if arguments.dev { Mode::Dev } else { Mode::Release };
            build(&workspace, mode, arguments.form_only).map(|()| ExitCode::SUCCESS)
        }
    }
}

fn build(workspace: &Workspace, mode: Mode, form_only: bool) -> Result<()> {
    workspace.require_node_modules()?;
    let progress = Progress::start();
    let cache = Cache::open(workspace.target.join("sitebuild").join(mode.name()))?;
    let mut site = Site::default();

    let belongs = |path: &str| !form_only || path == "embed.js" || path.starts_with("form/");
    for bundle in BUNDLES.iter().filter(|bundle| belongs(&format!("{}/", bundle.folder))) {
        for (path, bytes) in wasm::build(workspace, &cache, bundle, mode, &progress)? {
            site.add(path, bytes)?;
        }
    }
    for (source, path) in [("style/app.css", "pkg/empire.css"), ("style/form.css", "form/form.css")] {
        if belongs(path) {
            site.add(path.to_owned(), styles::build(workspace, &cache, source, &progress)?)?;
        }
    }
    for (source, path) in assets::scripts(&workspace.root)? {
        site.add(path, scripts::minified(workspace, &cache, &source)?)?;
    }
    for (path, bytes) in assets::public(&workspace.root)? {
        if belongs(&path) {
            site.add(path, bytes)?;
        }
    }
    progress.step("scripts and public files", None);
    if form_only {
        // No manifest and no pruning: this is a part of a site, and of what the cache holds for it.
        let written = site.write_into(&workspace.site)?;
        progress.done(&format!("form and embed loader ({written} changed) in {}", workspace.site.display()));
        return Ok(());
    }

    let manifest = site.seal(&cache, mode)?;
    progress.step("compression", None);
    let written = site.write(&workspace.site)?;
    cache.prune()?;
    progress.done(&format!(
        "{} files ({written} changed) in {}",
        manifest.files.len(),
        workspace.site.display()
    ));
    Ok(())
}

fn size(workspace: &Workspace) -> Result<ExitCode> {
    let path = workspace.site.join(manifest::FILE_NAME);
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!("{} is missing: run `cargo run --release -p sitebuild` first", path.display())
    })?;
    let manifest: Manifest = serde_json::from_str(&text).context("site manifest")?;
    if manifest.mode != Mode::Release.name() {
        bail!("{} is a dev build: sizes are judged on a release build only", workspace.site.display());
    }
    let lines = budget::judge(&manifest, &site::lazy_routes(&workspace.site)?)?;
    progress::say(&budget::table(&lines));
    Ok(if lines.iter().any(budget::Line::is_over) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
