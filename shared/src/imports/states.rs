//! Where an import stands, and what kind of file it was.

use crate::words::words;

words! {
    /// Where an import stands.
    ImportState {
        Uploading = "uploading", "Being uploaded";
        Uploaded = "uploaded", "Columns to be chosen";
        Checking = "checking", "Being checked";
        Checked = "checked", "Checked";
        Running = "running", "Running";
        Stopped = "stopped", "Stopped";
        Done = "done", "Done";
        Undoing = "undoing", "Being taken back";
        Undone = "undone", "Taken back";
    }
    /// What kind of file it was.
    FileKind {
        Csv = "csv", "CSV";
        Xlsx = "xlsx", "Excel workbook";
    }
    /// How its letters are written.
    Encoding {
        Utf8 = "utf-8", "UTF-8";
        Utf16Le = "utf-16le", "UTF-16, little end first";
        Utf16Be = "utf-16be", "UTF-16, big end first";
        Windows1252 = "windows-1252", "Windows-1252";
        Mixed = "mixed", "UTF-8 and Windows-1252 mixed";
    }
}

impl ImportState {
    /// Whether a job is at work on it.
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Checking | Self::Running | Self::Undoing)
    }

    /// Whether its columns may still be chosen.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Uploaded | Self::Checked)
    }

    /// Whether it may have written leads that can be taken back.
    pub const fn can_be_undone(self) -> bool {
        matches!(self, Self::Stopped | Self::Done)
    }
}
