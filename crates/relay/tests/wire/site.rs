//! The page beside the relay.

use std::fs;
use std::path::PathBuf;

use crate::support::{HOST, Relay, nowhere};

/// A folder with a page, gone again at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("tutti-relay-site-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let page = "<html><meta name=\"tutti-relay\" content=\"\" /><title>x</title></html>";
        fs::write(folder.join("index.html"), page).unwrap();
        fs::write(folder.join("app-0123456789abcdef_bg.wasm"), "wasm").unwrap();
        fs::write(folder.join("app-0123456789abcdef_bg.wasm.br"), "small").unwrap();
        fs::write(folder.join("app.js"), "let x = 1;\n".repeat(100)).unwrap();
        fs::write(folder.with_extension("secret"), "secret").unwrap();
        Self(folder)
    }

    async fn relay(&self) -> Relay {
        Relay::start(&["--site", self.0.to_str().unwrap()], &[], nowhere()).await
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
        fs::remove_file(self.0.with_extension("secret")).ok();
    }
}

#[tokio::test]
async fn the_page_is_told_of_its_relay_and_comes_with_the_security_headers() {
    let folder = Folder::new("head");
    let relay = folder.relay().await;
    for path in ["/", "/index.html", "/library/42"] {
        let page = relay
            .ask(&format!("GET {path}"), &["accept: text/html"], "")
            .await;
        assert!(
            page.text()
                .contains("<meta name=\"tutti-relay\" content=\"./relay\" />"),
            "{path}: {}",
            page.text()
        );
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        assert_eq!(
            page.header("content-security-policy"),
            Some("frame-ancestors 'none'; object-src 'none'; base-uri 'none'")
        );
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(
            page.header("strict-transport-security"),
            Some("max-age=63072000")
        );
        assert_eq!(page.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn files_come_compressed_and_are_kept_by_their_hash() {
    let folder = Folder::new("files");
    let relay = folder.relay().await;
    let small = relay
        .ask(
            "GET /app-0123456789abcdef_bg.wasm",
            &["accept-encoding: br"],
            "",
        )
        .await;
    assert_eq!(
        (small.text().as_str(), small.header("content-encoding")),
        ("small", Some("br"))
    );
    assert_eq!(small.header("content-type"), Some("application/wasm"));
    assert_eq!(
        small.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    let packed = relay
        .ask("GET /app.js", &["accept-encoding: gzip"], "")
        .await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() < 200 && packed.header("cache-control") == Some("no-cache"));
    assert_eq!(relay.ask("GET /app.js", &[], "").await.body.len(), 1100);
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder_and_no_name_but_its_own_is_served() {
    let folder = Folder::new("inside");
    let relay = folder.relay().await;
    let name = folder.0.with_extension("secret");
    let name = name.file_name().unwrap().to_str().unwrap();
    for path in [
        format!("/../{name}"),
        format!("/%2e%2e/{name}"),
        format!("/..%2f{name}"),
        format!("//{name}"),
        "/missing.js".to_owned(),
    ] {
        let reply = relay.ask(&format!("GET {path}"), &[], "").await;
        assert!(reply.status >= 400 && reply.text() != "secret", "{path}");
    }
    assert_eq!(relay.ask("POST /", &[], "").await.status, 405);
    let elsewhere = relay
        .raw(b"GET / HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(elsewhere.status, 421);
    let own = relay
        .raw(format!("GET / HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n").as_bytes())
        .await
        .unwrap();
    assert_eq!(own.status, 200);
}
