//! Database servers that are started for a test, where they are installed.

use super::*;

/// A server of our own; it ends with its test.
struct Server {
    folder: tempfile::TempDir,
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked first: a killed server leaves shared memory behind.
        let _ = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let _ = self.child.wait();
    }
}

/// The path of a program, also where distributions hide servers.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.extend(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

fn skipped(what: &str) {
    assert!(
        std::env::var_os("FACHCHECK_NEEDS_SERVERS").is_none(),
        "{what} is not installed"
    );
    // Past the capture of the test runner: nobody should think it was tested.
    let _ = writeln!(std::io::stderr(), "skipped: {what} is not installed");
}

pub(super) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("a bound port").port()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout == b"0\n")
}

/// A command as the user of a server: servers refuse to run as root.
fn as_user(user: &str, program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", user, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn done(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder that a server may write into.
fn folder_of(user: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    if is_root() {
        done(Command::new("chown").arg(user).arg(folder.path()));
    }
    folder
}

fn wait_for(what: &str, ready: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !ready() {
        assert!(Instant::now() < until, "{what} does not answer");
        std::thread::sleep(Duration::from_millis(100));
    }
}

// ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────────────────

struct Postgres(Server);

impl Postgres {
    fn start() -> Option<Self> {
        let (server, init) = (program("postgres")?, program("initdb")?);
        program("psql")?;
        let folder = folder_of("postgres");
        let data = folder.path().join("data");
        let secret = folder.path().join("secret");
        fs::write(&secret, PASSWORD).expect("a file");
        done(Command::new("chmod").arg("644").arg(&secret));
        let mut init = as_user("postgres", &init);
        init.current_dir("/")
            .arg("-D")
            .arg(&data)
            .arg("--pwfile")
            .arg(&secret);
        done(init.args([
            "-U",
            "leitung",
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale=C",
        ]));
        let encrypted = certificate(folder.path(), "postgres");
        let port = free_port();
        let mut command = as_user("postgres", &server);
        command.current_dir("/").arg("-D").arg(&data);
        command.args(["-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={}", folder.path().display()),
            "fsync=off".to_owned(),
            "max_locks_per_transaction=1024".to_owned(),
            format!("ssl={}", if encrypted { "on" } else { "off" }),
            format!("ssl_cert_file={}/server.crt", folder.path().display()),
            format!("ssl_key_file={}/server.key", folder.path().display()),
        ] {
            command.args(["-c", &setting]);
        }
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let server = Self(Server {
            folder,
            child,
            port,
        });
        wait_for("PostgreSQL", || {
            server
                .psql("postgres", "select 1")
                .status()
                .is_ok_and(|status| status.success())
        });
        Some(server)
    }

    fn psql(&self, database: &str, sql: &str) -> Command {
        let mut command = Command::new(program("psql").expect("found before"));
        command
            .env("PGPASSWORD", PASSWORD)
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &self.0.port.to_string(),
                "-U",
                "leitung",
            ])
            .args(["-d", database, "-v", "ON_ERROR_STOP=1", "-q", "-c", sql])
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, database: &str, sql: &str) {
        done(&mut self.psql(database, sql));
    }

    fn url(&self, user: &str, database: &str) -> String {
        let port = self.0.port;
        format!("postgresql://{user}:{PASSWORD}@127.0.0.1:{port}/{database}?sslmode=disable")
    }
}

/// Makes a certificate that nobody trusts.
fn certificate(folder: &Path, user: &str) -> bool {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ])
        .arg("-addext")
        .arg("subjectAltName=IP:127.0.0.1,DNS:localhost")
        .arg("-keyout")
        .arg(folder.join("server.key"))
        .arg("-out")
        .arg(folder.join("server.crt"))
        .output()
        .is_ok_and(|output| output.status.success());
    if made {
        done(
            Command::new("chmod")
                .arg("600")
                .arg(folder.join("server.key")),
        );
        if is_root() {
            done(
                Command::new("chown")
                    .arg(user)
                    .arg(folder.join("server.key")),
            );
        }
    }
    made
}

