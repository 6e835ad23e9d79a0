//! The files that a team begins with.

use crate::texts::Bilingual;

/// A file that `init` can write.
#[derive(Clone, Debug)]
pub struct StarterFile {
    /// The word for it on the command line; none: it is always written.
    pub name: Option<&'static str>,
    /// Its path below the repository.
    pub path: &'static str,
    /// What stands in it, with remarks in the language of the team.
    pub content: Bilingual<&'static str>,
}

/// All of them.
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
