//! The files that a team begins with.

/// A file that `init` can write.
#[derive(Clone, Copy, Debug)]
pub struct StarterFile {
    /// The word for it on the command line; none: it is always written.
    pub name: Option<&'static str>,
    /// Its path below the repository.
    pub path: &'static str,
    /// What stands in it.
    pub content: &'static str,
}

/// All of them.
pub const STARTER_FILES: &[StarterFile] = &[
    StarterFile {
        name: None,
        path: super::CONFIG,
        content: include_str!("starter/fachcheck.toml"),
    },
    StarterFile {
        name: Some("github"),
        path: ".github/workflows/fachcheck.yml",
        content: include_str!("starter/github.yml"),
    },
    StarterFile {
        name: Some("gitlab"),
        path: "fachcheck.gitlab-ci.yml",
        content: include_str!("starter/gitlab.yml"),
    },
    StarterFile {
        name: Some("pre-commit"),
        path: ".pre-commit-config.yaml",
        content: include_str!("starter/pre-commit.yml"),
    },
];