#[test]
fn a_postgresql_server() {
    let Some(server) = Postgres::start() else {
        return skipped("PostgreSQL");
    };
    server.run("postgres", "create database meldewesen");
    server.run("meldewesen", include_str!("postgres.sql"));
    let url = server.url("leitung", "meldewesen");
    assert_shown("postgres", script(&url));
    assert_eq!(script(&url), script(&url));

    let report = run_over(Path::new("."), online(), vec![application(&url)]);
    assert_eq!(lost(&report), []);
    let name = format!("postgresql://127.0.0.1:{}/meldewesen", server.0.port);
    assert_eq!(documents(&report), [name]);
    assert!(
        !serde_json::to_string(&report)
            .expect("a report")
            .contains(PASSWORD)
    );
    let fields = &report.applications[0].fields;
    let kind = fields.iter().find(|field| field.name == "Geschlecht");
    assert_eq!(kind.expect("the column of a child").values.len(), 2);

    // Everybody may read the catalogue, but not the rows of the lists.
    server.run(
        "meldewesen",
        &format!("create role gast login password '{PASSWORD}'"),
    );
    let guest = server.url("gast", "meldewesen");
    let (what, detail) = reason(&guest, online());
    assert_eq!(what, GapReason::UnresolvedReference);
    assert!(detail.contains("t_geschlecht"), "{detail}");

    let wrong = guest.replace(PASSWORD, "falsch");
    assert_eq!(reason(&wrong, online()).0, GapReason::Forbidden);
    let nobody = url.replace(&format!("leitung:{PASSWORD}@"), "");
    assert_eq!(reason(&nobody, online()).0, GapReason::Forbidden);
    let no_password = url.replace(&format!(":{PASSWORD}"), "");
    assert_eq!(reason(&no_password, online()).0, GapReason::Forbidden);
    server.run(
        "postgres",
        "revoke connect on database meldewesen from public",
    );
    assert_eq!(reason(&guest, online()).0, GapReason::Forbidden);
    let missing = server.url("leitung", "fehlt");
    assert_eq!(reason(&missing, online()).0, GapReason::Missing);

    server.run("postgres", "create database leer");
    let empty = server.url("leitung", "leer");
    assert_eq!(reason(&empty, online()).0, GapReason::Empty);

    // Somebody holds what we need: no waiting without end.
    server.run("postgres", "create database belegt");
    server.run("belegt", "create table a (b int)");
    let mut holder = server
        .psql(
            "belegt",
            "begin; lock table pg_class in access exclusive mode; select pg_sleep(20)",
        )
        .spawn()
        .expect("a client");
    std::thread::sleep(Duration::from_millis(800));
    let patient = Limits {
        timeout: Duration::from_secs(1),
        ..online()
    };
    let started = Instant::now();
    let held = reason(&server.url("leitung", "belegt"), patient);
    assert_eq!(held.0, GapReason::TimedOut, "{held:?}");
    assert!(started.elapsed() < Duration::from_secs(10));
    let _ = holder.kill();
    let _ = holder.wait();

    if server.0.folder.path().join("server.crt").exists() {
        let offered = url.replace("?sslmode=disable", "");
        assert_eq!(reason(&offered, online()).0, GapReason::Tls);
        let verified = url.replace("=disable", "=verify-full");
        assert_eq!(reason(&verified, online()).0, GapReason::Tls);
        let encrypted = url.replace("=disable", "=require");
        assert_eq!(script(&encrypted), script(&url));
    }

    let address = url.replace(&format!(":{PASSWORD}"), "");
    for (address, variable) in [(&address, PASSWORD), (&url, "")] {
        let output = assert_cmd::Command::cargo_bin("fachcheck")
            .expect("the program")
            .env("PGPASSWORD", variable)
            .args(["check", "--allow-loopback", "--format", "json", address])
            .output()
            .expect("it runs");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("t_geschlecht") && !said.contains(PASSWORD));
    }

    server.run("postgres", "create database viele");
    server.run(
        "viele",
        "do $$ begin for n in 1..5000 loop execute format('create table t_%s (id int primary key, \
         geschlecht char(1) check (geschlecht in (''m'', ''w'')))', n); end loop; end $$",
    );
    let started = Instant::now();
    let many = server.url("leitung", "viele");
    let (text, _) = script(&many);
    assert_eq!(text.matches("CREATE TABLE").count(), 5000);
    let _ = writeln!(
        std::io::stderr(),
        "PostgreSQL, 5000 tables: {:?}",
        started.elapsed()
    );
    let small = Limits {
        max_bytes: 20_000,
        ..online()
    };
    assert_eq!(reason(&many, small).0, GapReason::TooLarge);

    let offline = Limits {
        online: false,
        ..online()
    };
    assert_eq!(reason(&url, offline).0, GapReason::Offline);
    let not_here = Limits {
        allow_loopback: false,
        ..online()
    };
    assert_eq!(reason(&url, not_here).0, GapReason::Refused);
}

// ── MariaDB ─────────────────────────────────────────────────────────────────────────────────────────────

struct Maria(Server);

