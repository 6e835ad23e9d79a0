//! Interprets paths, URLs and databases on the command line as stand-ins for an inventory's applications.

use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use crate::inventory::{Application, ApplicationUrl, Artefact, ArtefactTarget, Inventory};
use crate::problem::Problems;
use crate::source::public_name;
use crate::texts::Bilingual;

/// The inventory for the given paths and URLs: one stand-in application per folder, URL and database; `named`
/// determines how single files are grouped.
///
/// # Errors
/// All paths that do not exist, and invalid URLs.
pub fn inventory_of(paths: &[String], named: NamedFiles) -> Result<Inventory, Problems> {
    let mut inventory = Inventory::default();
    let mut problems = Problems::default();
    let mut names = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        let application = if is_web_address(path) {
            of_address(path).ok_or("cli.bad-address")
        } else if let Some(variable) = password_variable(path) {
            of_database(path, variable).ok_or("cli.bad-database")
        } else if let Some(file) = path
            .strip_prefix("sqlite:")
            .map(|file| file.strip_prefix("//").unwrap_or(file))
            .filter(|file| Path::new(file).exists())
        {
            Ok(of_path(file))
        } else if Path::new(path).is_file() {
            files.push(path.as_str());
            names.push(path.clone());
            continue;
        } else if Path::new(path).exists() {
            Ok(of_path(path))
        } else {
            Err("cli.no-such-path")
        };
        match application {
            Ok(application) => {
                names.push(application.name.clone());
                let id = application.id.clone();
                inventory.applications.insert(id, application);
            }
            Err(wrong) => {
                // A mistyped URL may contain a password.
                let path = &match path.contains("://") {
                    true => public_name(path),
                    false => path.clone(),
                };
                let message = Bilingual::filled(wrong, &[("value", path)]);
                problems.0.extend(Problems::one("ARG", path, message).0);
            }
        }
    }
    if !problems.0.is_empty() {
        return Err(problems);
    }
    let applications = match named {
        NamedFiles::Together => of_files(&files),
        NamedFiles::EachAlone => files.iter().map(|file| of_path(file)).collect(),
    };
    for application in applications {
        let known = inventory.applications.entry(application.id.clone());
        match known {
            Entry::Vacant(place) => {
                place.insert(application);
            }
            // The folder that contains the files was given as well.
            Entry::Occupied(mut folder) => folder.get_mut().artefacts.extend(application.artefacts),
        }
    }
    inventory.organisation = names.join(", ");
    Ok(inventory)
}

/// Whether an argument is an existing path.
pub fn is_on_disk(argument: &str) -> bool {
    !is_web_address(argument)
        && password_variable(argument).is_none()
        && Path::new(argument).exists()
}

/// Schemes are case-insensitive.
fn is_web_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    })
}

fn of_path(path: &str) -> Application {
    Application {
        id: path.to_owned(),
        name: name_of(Path::new(path)),
        artefacts: vec![at_path(String::new())],
        root: Some(PathBuf::from(path)),
        ..Application::default()
    }
}

/// The name of a path: as written, but `.` and `..` by the folder they lead to.
fn name_of(path: &Path) -> String {
    let is_named = path.file_name().is_some() || path.has_root();
    let real = (!is_named).then(|| path.canonicalize().ok()).flatten();
    let name = real.as_deref().and_then(Path::file_name);
    name.map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Whether files given one by one belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedFiles {
    /// They form one application.
    Together,
    /// Each is an application of its own.
    EachAlone,
}

/// Files given one by one form one application below the folder they share: pre-commit tools pass what changed, and a
/// form is read with the list it offers. A link that leads out of the folder becomes its own application.
fn of_files(files: &[&str]) -> Vec<Application> {
    let [first, others @ ..] = files else {
        return Vec::new();
    };
    if others.is_empty() {
        return vec![of_path(first)];
    }
    let folder = others.iter().fold(folder_of(first), |folder, file| {
        let file = folder_of(file);
        let shared = folder.components().zip(file.components());
        shared
            .take_while(|(ours, theirs)| ours == theirs)
            .map(|(part, _)| part)
            .collect()
    });
    let root = match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder.clone(),
    };
    let real = root.canonicalize().ok();
    let mut together = Application {
        id: root.display().to_string(),
        name: name_of(&root),
        root: Some(root),
        ..Application::default()
    };
    let mut alone = Vec::new();
    for file in files {
        let is_below = Path::new(file)
            .canonicalize()
            .ok()
            .zip(real.as_ref())
            .is_some_and(|(file, real)| file.starts_with(real));
        let below = Path::new(file)
            .strip_prefix(&folder)
            .ok()
            .and_then(Path::to_str);
        match below.filter(|_| is_below) {
            Some(below) => together.artefacts.push(at_path(below.to_owned())),
            None => alone.push(of_path(file)),
        }
    }
    if !together.artefacts.is_empty() {
        alone.push(together);
    }
    alone
}

fn folder_of(file: &str) -> PathBuf {
    Path::new(file).parent().unwrap_or(Path::new("")).to_owned()
}

fn at_path(path: String) -> Artefact {
    Artefact {
        id: String::new(),
        target: ArtefactTarget::Path(path),
        format: None,
        auth_ref: None,
        label: None,
    }
}

/// The environment variable with the database password, as its own tools call it; `None` if this is not a database URL.
fn password_variable(address: &str) -> Option<&'static str> {
    let (scheme, _) = address.split_once("://")?;
    match scheme.to_ascii_lowercase().as_str() {
        "postgresql" | "postgres" => Some("PGPASSWORD"),
        "mysql" | "mariadb" => Some("MYSQL_PWD"),
        _ => None,
    }
}

fn of_database(address: &str, variable: &str) -> Option<Application> {
    let url = url::Url::parse(address).ok()?;
    let named = url.has_host() && !url.path().trim_matches('/').is_empty();
    if !named {
        return None;
    }
    // A password in the URL takes precedence. Without a user, the variable would be used as both.
    let set = std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    let by_variable = set && url.password().is_none() && !url.username().is_empty();
    let name = public_name(address.split(['?', '#']).next()?);
    Some(Application {
        id: name.clone(),
        name,
        artefacts: vec![Artefact {
            id: String::new(),
            target: ArtefactTarget::Database(address.to_owned()),
            format: None,
            auth_ref: by_variable.then(|| format!("env:{variable}")),
            label: None,
        }],
        ..Application::default()
    })
}

fn of_address(url: &str) -> Option<Application> {
    url::Url::parse(url).ok()?;
    let (scheme, rest) = url.split_once(':')?;
    let url = format!("{}:{rest}", scheme.to_ascii_lowercase());
    let url = url.as_str();
    Some(Application {
        id: public_name(url),
        name: public_name(url),
        urls: vec![ApplicationUrl {
            url: url.to_owned(),
            sample: Some(true),
            ..ApplicationUrl::default()
        }],
        ..Application::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_named_by_host_and_name_however_short() {
        for (address, is_named) in [
            ("postgresql://u@host.example/x", true),
            ("mysql://u@host.example/kita/", true),
            ("postgresql://u@host.example/", false),
            ("postgresql://u@host.example", false),
        ] {
            let database = of_database(address, "PGPASSWORD");
            assert_eq!(database.is_some(), is_named, "{address}");
        }
    }
}
