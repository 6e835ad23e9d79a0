//! The initial files of a team.

use crate::texts::Bilingual;

/// A file that `init` can write.
#[derive(Clone, Debug)]
pub struct StarterFile {
    /// Its name on the command line; `None` if it is always written.
    pub name: Option<&'static str>,
    /// Its path in the repository.
    pub path: &'static str,
    /// Its content, with comments in the team's language.
    pub content: Bilingual<&'static str>,
}

/// All starter files.
pub const STARTER_FILES: &[StarterFile] = &[
    StarterFile {
        name: None,
        path: super::CONFIG,
        content: Bilingual {
            de: include_str!("starter/fachcheck.de.toml"),
            en: include_str!("starter/fachcheck.en.toml"),
        },
    },
    StarterFile {
        name: Some("github"),
        path: ".github/workflows/fachcheck.yml",
        content: Bilingual {
            de: include_str!("starter/github.de.yml"),
            en: include_str!("starter/github.en.yml"),
        },
    },
    StarterFile {
        name: Some("gitlab"),
        path: "fachcheck.gitlab-ci.yml",
        content: Bilingual {
            de: include_str!("starter/gitlab.de.yml"),
            en: include_str!("starter/gitlab.en.yml"),
        },
    },
    StarterFile {
        name: Some("pre-commit"),
        path: ".pre-commit-config.yaml",
        content: Bilingual {
            de: include_str!("starter/pre-commit.de.yml"),
            en: include_str!("starter/pre-commit.en.yml"),
        },
    },
];
