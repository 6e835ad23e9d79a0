//! Addresses on the web: what is fetched, what is refused, and how each failure is told.

mod support;

use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

use fachcheck::gap::GapReason;
use fachcheck::inventory::{UrlAuth, UrlKind};
use fachcheck::source::Limits;
use support::{Server, application, documents, lost, online, run_over, send};

const HTML: &str = "content-type: text/html; charset=utf-8\r\n";
const PAGE: &[u8] = b"<!doctype html><html lang=de><title>Antrag</title><p>Guten Tag</p></html>";

/// The one gap of fetching one address.
fn reason(url: &str, limits: Limits) -> (GapReason, String) {
    let report = run_over(
        Path::new("."),
        limits,
        vec![application("APP-1", &[url.into()])],
    );
    let mut gaps = lost(&report);
    assert_eq!(gaps.len(), 1, "{url}: {gaps:?}");
    let (_, reason, detail) = gaps.remove(0);
    (reason, detail)
}

#[test]
fn a_page_is_fetched_under_a_name_without_secrets() {
    let server = Server::start(|path, stream| {
        assert_eq!(path, "/antrag?id=7&access_token=geheim");
        send(stream, "200 OK", HTML, PAGE);
    });
    let url = server.url("/antrag?id=7&access_token=geheim");
    let report = run_over(Path::new("."), online(), vec![application("APP-1", &[url])]);
    assert_eq!(lost(&report), []);
    assert_eq!(server.hits(), 1);
    assert!(!serde_json::to_string(&report).unwrap().contains("geheim"));
    let expected = server.url("/antrag?id=7&access_token=***");
    assert_eq!(documents(&report), [expected]);
}

#[test]
fn answers_of_servers_become_reasons() {
    let server = Server::start(|path, stream| match path {
        "/403" => send(stream, "403 Forbidden", HTML, PAGE),
        "/401" => send(stream, "401 Unauthorized", HTML, PAGE),
        "/404" => send(stream, "404 Not Found", HTML, PAGE),
        "/500" => send(stream, "500 Internal Server Error", HTML, PAGE),
        "/png" => send(stream, "200 OK", "content-type: image/png\r\n", b"\x89PNG"),
        "/br" => send(
            stream,
            "200 OK",
            "content-type: text/html\r\ncontent-encoding: br\r\n",
            b"?",
        ),
        "/broken-gzip" => send(
            stream,
            "200 OK",
            "content-type: text/html\r\ncontent-encoding: gzip\r\n",
            b"no gzip at all",
        ),
        "/hang-up" => {}
        "/short" => {
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\ncontent-type: text/html\r\n\r\n<p>",
            );
        }
        _ => send(stream, "418 I'm a teapot", HTML, PAGE),
    });
    use GapReason::{Forbidden, HttpStatus, Malformed, MediaType, Unreachable};
    for (path, expected) in [
        ("/403", Forbidden),
        ("/401", Forbidden),
        ("/404", HttpStatus),
        ("/500", HttpStatus),
        ("/png", MediaType),
        ("/br", MediaType),
        ("/broken-gzip", Malformed),
        ("/hang-up", Unreachable),
        ("/short", Unreachable),
        ("/teapot", HttpStatus),
    ] {
        let (found, detail) = reason(&server.url(path), online());
        assert_eq!(found, expected, "{path}: {detail}");
        assert!(!detail.is_empty(), "{path}");
    }
    assert_eq!(reason(&server.url("/404"), online()).1, "404 Not Found");
}

