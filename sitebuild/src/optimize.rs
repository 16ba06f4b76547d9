//! Binaryen's optimiser as a long-lived worker process. Owns the conversation with `sitebuild/optimize.mjs`; which files
//! are worth it, and remembering the results, is the caller's.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

/// Also part of the cache key: a changed script is a changed pass.
pub(crate) const SCRIPT: &str = include_str!("../optimize.mjs");

/// Started with the first file, ended with the value.
pub(crate) struct Optimizer {
    script: PathBuf,
    worker: Option<Worker>,
}

struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Optimizer {
    pub(crate) fn new(root: &Path) -> Self {
        Self { script: root.join("sitebuild").join("optimize.mjs"), worker: None }
    }

    /// The module at `file`, as small as binaryen makes it.
    pub(crate) fn optimize(&mut self, file: &Path) -> Result<Vec<u8>> {
        let output = file.with_extension("opt");
        let worker = match &mut self.worker {
            Some(worker) => worker,
            none => none.insert(Worker::start(&self.script)?),
        };
        writeln!(worker.input, "{}\t{}", file.display(), output.display()).context("binaryen stopped")?;
        let mut answer = String::new();
        worker.output.read_line(&mut answer)?;
        if answer.trim() != "ok" {
            bail!("binaryen could not optimise {}: its message is above", file.display());
        }
        let bytes = std::fs::read(&output)?;
        std::fs::remove_file(&output)?;
        Ok(bytes)
    }
}

impl Worker {
    fn start(script: &Path) -> Result<Self> {
        let mut child = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start node")?;
        let input = child.stdin.take().ok_or_else(|| anyhow!("node has no standard input"))?;
        let output = child.stdout.take().ok_or_else(|| anyhow!("node has no standard output"))?;
        Ok(Self { child, input, output: BufReader::new(output) })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It holds nothing that has to be finished: what it wrote was answered.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
