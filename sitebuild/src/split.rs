//! Cuts the lazy routes out of the app's module. Owns what stays in the core: the splitter makes a part of its own for
//! every set of routes that share something, hundreds of files too small to be compressed well. Most of what is shared is
//! kept in the core instead.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use wasm_encoder::{ExportKind, ExportSection, Module, RawSection};
use wasm_split_cli_support::{Options, SplitWasm, transform};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::workspace::files_below;

/// Leptos looks for the manifest under exactly these names when it renders a page.
const LOADER: &str = "./__wasm_split.______________________.js";
pub(crate) const MANIFEST: &str = "__wasm_split_manifest.json";

/// The page that is opened most, by the name of its route: what it shares with any other is in the core.
const EVERYDAY: &str = "leads_route";
/// So is what this many others share.
const COMMON: usize = 4;
/// What names of routes hold. Other parts are loaded by somebody who is on a page already: what only they share with a page
/// is not worth being in the core.
const PAGE: &str = "_route_";

/// Begins the names of exports that are made for the splitter.
const PREFIX: &str = "common";

/// Writes routes, shared parts, their loader and the manifest into `folder`; answers the path of the core, the input of
/// wasm-bindgen. `output` is the stem of what wasm-bindgen makes of it.
pub(crate) fn split(input: &[u8], output: &str, name: &Path, folder: &Path) -> Result<PathBuf> {
    let trial = folder.join("trial");
    let made = cut(input, output, &trial.join(name), &trial)?;
    let common = common_functions(&made, &trial)?;
    std::fs::remove_dir_all(&trial)?;

    let core = folder.join(name);
    let made = cut(&exporting(input, &common)?, output, &core, folder)?;
    let slim = without_idle_exports(&std::fs::read(&core)?, folder)?;
    std::fs::write(&core, slim)?;
    // Sorted, so that the same module gives the same manifest.
    let prefetch: BTreeMap<_, _> = made.prefetch_map.into_iter().collect();
    std::fs::write(folder.join(MANIFEST), serde_json::to_vec_pretty(&prefetch)?)?;
    Ok(core)
}

fn cut(input: &[u8], output: &str, core: &Path, folder: &Path) -> Result<SplitWasm> {
    let main_module = format!("./{output}.js");
    let mut options = Options::new(input);
    options.output_dir = folder;
    options.main_out_path = core;
    options.main_module = &main_module;
    options.link_name = LOADER;
    std::fs::create_dir_all(folder)?;
    transform(options).map_err(|error| anyhow!("wasm split: {error:#}"))
}

/// The names of all functions in parts that belong to the core.
fn common_functions(made: &SplitWasm, folder: &Path) -> Result<HashSet<String>> {
    let mut names = HashSet::new();
    for part in common_parts(&made.prefetch_map) {
        let module = std::fs::read(folder.join(format!("{part}.wasm")))?;
        names.extend(defined_functions(&module)?.into_iter().map(|(_, name)| name));
    }
    Ok(names)
}

/// `routes` are the lazy routes and the parts they load.
fn common_parts(routes: &HashMap<String, Vec<String>>) -> BTreeSet<&String> {
    let mut loaded_by: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for (route, parts) in routes.iter().filter(|(route, _)| route.contains(PAGE)) {
        for part in parts {
            loaded_by.entry(part).or_default().push(route);
        }
    }
    let everyday = |routes: &[&String]| routes.iter().any(|route| route.contains(EVERYDAY));
    loaded_by
        .into_iter()
        .filter(|(_, routes)| routes.len() >= COMMON || routes.len() > 1 && everyday(routes))
        .map(|(part, _)| part)
        .collect()
}