#[test]
fn a_bomb_is_stopped_at_the_limit_counted_after_decompression() {
    let server = Server::start(|_, stream| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\n";
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(&gzip_bomb(200 * 1024 * 1024));
    });
    let begun = Instant::now();
    let (found, detail) = reason(&server.url("/"), online());
    assert_eq!(found, GapReason::TooLarge, "{detail}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

/// Zeros in the form of gzip.
fn gzip_bomb(unpacked: usize) -> Vec<u8> {
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    [head.as_slice(), &support::packed::deflated_zeros(unpacked)].concat()
}

#[test]
fn an_endless_body_is_cut_and_a_slow_one_given_up() {
    let server = Server::start(|path, stream| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n";
        let slowly = |stream: &mut TcpStream| {
            while stream.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        let _ = stream.write_all(head.as_bytes());
        match path {
            "/endless" => {
                let _ = stream.write_all(b"\r\n");
                while stream.write_all(&[b' '; 64 * 1024]).is_ok() {}
            }
            "/slow-body" => {
                let _ = stream.write_all(b"\r\n");
                slowly(stream);
            }
            // Never ends its head.
            _ => {
                let _ = stream.write_all(b"x-header: ");
                slowly(stream);
            }
        }
    });
    let hasty = || Limits {
        timeout: Duration::from_millis(400),
        ..online()
    };
    assert_eq!(
        reason(&server.url("/endless"), online()).0,
        GapReason::TooLarge
    );
    assert_eq!(
        reason(&server.url("/slow-body"), hasty()).0,
        GapReason::TimedOut
    );
    assert_eq!(
        reason(&server.url("/slow-head"), hasty()).0,
        GapReason::TimedOut
    );
}

#[test]
fn redirects_are_followed_on_named_hosts_only() {
    let elsewhere = Server::start(|_, stream| send(stream, "200 OK", HTML, PAGE));
    // The same machine by another name is another host.
    let away = format!("http://localhost:{}/login", elsewhere.address.port());
    let server = Server::start(move |path, stream| {
        let to = |stream: &mut TcpStream, target: &str| {
            send(stream, "302 Found", &format!("location: {target}\r\n"), b"");
        };
        match path {
            "/start" => to(stream, "next"),
            "/next" => to(stream, "/page"),
            "/page" => send(stream, "200 OK", HTML, PAGE),
            "/away" => to(stream, &away),
            "/file" => to(stream, "file:///etc/passwd"),
            "/metadata" => to(stream, "http://169.254.169.254/latest/meta-data"),
            "/ping" => to(stream, "/pong"),
            "/pong" => to(stream, "/ping"),
            "/nowhere" => send(stream, "302 Found", "", b""),
            longer => to(stream, &format!("{longer}x")),
        }
    });
    let report = run_over(
        Path::new("."),
        online(),
        vec![application("APP-1", &[server.url("/start")])],
    );
    assert_eq!(documents(&report), [server.url("/start")]);
    use GapReason::{HttpStatus, RedirectedAway, Refused, TooManyRedirects};
    for (path, expected) in [
        ("/away", RedirectedAway),
        ("/file", Refused),
        ("/metadata", Refused),
        ("/ping", TooManyRedirects),
        ("/endless", TooManyRedirects),
        ("/nowhere", HttpStatus),
    ] {
        let (found, detail) = reason(&server.url(path), online());
        assert_eq!(found, expected, "{path}: {detail}");
    }
    assert_eq!(elsewhere.hits(), 0);
}

#[test]
fn this_machine_is_not_asked_unless_allowed() {
    let server = Server::start(|_, stream| send(stream, "200 OK", HTML, PAGE));
    let port = server.address.port();
    let careful = || Limits {
        allow_loopback: false,
        ..online()
    };
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "127.1",
        "0177.0.0.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "0.0.0.0",
        // Here only the resolver can know.
        "localhost",
    ] {
        let (found, detail) = reason(&format!("http://{host}:{port}/"), careful());
        assert_eq!(found, GapReason::Refused, "{host}: {detail}");
    }
    let (found, _) = reason("http://169.254.169.254/latest/meta-data/", online());
    assert_eq!(found, GapReason::Refused);
    assert_eq!(server.hits(), 0);
}

#[test]
fn connections_that_fail_say_why() {
    let no_tls = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("https://{}/", no_tls.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in no_tls.incoming().flatten() {
            let _ = stream.write_all(b"220 mail.example ESMTP\r\n");
        }
    });
    let (found, detail) = reason(&url, online());
    assert_eq!(found, GapReason::Tls, "{detail}");

    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    let (found, detail) = reason(&url, online());
    assert_eq!(found, GapReason::Unreachable);
    assert!(detail.contains("refused"), "{detail}");

    // Too long for a name: no resolver will ask for it.
    let (found, detail) = reason(&format!("http://{}.invalid/", "a".repeat(70)), online());
    assert_eq!(found, GapReason::UnknownHost, "{detail}");

    for nonsense in [
        "http://",
        "nonsense",
        "ftp://example.org/",
        "javascript:alert(1)",
    ] {
        let (found, detail) = reason(nonsense, online());
        assert_eq!(found, GapReason::Refused, "{nonsense}: {detail}");
    }
}

