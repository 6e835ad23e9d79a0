//! The messages of the Language Server Protocol (3.17) that we read. All others are ignored.

use serde::Deserialize;
use serde_json::Value;

use super::position::{EditorPosition, EditorRange, EditorText};

/// What an editor says about itself and its folders.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct InitializeParams {
    /// Language of its user interface (`de`, `en-US`).
    pub locale: Option<String>,
    /// The single folder, from older editors.
    pub root_uri: Option<String>,
    /// All folders; takes precedence over `root_uri`.
    pub workspace_folders: Option<Vec<WorkspaceFolder>>,
    capabilities: Value,
}

impl InitializeParams {
    /// URIs of the open folders.
    pub fn folders(&self) -> Vec<&str> {
        match &self.workspace_folders {
            Some(folders) => folders.iter().map(|folder| folder.uri.as_str()).collect(),
            None => self.root_uri.as_deref().into_iter().collect(),
        }
    }

    /// Whether edits can name the version of the text they apply to.
    pub fn knows_versioned_changes(&self) -> bool {
        let known = "/workspace/workspaceEdit/documentChanges";
        self.capabilities.pointer(known) == Some(&Value::Bool(true))
    }
}

/// A folder that the editor has open.
#[derive(Debug, Deserialize)]
pub struct WorkspaceFolder {
    pub uri: String,
}

/// `workspace/didChangeWorkspaceFolders`.
#[derive(Debug, Deserialize)]
pub struct FolderChanges {
    pub event: FolderChange,
}

/// The folders that were opened and closed.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct FolderChange {
    pub added: Vec<WorkspaceFolder>,
    pub removed: Vec<WorkspaceFolder>,
}

/// `textDocument/didOpen`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    pub text_document: OpenedText,
}

/// A text with its content.
#[derive(Debug, Deserialize)]
pub struct OpenedText {
    pub uri: String,
    #[serde(default)]
    pub version: i64,
    pub text: String,
}

/// `textDocument/didChange`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    pub text_document: NamedText,
    pub content_changes: Vec<TextChange>,
}

/// A notification or request about a text: saved, closed, asked about.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AboutText {
    pub text_document: NamedText,
}

/// A text by its address; the version is missing outside of changes.
#[derive(Debug, Deserialize)]
pub struct NamedText {
    pub uri: String,
    #[serde(default)]
    pub version: Option<i64>,
}

/// A change of a text: of a range, or of all of it.
#[derive(Debug, Deserialize)]
pub struct TextChange {
    pub range: Option<EditorRange>,
    pub text: String,
}

/// Applies changes to a text. We ask for full texts, but accept editors that send ranges anyway.
pub fn changed(mut text: String, changes: Vec<TextChange>) -> String {
    for change in changes {
        text = match change.range {
            Some(range) => EditorText::new(text).with(range, &change.text),
            None => change.text,
        };
    }
    text
}

/// A request about a position in a text.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtPosition {
    pub text_document: NamedText,
    pub position: EditorPosition,
}

/// `textDocument/codeAction`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionsAsked {
    pub text_document: NamedText,
    pub range: EditorRange,
    #[serde(default)]
    pub context: ActionContext,
}

/// What kinds of code actions are requested; all without `only`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActionContext {
    only: Option<Vec<String>>,
}

impl ActionContext {
    /// Whether quick fixes are requested, possibly among others.
    pub fn wants_quick_fixes(&self) -> bool {
        self.only.as_ref().is_none_or(|kinds| {
            let named = |kind: &String| kind.is_empty() || kind == QUICK_FIX;
            kinds.iter().any(named)
        })
    }
}

/// The code action kind of changes that settle a finding.
pub const QUICK_FIX: &str = "quickfix";

/// `$/cancelRequest`.
#[derive(Debug, Deserialize)]
pub struct Cancelled {
    pub id: lsp_server::RequestId,
}

/// `workspace/executeCommand`.
#[derive(Debug, Deserialize)]
pub struct CommandAsked {
    pub command: String,
    #[serde(default)]
    pub arguments: Vec<Value>,
}
