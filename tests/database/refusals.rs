//! Servers that refuse a connection before anybody has logged in. A few bytes of their protocol are enough, so no server
//! need be installed.

use super::*;
use std::io::Read;

/// A server that answers the messages of each client with these, one after the other. Returns its port.
fn answering(answers: &'static [&'static [u8]]) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("a bound port").port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut message = [0; 1024];
            for answer in answers {
                if stream.read(&mut message).is_err() || stream.write_all(answer).is_err() {
                    break;
                }
            }
            // The client hangs up first.
            let _ = stream.read(&mut message);
        }
    });
    port
}

#[test]
fn what_postgresql_servers_refuse_is_told_apart() {
    let server = answering(&[b"N"]);
    let url = format!("postgresql://gast:{PASSWORD}@127.0.0.1:{server}/stadt?sslmode=require");
    let (what, detail) = reason(&url, online());
    assert_eq!(what, GapReason::Tls, "{detail}");

    // It asks for a password, and there is none.
    let server = answering(&[b"R\0\0\0\x08\0\0\0\x03"]);
    let url = format!("postgresql://gast@127.0.0.1:{server}/stadt?sslmode=disable");
    let (what, detail) = reason(&url, online());
    assert_eq!(what, GapReason::Forbidden, "{detail}");
}