#[test]
fn only_the_open_sample_is_fetched_and_offline_nothing() {
    let server = Server::start(|_, stream| send(stream, "200 OK", HTML, PAGE));
    let mut app = application(
        "APP-1",
        &[
            server.url("/page"),
            server.url("/intern"),
            server.url("/admin"),
        ],
    );
    app.urls[1].auth = UrlAuth::Sso;
    app.urls[2].sample = Some(false);

    let report = run_over(Path::new("."), Limits::default(), vec![app.clone()]);
    let reasons: Vec<GapReason> = lost(&report).into_iter().map(|gap| gap.1).collect();
    assert_eq!(reasons, [GapReason::Forbidden, GapReason::Offline]);
    assert_eq!(server.hits(), 0);

    let report = run_over(Path::new("."), online(), vec![app]);
    let reasons: Vec<GapReason> = lost(&report).into_iter().map(|gap| gap.1).collect();
    assert_eq!(reasons, [GapReason::Forbidden]);
    assert_eq!(documents(&report), [server.url("/page")]);
    assert_eq!(server.hits(), 1);
}

#[test]
fn pages_of_which_nobody_decided_are_told_when_others_are_fetched() {
    let server = Server::start(|_, stream| send(stream, "200 OK", HTML, PAGE));
    let mut app = application(
        "APP-1",
        &[server.url("/a"), server.url("/b"), server.url("/c")],
    );
    app.urls[1].sample = None;
    app.urls[2].sample = None;
    app.urls[2].kind = UrlKind::Statement;
    let report = run_over(Path::new("."), online(), vec![app.clone()]);
    let gaps: Vec<_> = lost(&report)
        .into_iter()
        .map(|gap| (gap.0, gap.1))
        .collect();
    assert_eq!(gaps, [(server.url("/b"), GapReason::NotSampled)]);
    assert_eq!(server.hits(), 1);
    // What is not fetched for want of a network is told of the sample.
    let report = run_over(Path::new("."), Limits::default(), vec![app]);
    let reasons: Vec<GapReason> = lost(&report).into_iter().map(|gap| gap.1).collect();
    assert_eq!(reasons, [GapReason::Offline]);
}

#[test]
fn a_server_that_asks_for_patience_is_asked_again_in_time() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    const NOW: &str = "date: Mon, 23 Nov 2026 09:00:00 GMT\r\n";
    let server = Server::start(|path, stream| {
        let busy = |stream: &mut TcpStream, status: &str, after: &str| {
            send(
                stream,
                status,
                &format!("{NOW}retry-after: {after}\r\n"),
                b"",
            );
        };
        match path {
            "/seconds" if ASKED.fetch_add(1, SeqCst) == 0 => {
                busy(stream, "429 Too Many Requests", "1")
            }
            "/date" if ASKED.fetch_add(1, SeqCst) == 2 => {
                busy(
                    stream,
                    "503 Service Unavailable",
                    "Mon, 23 Nov 2026 09:00:01 GMT",
                );
            }
            "/never" => busy(stream, "503 Service Unavailable", "0"),
            "/hour" => busy(stream, "503 Service Unavailable", "3600"),
            "/nonsense" => busy(stream, "429 Too Many Requests", "soon"),
            _ => send(stream, "200 OK", HTML, PAGE),
        }
    });
    let begun = Instant::now();
    for path in ["/seconds", "/date"] {
        let app = application("APP-1", &[server.url(path)]);
        let report = run_over(Path::new("."), online(), vec![app]);
        assert_eq!(documents(&report), [server.url(path)]);
    }
    assert!(begun.elapsed() >= Duration::from_secs(2), "it waited");
    let hits = server.hits();
    let (found, detail) = reason(&server.url("/never"), online());
    assert_eq!(
        (found, server.hits() - hits),
        (GapReason::Busy, 4),
        "{detail}"
    );
    let begun = Instant::now();
    let (found, detail) = reason(&server.url("/hour"), online());
    assert_eq!(found, GapReason::Busy);
    assert_eq!(detail, "503 Service Unavailable; try again after 3600 s");
    assert_eq!(
        reason(&server.url("/nonsense"), online()).0,
        GapReason::Busy
    );
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "nobody waits for an hour"
    );
}

