//! Serves a built page from a folder.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CACHE_CONTROL};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

/// For a name that changes with the content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// For every other name: kept, but asked for anew each time.
const ASK_AGAIN: &str = "no-cache";

/// A router that serves the files of a folder, `.br` and `.gz` beside them where there are such, and `index.html` for every
/// route of the page's own.
pub fn site(folder: &Path) -> Router {
    let index = folder.join("index.html");
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .fallback(tower::service_fn(move |request| {
            page_route(index.clone(), request)
        }));
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(cache))
}

/// A page's own route gets the page; a file that is not there is not, or a missing script would arrive as HTML.
async fn page_route(
    index: PathBuf,
    request: Request,
) -> Result<Response, std::convert::Infallible> {
    let is_file = request
        .uri()
        .path()
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    let accept = request
        .headers()
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or("*/*");
    if is_file || !(accept.contains("text/html") || accept.contains("*/*")) {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let page = ServeFile::new(index)
        .precompressed_br()
        .precompressed_gzip();
    Ok(page.oneshot(request).await.into_response())
}

async fn cache(request: Request, next: Next) -> Response {
    let value = if is_hashed(request.uri().path()) {
        FOR_EVER
    } else {
        ASK_AGAIN
    };
    let mut response = next.run(request).await;
    let value = if response.status().is_success() {
        value
    } else {
        ASK_AGAIN
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static(value));
    response
}

/// Whether a name holds Trunk's hash, as `tutti-app-0123456789abcdef_bg.wasm` does; it is written without leading zeros.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |part: &str| {
        (13..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    name.split(['-', '_', '.']).skip(1).any(is_hash)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use axum::body::{Body, to_bytes};

    use super::*;

    #[test]
    fn a_hashed_name_is_told_from_a_plain_one() {
        assert!(is_hashed("/tutti-app-0123456789abcdef_bg.wasm"));
        assert!(is_hashed("/style-0123456789abcdef.css"));
        assert!(is_hashed("/style-fe712ce00b85cbb.css"));
        for plain in [
            "/index.html",
            "/",
            "/worker_bg.wasm",
            "/0123456789abcdef",
            "/a-0123456789abcdeg.js",
        ] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[tokio::test]
    async fn files_come_with_their_type_and_a_word_on_caching() {
        let folder = Folder::new("types");
        let wasm = folder.get("/app-0123456789abcdef_bg.wasm", &[]).await;
        assert_eq!(header(&wasm, "content-type"), "application/wasm");
        assert_eq!(header(&wasm, "cache-control"), FOR_EVER);
        let index = folder.get("/", &[]).await;
        assert_eq!(header(&index, "content-type"), "text/html");
        assert_eq!(header(&index, "cache-control"), ASK_AGAIN);
    }

    #[tokio::test]
    async fn a_compressed_file_beside_it_is_sent_to_who_takes_it() {
        let folder = Folder::new("compressed");
        let brotli = folder
            .get(
                "/app-0123456789abcdef_bg.wasm",
                &[("accept-encoding", "br, gzip")],
            )
            .await;
        assert_eq!(header(&brotli, "content-encoding"), "br");
        assert_eq!(header(&brotli, "content-type"), "application/wasm");
        let plain = folder.get("/app-0123456789abcdef_bg.wasm", &[]).await;
        assert_eq!(text(plain).await, "wasm");
    }

    #[tokio::test]
    async fn a_route_of_the_page_gets_the_page_and_a_missing_file_does_not() {
        let folder = Folder::new("routes");
        let route = folder.get("/library/42", &[("accept", "text/html")]).await;
        assert_eq!(route.status(), 200);
        assert_eq!(text(route).await, "page");
        assert_eq!(
            folder
                .get("/missing-0123456789abcdef.js", &[])
                .await
                .status(),
            404
        );
        assert_eq!(
            folder
                .get("/api", &[("accept", "application/json")])
                .await
                .status(),
            404
        );
        let missing = folder.get("/missing-0123456789abcdef.js", &[]).await;
        assert_eq!(header(&missing, "cache-control"), ASK_AGAIN);
    }

    #[tokio::test]
    async fn no_path_leads_out_of_the_folder() {
        let folder = Folder::new("inside");
        fs::write(folder.0.with_extension("secret.txt"), "secret").unwrap();
        for path in [
            "/../inside.secret.txt",
            "/%2e%2e/inside.secret.txt",
            "/..%2finside.secret.txt",
        ] {
            let response = folder.get(path, &[]).await;
            assert_ne!(text(response).await, "secret", "{path}");
        }
        fs::remove_file(folder.0.with_extension("secret.txt")).unwrap();
    }

    /// A folder with a page, gone again at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder =
                std::env::temp_dir().join(format!("tutti-site-{}-{name}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("index.html"), "page").unwrap();
            fs::write(folder.join("app-0123456789abcdef_bg.wasm"), "wasm").unwrap();
            fs::write(folder.join("app-0123456789abcdef_bg.wasm.br"), "small").unwrap();
            Self(folder)
        }

        async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response {
            let request = headers
                .iter()
                .fold(Request::get(path), |request, (name, value)| {
                    request.header(*name, *value)
                });
            site(&self.0)
                .oneshot(request.body(Body::empty()).unwrap())
                .await
                .unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    fn header<'a>(response: &'a Response, name: &str) -> &'a str {
        response.headers()[name].to_str().unwrap()
    }

    async fn text(response: Response) -> String {
        String::from_utf8(
            to_bytes(response.into_body(), usize::MAX)
                .await
                .unwrap()
                .to_vec(),
        )
        .unwrap()
    }
}