impl Maria {
    fn start() -> Option<Self> {
        let (server, init) = (program("mariadbd")?, program("mariadb-install-db")?);
        program("mariadb")?;
        let user = if is_root() { "mysql" } else { "" };
        let folder = folder_of(if user.is_empty() { "root" } else { user });
        let data = format!("--datadir={}/data", folder.path().display());
        let mut init = Command::new(init);
        init.args([
            "--no-defaults",
            &data,
            "--skip-test-db",
            "--auth-root-authentication-method=normal",
        ]);
        if is_root() {
            init.arg("--user=mysql");
        }
        done(&mut init);
        let port = free_port();
        let mut command = Command::new(server);
        command.args(["--no-defaults", &data, "--bind-address=127.0.0.1"]);
        command.arg(format!("--port={port}"));
        command.arg(format!("--socket={}/s", folder.path().display()));
        command.arg("--innodb-flush-log-at-trx-commit=0");
        // Thousands of tables are made in seconds where nothing has to survive a crash.
        command.arg("--debug-no-sync");
        if is_root() {
            command.arg("--user=mysql");
        }
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let server = Self(Server {
            folder,
            child,
            port,
        });
        wait_for("MariaDB", || {
            server
                .client("", "select 1")
                .status()
                .is_ok_and(|status| status.success())
        });
        Some(server)
    }

    fn client(&self, database: &str, sql: &str) -> Command {
        let mut command = Command::new(program("mariadb").expect("found before"));
        command
            .arg("--no-defaults")
            .arg(format!("--socket={}/s", self.0.folder.path().display()))
            .args(["-u", "root", "--default-character-set=utf8mb4", "-e", sql])
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if !database.is_empty() {
            command.arg(database);
        }
        command
    }

    fn run(&self, database: &str, sql: &str) {
        done(&mut self.client(database, sql));
    }

    fn url(&self, user: &str, database: &str) -> String {
        format!(
            "mysql://{user}:{PASSWORD}@127.0.0.1:{}/{database}",
            self.0.port
        )
    }
}

#[test]
fn a_mariadb_server() {
    let Some(server) = Maria::start() else {
        return skipped("MariaDB");
    };
    server.run("", "create database buergerdienste character set utf8mb4");
    server.run("buergerdienste", include_str!("mariadb.sql"));
    server.run(
        "",
        &format!(
            "create user leser@'127.0.0.1' identified by '{PASSWORD}'; \
             grant select on buergerdienste.* to leser@'127.0.0.1'; \
             create user gast@'127.0.0.1' identified by '{PASSWORD}'; \
             grant insert on buergerdienste.anreden to gast@'127.0.0.1'"
        ),
    );
    let url = server.url("leser", "buergerdienste");
    assert_shown("mariadb", script(&url));
    assert_eq!(script(&url), script(&url));

    let report = run_over(Path::new("."), online(), vec![application(&url)]);
    assert_eq!(lost(&report), []);
    assert!(
        !serde_json::to_string(&report)
            .expect("a report")
            .contains(PASSWORD)
    );
    let fields = &report.applications[0].fields;
    let field = fields.iter().find(|field| field.name == "geschlecht");
    assert_eq!(field.expect("the column").values.len(), 3);

    let (what, detail) = reason(&server.url("gast", "buergerdienste"), online());
    assert_eq!(what, GapReason::UnresolvedReference, "{detail}");
    let wrong = url.replace(PASSWORD, "falsch");
    assert_eq!(reason(&wrong, online()).0, GapReason::Forbidden);
    server.run(
        "",
        "create database geheim; create database leer; grant select on leer.* to leser@'127.0.0.1'",
    );
    assert_eq!(
        reason(&server.url("leser", "geheim"), online()).0,
        GapReason::Forbidden
    );
    assert_eq!(
        reason(&server.url("leser", "leer"), online()).0,
        GapReason::Empty
    );
    let encrypted = format!("{url}?sslmode=require");
    let (what, detail) = reason(&encrypted, online());
    assert_eq!(what, GapReason::Tls, "{detail}");

    server.run(
        "",
        "create database viele; grant select on viele.* to leser@'127.0.0.1'",
    );
    let tables: String = (0..5000)
        .map(|n| {
            format!(
                "create table t_{n} (id int primary key, geschlecht enum('m', 'w')) engine=aria;\n"
            )
        })
        .collect();
    let file = server.0.folder.path().join("viele.sql");
    fs::write(&file, tables).expect("a file");
    server.run("viele", &format!("source {}", file.display()));
    let started = Instant::now();
    let (text, _) = script(&server.url("leser", "viele"));
    assert_eq!(text.matches("CREATE TABLE").count(), 5000);
    let _ = writeln!(
        std::io::stderr(),
        "MariaDB, 5000 tables: {:?}",
        started.elapsed()
    );
}

// ── Nobody there ────────────────────────────────────────────────────────────────────────────────────────
