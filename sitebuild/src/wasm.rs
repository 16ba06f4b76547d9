//! From a crate to what a browser loads: cargo, the split into lazily loaded chunks, wasm-bindgen, binaryen, minified glue.
//! Follows cargo-leptos 0.3.10 step by step so that `cargo leptos watch` and this tool make the same site.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::cache::{Cache, Origin};
use crate::optimize::{self, Optimizer};
use crate::progress::Progress;
use crate::scripts;
use crate::split::split;
use crate::workspace::{Workspace, cargo, files_below};

pub(crate) struct Bundle {
    pub(crate) package: &'static str,
    /// Stem of the output files.
    pub(crate) output: &'static str,
    /// Folder of the site they go to.
    pub(crate) folder: &'static str,
    /// `#[lazy]` routes become files of their own. Not optional for a crate that uses `#[lazy]`: without the pass its
    /// JavaScript imports a module that does not exist.
    pub(crate) split: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Dev,
    Release,
}

impl Mode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    fn cargo_profile(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "wasm-release",
        }
    }
}

const TARGET: &str = "wasm32-unknown-unknown";

/// All files of one bundle, as (path in the site, content).
pub(crate) fn build(
    workspace: &Workspace,
    cache: &Cache,
    bundle: &Bundle,
    mode: Mode,
    progress: &Progress,
) -> Result<Vec<(String, Vec<u8>)>> {
    progress.begin(&format!("{}: compiling for {TARGET}", bundle.package));
    let artifact = compile(workspace, bundle, mode)?;
    progress.step(&format!("{}: cargo", bundle.package), None);

    let input = std::fs::read(&artifact).with_context(|| artifact.display().to_string())?;
    let (folder, origin) = cache.folder(bundle.package, &[mode.name().as_bytes(), &input], |folder| {
        generate(bundle, &artifact, &input, mode, folder)
    })?;
    let passes = if bundle.split { "split and wasm-bindgen" } else { "wasm-bindgen" };
    progress.step(&format!("{}: {passes}", bundle.package), origin.note());

    let files = files_below(&folder)?;
    let finished = match mode {
        Mode::Dev => {
            files.into_iter().map(|(path, full)| Ok((path, std::fs::read(full)?, Origin::Reused))).collect()
        }
        Mode::Release => {
            progress.begin(&format!("{}: binaryen over {} files", bundle.package, wasm_files(&files)));
            finish_all(workspace, cache, &files)
        }
    };
    let mut site = Vec::new();
    let mut made = Origin::Reused;
    for (path, bytes, origin) in finished.into_iter().collect::<Result<Vec<_>>>()? {
        if origin == Origin::Made {
            made = Origin::Made;
        }
        if let Some(alias) = alias(bundle, &path) {
            site.push((alias, bytes.clone()));
        }
        site.push((format!("{}/{path}", bundle.folder), bytes));
    }
    if mode == Mode::Release {
        progress.step(&format!("{}: binaryen and esbuild", bundle.package), made.note());
    }
    Ok(site)
}

/// The app's module under wasm-bindgen's own name as well: a page rendered by a Leptos that was compiled outside this
/// workspace's cargo configuration, without `LEPTOS_OUTPUT_NAME`, asks for `…_bg.wasm`, and cargo does not notice.
fn alias(bundle: &Bundle, path: &str) -> Option<String> {
    (bundle.split && path == format!("{}.wasm", bundle.output))
        .then(|| format!("{}/{}_bg.wasm", bundle.folder, bundle.output))
}

fn wasm_files(files: &[(String, PathBuf)]) -> usize {
    files.iter().filter(|(path, _)| is_wasm(path)).count()
}

fn is_wasm(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "wasm")
}

/// Compile the cdylib and ask cargo for its path.
fn compile(workspace: &Workspace, bundle: &Bundle, mode: Mode) -> Result<PathBuf> {
    let mut command = Command::new(cargo());
    command
        .current_dir(&workspace.root)
        .args(["rustc", "--package", bundle.package, "--lib", "--target", TARGET])
        .args(["--profile", mode.cargo_profile(), "--message-format", "json-render-diagnostics"]);
    if bundle.split {
        // For the last crate only: as a rustflag it would compile every dependency a second time.
        command.args(["--", "-Clink-arg=--emit-relocs"]);
    }
    // Flags meant for the host (coverage, sanitizers) would replace those the WebAssembly target needs.
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let stdout = child.stdout.take().ok_or_else(|| anyhow!("cargo has no standard output"))?;
    let mut artifact = None;
    for line in BufReader::new(stdout).lines() {
        if let Some(path) = wasm_artifact(&line?, bundle.package) {
            artifact = Some(path);
        }
    }
    if !child.wait()?.success() {
        bail!("cargo could not compile {} for {TARGET}", bundle.package);
    }
    artifact.ok_or_else(|| anyhow!("{} made no .wasm file: is its crate-type cdylib?", bundle.package))
}