/// Index and name of every function of a module that is not imported.
fn defined_functions(module: &[u8]) -> Result<Vec<(u32, String)>> {
    let mut imported = 0;
    let mut functions = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    if matches!(import?.ty, TypeRef::Func(_)) {
                        imported += 1;
                    }
                }
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(names) = section.as_known() else { continue };
                for subsection in names {
                    let Name::Function(named) = subsection? else { continue };
                    for naming in named {
                        let naming = naming?;
                        if naming.index >= imported {
                            functions.push((naming.index, naming.name.to_owned()));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(functions)
}

/// The module with exports for `functions`: the splitter leaves in the core what it exports.
fn exporting(module: &[u8], functions: &HashSet<String>) -> Result<Vec<u8>> {
    let mut common = defined_functions(module)?;
    common.retain(|(_, name)| functions.contains(name));
    with_exports(
        module,
        |exports| {
            for (index, _) in common {
                exports.export(&format!("{PREFIX}{index}"), ExportKind::Func, index);
            }
        },
        |_| true,
    )
}

/// The core without the exports that no part asks for: they were for the splitter, and would keep the optimiser from
/// changing what they export.
fn without_idle_exports(core: &[u8], folder: &Path) -> Result<Vec<u8>> {
    let mut wanted = HashSet::new();
    for (path, full) in files_below(folder)? {
        if Path::new(&path).extension().is_some_and(|extension| extension == "wasm") {
            wanted.extend(imported_names(&std::fs::read(full)?)?);
        }
    }
    with_exports(core, |_| {}, |name| !name.starts_with(PREFIX) || wanted.contains(name))
}

fn imported_names(module: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                names.push(import?.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The module with more exports, and without those that are not kept. Everything else stays as it is, byte by byte, because
/// relocations count bytes from the start of their section.
fn with_exports(
    module: &[u8],
    add: impl FnOnce(&mut ExportSection),
    keep: impl Fn(&str) -> bool,
) -> Result<Vec<u8>> {
    let mut out = Module::new();
    let mut add = Some(add);
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Payload::ExportSection(section) = &payload {
            let mut exports = ExportSection::new();
            for export in section.clone() {
                let export = export?;
                if keep(export.name) {
                    exports.export(export.name, export.kind.into(), export.index);
                }
            }
            if let Some(add) = add.take() {
                add(&mut exports);
            }
            out.section(&exports);
        } else if let Some((id, range)) = payload.as_section() {
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            let data = module.get(range).ok_or_else(|| anyhow!("a section ends beyond its module"))?;
            out.section(&RawSection { id, data });
        }
    }
    Ok(out.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, EntityType, Function, FunctionSection, ImportSection, NameMap, NameSection, TypeSection,
    };

    /// One imported function, and two of its own with names.
    fn module() -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("env", "outside", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut exports = ExportSection::new();
        exports.export("start", ExportKind::Func, 1);
        let mut code = CodeSection::new();
        for _ in 0..2 {
            let mut body = Function::new([]);
            body.instructions().end();
            code.function(&body);
        }
        let mut map = NameMap::new();
        for (index, name) in [(0, "outside"), (1, "start"), (2, "shared")] {
            map.append(index, name);
        }
        let mut names = NameSection::new();
        names.functions(&map);
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&exports)
            .section(&code)
            .section(&names);
        module.finish()
    }

    fn exports(module: &[u8]) -> Vec<(String, u32)> {
        let mut found = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::ExportSection(section) = payload.unwrap() {
                found.extend(section.into_iter().map(|export| {
                    let export = export.unwrap();
                    (export.name.to_owned(), export.index)
                }));
            }
        }
        found
    }

    #[test]
    fn the_core_holds_what_the_everyday_page_shares_and_what_many_do() {
        let route =
            |name: &str, parts: &[&str]| (name.to_owned(), parts.iter().map(ToString::to_string).collect());
        let mut routes: HashMap<String, Vec<String>> =
            (0..4).map(|number| route(&format!("page_route_{number}"), &["of_four"])).collect();
        routes.extend([
            route("leads_route_1", &["own", "of_two_and_it", "of_it_and_its_panel"]),
            route("lead_route_2", &["of_two_and_it", "of_two"]),
            route("home_route_3", &["of_two"]),
            route("panel_4", &["of_it_and_its_panel", "of_two"]),
        ]);
        let common: Vec<&str> = common_parts(&routes).into_iter().map(String::as_str).collect();
        assert_eq!(common, ["of_four", "of_two_and_it"]);
    }

    #[test]
    fn what_is_imported_is_not_defined() {
        let defined = defined_functions(&module()).unwrap();
        assert_eq!(defined, [(1, "start".to_owned()), (2, "shared".to_owned())]);
    }

    #[test]
    fn common_functions_are_exported_and_nothing_else_changes() {
        let before = module();
        let after = exporting(&before, &HashSet::from(["shared".to_owned(), "outside".to_owned()])).unwrap();
        assert_eq!(exports(&after), [("start".to_owned(), 1), ("common2".to_owned(), 2)]);
        assert_eq!(exporting(&before, &HashSet::new()).unwrap(), before);
    }

    #[test]
    fn exports_that_no_part_asks_for_go_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut part = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("__wasm_split", "common2", EntityType::Function(0));
        part.section(&types).section(&imports);
        std::fs::write(folder.path().join("part.wasm"), part.finish()).unwrap();
        let all = HashSet::from(["start".to_owned(), "shared".to_owned()]);
        let core = without_idle_exports(&exporting(&module(), &all).unwrap(), folder.path()).unwrap();
        assert_eq!(exports(&core), [("start".to_owned(), 1), ("common2".to_owned(), 2)]);
    }
}