#[test]
fn schemes_are_written_in_any_case() {
    let server = Server::start(|_, stream| send(stream, "200 OK", HTML, PAGE));
    let url = server.url("/antrag").replace("http://", "HTTP://");
    let report = run_over(Path::new("."), online(), vec![application("APP-1", &[url])]);
    assert_eq!(lost(&report), []);
    assert_eq!(documents(&report), [server.url("/antrag")]);
}

#[test]
fn hosts_are_asked_side_by_side_within_their_limits() {
    // Requests in work now, and the most there ever were.
    static NOW: AtomicUsize = AtomicUsize::new(0);
    static PEAK: AtomicUsize = AtomicUsize::new(0);
    let server = Server::start(|_, stream| {
        PEAK.fetch_max(NOW.fetch_add(1, SeqCst) + 1, SeqCst);
        std::thread::sleep(Duration::from_millis(60));
        // Before the answer: the client may send its next request as soon as it has this one.
        NOW.fetch_sub(1, SeqCst);
        send(stream, "200 OK", HTML, PAGE);
    });
    let port = server.address.port();
    let on = |host: &str| -> Vec<_> {
        (1..=3)
            .map(|app| {
                let pages: Vec<String> = (1..=3)
                    .map(|page| format!("http://{host}:{port}/{app}/{page}"))
                    .collect();
                application(&format!("{host}-{app}"), &pages)
            })
            .collect()
    };
    let report = run_over(Path::new("."), online(), on("127.0.0.1"));
    assert_eq!(lost(&report), []);
    assert_eq!(server.hits(), 9);
    assert_eq!(PEAK.load(SeqCst), 2, "two at a time on one host");

    let limits = Limits {
        overall: 3,
        ..online()
    };
    let both = [on("127.0.0.1"), on("localhost")].concat();
    let report = run_over(Path::new("."), limits, both);
    assert_eq!(lost(&report), []);
    assert_eq!(server.hits(), 27);
    assert_eq!(PEAK.load(SeqCst), 3, "three at a time on two hosts");
}

/// What a rule says of the only page.
fn outcome(report: &fachcheck::record::Report, rule: &str) -> fachcheck::outcome::Outcome {
    let mut found = report
        .applications
        .iter()
        .flat_map(|application| &application.assertions)
        .filter(|assertion| assertion.rule == rule);
    found.next().expect("the rule is concerned").outcome
}

#[test]
fn style_sheets_come_with_their_page_from_hosts_that_may_be_asked() {
    use fachcheck::outcome::Outcome;
    let server = Server::start(|path, stream| match path {
        "/antrag/" => send(
            stream,
            "200 OK",
            HTML,
            b"<!doctype html><html lang=de><title>Antrag</title><base href='/seite/x'>
              <link rel=stylesheet href='stil.css'><link rel=stylesheet href='weg.css'>
              <link rel=stylesheet href='anmeldung.css'>
              <link rel=stylesheet href='https://cdn.example/grau.css'>
              <link rel=stylesheet href='https://fonts.googleapis.com/css?family=Lato'>
              <a href=neu><span class=wort>Neuer Antrag</span></a></html>",
        ),
        "/seite/stil.css" => send(
            stream,
            "200 OK",
            "content-type: text/css\r\n",
            b"@import url(teile/wort.css);",
        ),
        "/seite/teile/wort.css" => send(
            stream,
            "200 OK",
            "content-type: text/css; charset=utf-8\r\n",
            b"@import '../stil.css'; .wort { display: none }",
        ),
        "/seite/anmeldung.css" => send(stream, "200 OK", HTML, PAGE),
        _ => send(stream, "404 Not Found", HTML, PAGE),
    });
    let pages = ["/antrag/", "/antrag/?2"].map(|path| server.url(path));
    let report = run_over(
        Path::new("."),
        online(),
        vec![application("APP-1", &pages[..1])],
    );
    assert_eq!(outcome(&report, "accessibility/link-name"), Outcome::Failed);
    let mut missing = lost(&report);
    missing.sort();
    let missing: Vec<_> = missing
        .iter()
        .map(|(document, reason, detail)| (document.as_str(), *reason, detail.as_str()))
        .collect();
    let login = server.url("/seite/anmeldung.css");
    let gone = server.url("/seite/weg.css");
    assert_eq!(
        missing,
        [
            (login.as_str(), GapReason::MissingStyleSheet, "text/html"),
            (gone.as_str(), GapReason::MissingStyleSheet, "404 Not Found"),
            (
                "https://cdn.example/grau.css",
                GapReason::MissingStyleSheet,
                "cdn.example is not among the named hosts"
            ),
        ]
    );
    assert_eq!(documents(&report), [pages[0].as_str()]);
    assert_eq!(server.hits(), 5);
}

