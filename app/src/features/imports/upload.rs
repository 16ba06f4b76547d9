//! The form a file is sent by. The browser sends it itself, so that it works without scripts and shows its own progress.

use super::address::{SAMPLE, UPLOAD};
use super::words::count;
use crate::state::Typed;
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use shared::imports::{KEEP_DAYS, MAX_COLUMNS, MAX_FILE, MAX_ROWS};
use ui::{Banner, Button, ButtonKind, ButtonType, Tone, lucide};
use wasm_bindgen::JsCast as _;

#[component]
pub(super) fn UploadForm() -> impl IntoView {
    let refused = expect_context::<Typed>().value("file");
    let words = RwSignal::new(refused);
    let (chosen, sending) = (RwSignal::new(String::new()), RwSignal::new(false));
    let choose = move |event: Event| {
        let file = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
            .and_then(|input| input.files())
            .and_then(|files| files.get(0));
        words.set(String::new());
        let Some(file) = file else { return chosen.set(String::new()) };
        chosen.set(file.name());
        // Floats hold sizes of files exactly.
        if file.size() > f64::from(u32::try_from(MAX_FILE).unwrap_or(u32::MAX)) {
            words.set(too_large());
        }
    };
    let send = move |event: SubmitEvent| {
        if sending.get_untracked() || !words.with_untracked(String::is_empty) {
            event.prevent_default();
            return;
        }
        if chosen.with_untracked(String::is_empty) {
            event.prevent_default();
            return words.set("Choose a file first: CSV or Excel (.xlsx).".to_owned());
        }
        sending.set(true);
    };
    let wrong = move || words.with(|words| !words.is_empty()).then_some("true");
    view! {
        <form
            action=UPLOAD
            method="post"
            enctype="multipart/form-data"
            class="mt-3 max-w-[640px] rounded-lg border border-line p-4"
            on:submit=send
        >
            <label for="import-file" class="font-semibold">
                "CSV file or Excel workbook (.xlsx)"
            </label>
            <p id="import-file-limits" class="mt-0.5 text-muted">
                {format!(
                    "Up to {} MB, {} rows and {MAX_COLUMNS} columns. The first row holds the headings; of a workbook the first sheet is read.",
                    MAX_FILE / (1024 * 1024),
                    count(MAX_ROWS),
                )}
            </p>
            <input
                id="import-file"
                type="file"
                name="file"
                required
                accept=".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                class="mt-3 block w-full rounded-md border border-line-strong bg-raised text-body file:mr-3 file:h-8 file:border-0 file:border-r file:border-line-strong file:bg-hover file:px-3 file:font-medium max-md:file:h-10"
                aria-invalid=wrong
                aria-describedby="import-file-limits import-file-wrong"
                on:change=choose
            />
            <div id="import-file-wrong" class="empty:hidden">
                {move || {
                    let words = words.get();
                    (!words.is_empty())
                        .then(|| {
                            view! {
                                <Banner tone=Tone::Danger alert=true class="mt-3">
                                    {words}
                                </Banner>
                            }
                        })
                }}
            </div>
            <div class="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
                <Button
                    kind=ButtonKind::Primary
                    button_type=ButtonType::Submit
                    icon=lucide::LuUpload
                    busy=sending
                    busy_label="Uploading"
                >
                    "Upload file"
                </Button>
                <a
                    href=SAMPLE
                    rel="external"
                    download=""
                    class="inline-flex min-h-6 items-center rounded-sm text-accent-ink underline-offset-2 hover:underline"
                >
                    "Download a sample file"
                </a>
            </div>
            <p class="mt-3 text-caption text-muted">
                {format!(
                    "Nothing becomes a lead yet: you choose what each column is and see what would happen first. An import can be taken back for {KEEP_DAYS} days.",
                )}
            </p>
        </form>
    }
}

fn too_large() -> String {
    format!("The file is larger than {} MB. Cut it into several files.", MAX_FILE / (1024 * 1024))
}