/// The .wasm file named by one of cargo's JSON messages, when it is about `package`.
fn wasm_artifact(line: &str, package: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(line).ok()?;
    if message.get("reason")?.as_str()? != "compiler-artifact"
        || message.pointer("/target/name")?.as_str()? != package
    {
        return None;
    }
    let files = message.get("filenames")?.as_array()?;
    files.iter().filter_map(|file| file.as_str()).find(|file| is_wasm(file)).map(PathBuf::from)
}

fn generate(bundle: &Bundle, artifact: &Path, input: &[u8], mode: Mode, folder: &Path) -> Result<()> {
    let main = if bundle.split {
        let name = artifact.file_name().ok_or_else(|| anyhow!("{} has no file name", artifact.display()))?;
        split(input, bundle.output, Path::new(name), folder)?
    } else {
        artifact.to_path_buf()
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&main)
        .out_name(bundle.output)
        .typescript(false)
        // Chunks import from the main module by the linker's names.
        .keep_lld_exports(bundle.split)
        .demangle(!bundle.split)
        // `init()` without arguments finds its module beside itself, as with the command-line tool's defaults.
        .omit_default_module_path(false)
        .remove_producers_section(true)
        .remove_name_section(mode == Mode::Release);
    bindgen.web(true)?;
    bindgen.generate(folder).context("wasm-bindgen")?;
    if bundle.split {
        std::fs::remove_file(&main)?;
        // The name Leptos asks for when it was compiled with LEPTOS_OUTPUT_NAME, as .cargo/config.toml and cargo-leptos do.
        std::fs::rename(
            folder.join(format!("{}_bg.wasm", bundle.output)),
            folder.join(format!("{}.wasm", bundle.output)),
        )?;
    }
    Ok(())
}

type Finished = Result<(String, Vec<u8>, Origin)>;

/// Shrink every file, as many at a time as there are cores, the largest first so that none is left for the end.
fn finish_all(workspace: &Workspace, cache: &Cache, files: &[(String, PathBuf)]) -> Vec<Finished> {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut by_size: Vec<_> = files.iter().collect();
    by_size.sort_by_key(|(_, full)| std::cmp::Reverse(full.metadata().map_or(0, |file| file.len())));
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut optimizer = Optimizer::new(&workspace.root);
        let mut done = Vec::new();
        while let Some((path, full)) = by_size.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
            done.push(finish(workspace, cache, &mut optimizer, path, full));
        }
        done
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|worker| {
                worker.join().unwrap_or_else(|_| vec![Err(anyhow!("an optimising thread panicked"))])
            })
            .collect()
    })
}

fn finish(
    workspace: &Workspace,
    cache: &Cache,
    optimizer: &mut Optimizer,
    path: &str,
    full: &Path,
) -> Finished {
    let bytes = std::fs::read(full)?;
    let (bytes, origin) = match Path::new(path).extension().and_then(|extension| extension.to_str()) {
        Some("wasm") => {
            let lock = workspace.npm_lock()?;
            cache.bytes("opt", &[&lock, optimize::SCRIPT.as_bytes(), &bytes], || optimizer.optimize(full))?
        }
        Some("js") => scripts::minified_bytes(workspace, cache, full, &bytes)?,
        _ => (bytes, Origin::Reused),
    };
    Ok((path.to_owned(), bytes, origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_wasm_of_the_right_package() {
        let line = r#"{"reason":"compiler-artifact","target":{"name":"frontend"},"filenames":["/t/libfrontend.rlib","/t/frontend.wasm"]}"#;
        assert_eq!(wasm_artifact(line, "frontend"), Some(PathBuf::from("/t/frontend.wasm")));
        assert_eq!(wasm_artifact(line, "formclient"), None);
    }

    #[test]
    fn ignores_other_messages() {
        assert_eq!(wasm_artifact(r#"{"reason":"build-finished","success":true}"#, "frontend"), None);
        assert_eq!(wasm_artifact("not json", "frontend"), None);
        let native = r#"{"reason":"compiler-artifact","target":{"name":"frontend"},"filenames":["/t/libfrontend.rlib"]}"#;
        assert_eq!(wasm_artifact(native, "frontend"), None);
    }
}