#[test]
fn documents_that_pages_link_to_on_their_host_are_judged_once() {
    use fachcheck::outcome::Outcome;
    const PDF: &[u8] = include_bytes!("rules/accessibility__pdf-title/failed-none.pdf");
    let server = Server::start(|path, stream| {
        match path {
        "/antrag/" | "/hilfe/" => send(
            stream,
            "200 OK",
            HTML,
            b"<!doctype html><html lang=de><title>Antrag</title><h1>Antrag</h1>
              <a href='/formulare/antrag.pdf#seite=2'>Antrag (PDF)</a> <a href='/formulare/antrag.pdf'>noch einmal</a>
              <a href='/weg.pdf'>Merkblatt (PDF)</a> <a href='/anmeldung.pdf'>Bescheid (PDF)</a>
              <a href='https://anderswo.example/fremd.pdf'>Fremdes (PDF)</a></html>",
        ),
        "/formulare/antrag.pdf" => {
            send(stream, "200 OK", "content-type: application/pdf\r\n", PDF);
        }
        "/anmeldung.pdf" => send(stream, "200 OK", HTML, PAGE),
        _ => send(stream, "404 Not Found", HTML, PAGE),
    }
    });
    let pages = ["/antrag/", "/hilfe/"].map(|path| server.url(path));
    let applications = vec![application("APP-1", &pages)];
    let report = run_over(Path::new("."), online(), applications);
    let titles = report
        .applications
        .iter()
        .flat_map(|application| &application.assertions)
        .filter(|assertion| assertion.rule == "accessibility/pdf-title");
    let failed: Vec<_> = titles
        .filter(|assertion| assertion.outcome == Outcome::Failed)
        .collect();
    assert_eq!(failed.len(), 1);
    let mut found = documents(&report);
    found.sort();
    let mut all = pages.to_vec();
    all.insert(1, server.url("/formulare/antrag.pdf"));
    assert_eq!(found, all);
    let mut missing = lost(&report);
    missing.sort();
    let from = format!("linked from {}", pages[0]);
    let not_found = format!("404 Not Found; {from}");
    let no_pdf = format!("sent as text/html, no PDF inside; {from}");
    assert_eq!(
        missing,
        [
            (server.url("/anmeldung.pdf"), GapReason::MediaType, no_pdf),
            (server.url("/weg.pdf"), GapReason::HttpStatus, not_found),
        ]
    );
    assert_eq!(server.hits(), 5, "each is asked for once");
}

#[test]
fn of_many_linked_documents_some_are_fetched_and_the_rest_is_told() {
    const PDF: &[u8] = include_bytes!("rules/accessibility__pdf-title/failed-none.pdf");
    let server = Server::start(|path, stream| match path {
        "/" => {
            let links: String = (100..160)
                .map(|at| format!("<a href='/{at}.pdf'>Merkblatt {at} (PDF)</a> "))
                .collect();
            let page = format!("<!doctype html><html lang=de><title>Merkblätter</title>{links}");
            send(stream, "200 OK", HTML, page.as_bytes());
        }
        _ => send(stream, "200 OK", "content-type: application/pdf\r\n", PDF),
    });
    let applications = vec![application("APP-1", &[server.url("/")])];
    let report = run_over(Path::new("."), online(), applications);
    assert_eq!(documents(&report).len(), 41);
    let gap = (
        server.url("/140.pdf"),
        GapReason::TooManyLinked,
        "40 fetched, 20 more".to_owned(),
    );
    assert_eq!(lost(&report), [gap]);
}
