//! The relay under load, beside nginx: both pass on what the same nginx serves from a file, in the same run, on loopback.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::debian::Debian;
use crate::page::Build;
use crate::project::Project;
use crate::relay::program;
use crate::run::{Run, Running};
use crate::services::{free_port, wait_for};

/// A long piece, uncompressed.
const FILE_BYTES: u64 = 46 * 1000 * 1000;
const STREAMS: usize = 200;
/// Streams that take longer are counted as far as they came.
const MOST_SECONDS: u64 = 60;
const SMALL_CALLERS: usize = 32;
const SMALL_EACH: usize = 500;

/// Prints requests a second for small files, and bytes a second and memory with many long ones at once.
pub(crate) fn bench(project: &Project) -> Result<()> {
    let nginx = nginx(project)?;
    let relay = program(project, Build::Release)?;
    let folder = project.scratch().join("bench-relay");
    let setup = Setup::new(&folder)?;
    let origin = setup.nginx(
        project,
        &nginx,
        "origin",
        setup.origin,
        &format!("root {};", folder.display()),
    )?;
    println!(
        "{STREAMS} streams of {} MB at once, and {} small requests from {SMALL_CALLERS} callers:",
        FILE_BYTES / 1_000_000,
        SMALL_CALLERS * SMALL_EACH
    );
    println!(
        "{:12} {:>12} {:>10} {:>10} {:>12} {:>12}",
        "", "requests/s", "MB/s", "whole", "idle MB", "peak MB"
    );
    let passing = format!(
        "location / {{ proxy_pass http://127.0.0.1:{}; proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_max_temp_file_size 0; }}",
        setup.origin
    );
    let proxy = setup.nginx(project, &nginx, "proxy", setup.proxy, &passing)?;
    measure("nginx", setup.proxy, &|file| format!("/{file}"), &proxy)?;
    drop(proxy);
    let behind = format!("http://127.0.0.1:{}", setup.origin);
    let mut running = Run::new(project, relay)
        .args([
            "--listen",
            &format!("127.0.0.1:{}", setup.relay),
            "--sandbox",
            &behind,
            "--rate",
            "1e9",
            "--burst",
            "1e9",
        ])
        .start(Some(File::create(folder.join("relay.log"))?))?;
    wait_for(setup.relay, &mut running)?;
    let path = |file: &str| {
        format!(
            "/relay/media?url=http%3A%2F%2F127.0.0.1%3A{}%2F{file}",
            setup.origin
        )
    };
    measure("tutti-relay", setup.relay, &path, &running)?;
    drop((running, origin));
    fs::remove_dir_all(folder)?;
    Ok(())
}

/// The program of nginx; Debian's where it may be installed without asking.
fn nginx(project: &Project) -> Result<PathBuf> {
    let find = || {
        let system = PathBuf::from("/usr/sbin/nginx");
        project
            .which(&["nginx"])
            .or_else(|| Some(system).filter(|program| program.is_file()))
    };
    if let (None, Some(debian)) = (find(), Debian::find(project)) {
        debian.install(project, &["nginx-light"])?;
    }
    find().context("nginx is not installed (Debian: `apt-get install nginx-light`)")
}

/// The ports and files of a run.
struct Setup {
    folder: PathBuf,
    origin: u16,
    proxy: u16,
    relay: u16,
}

impl Setup {
    fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        File::create(folder.join("long.wav"))?.set_len(FILE_BYTES)?;
        fs::write(folder.join("small.wav"), [7; 1000])?;
        Ok(Self {
            folder: folder.to_owned(),
            origin: free_port(18_101)?,
            proxy: free_port(18_102)?,
            relay: free_port(18_103)?,
        })
    }

    /// Starts nginx on a port, with this in its server.
    fn nginx(
        &self,
        project: &Project,
        nginx: &Path,
        name: &str,
        port: u16,
        server: &str,
    ) -> Result<Running> {
        let (folder, file) = (
            self.folder.display(),
            self.folder.join(format!("{name}.conf")),
        );
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String = temporary
            .map(|kind| format!("{kind}_temp_path {folder}/{name}-{kind};\n"))
            .concat();
        let config = format!(
            "daemon off;\nworker_processes 2;\npid {folder}/{name}.pid;\nerror_log {folder}/{name}.log;\n{}events {{ worker_connections 4096; }}\n\
             http {{\naccess_log off;\nsendfile on;\n{temporary}server {{ listen 127.0.0.1:{port} backlog=1024; {server} }}\n}}\n",
            if is_root(project) { "user root;\n" } else { "" }
        );
        fs::write(&file, config)?;
        let log = File::create(self.folder.join(format!("{name}.out")))?;
        let mut running = Run::new(project, nginx)
            .arg_path("-c", &file)
            .start(Some(log))?;
        wait_for(port, &mut running).with_context(|| format!("see {folder}/{name}.log"))?;
        Ok(running)
    }
}

/// Loads what answers on a port and prints a row.
fn measure(name: &str, port: u16, path: &dyn Fn(&str) -> String, running: &Running) -> Result<()> {
    let idle = resident(running)?;
    let small = path("small.wav");
    let started = Instant::now();
    callers(SMALL_CALLERS, || ask_often(port, &small))?;
    let per_second = (SMALL_CALLERS * SMALL_EACH) as f64 / started.elapsed().as_secs_f64();
    let (long, bytes, whole) = (path("long.wav"), AtomicU64::new(0), AtomicU64::new(0));
    let started = Instant::now();
    let end = started + Duration::from_secs(MOST_SECONDS);
    callers(STREAMS, || {
        let came = stream(port, &long, end, &bytes)?;
        whole.fetch_add(u64::from(came == FILE_BYTES), Ordering::Relaxed);
        Ok(())
    })?;
    let megabytes = bytes.load(Ordering::Relaxed) as f64 / 1e6 / started.elapsed().as_secs_f64();
    println!(
        "{name:12} {per_second:>12.0} {megabytes:>10.0} {:>10} {:>12.1} {:>12.1}",
        whole.load(Ordering::Relaxed),
        idle.now,
        resident(running)?.peak
    );
    Ok(())
}

fn callers(count: usize, call: impl Fn() -> Result<()> + Sync) -> Result<()> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(&call)).collect();
        threads.into_iter().try_for_each(|thread| {
            let done = thread.join();
            done.unwrap_or_else(|_| Err(anyhow::anyhow!("a caller gave up")))
        })
    })
}

/// Asks for a small file again and again over one connection.
fn ask_often(port: u16, path: &str) -> Result<()> {
    let mut stream = BufReader::new(TcpStream::connect(("127.0.0.1", port))?);
    stream.get_ref().set_nodelay(true)?;
    for _ in 0..SMALL_EACH {
        send(stream.get_mut(), port, path)?;
        let length = head(&mut stream)?;
        std::io::copy(&mut stream.by_ref().take(length), &mut std::io::sink())?;
    }
    Ok(())
}

/// Reads a long file until its end or until this moment, and returns how much of it came.
fn stream(port: u16, path: &str, end: Instant, total: &AtomicU64) -> Result<u64> {
    let mut stream = BufReader::new(TcpStream::connect(("127.0.0.1", port))?);
    send(stream.get_mut(), port, path)?;
    let length = head(&mut stream)?;
    let (mut buffer, mut came) = (vec![0; 64 * 1024], 0);
    while came < length && Instant::now() < end {
        let read = stream.read(&mut buffer)? as u64;
        ensure!(read > 0, "a stream broke off after {came} bytes");
        came += read;
        total.fetch_add(read, Ordering::Relaxed);
    }
    Ok(came)
}

fn send(stream: &mut TcpStream, port: u16, path: &str) -> Result<()> {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\r\n"
    );
    Ok(stream.write_all(request.as_bytes())?)
}

/// Reads the head of an answer and returns the length of its body.
fn head(stream: &mut BufReader<TcpStream>) -> Result<u64> {
    let (mut line, mut length) = (String::new(), None);
    stream.read_line(&mut line)?;
    ensure!(
        line.starts_with("HTTP/1.1 200"),
        "the answer is {:?}",
        line.trim()
    );
    while line.trim() != "" {
        line.clear();
        stream.read_line(&mut line)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    length.context("the answer has no length")
}

/// What a program and its children hold in memory, in megabytes.
struct Resident {
    now: f64,
    peak: f64,
}

fn resident(running: &Running) -> Result<Resident> {
    let root = running.id();
    let children =
        fs::read_to_string(format!("/proc/{root}/task/{root}/children")).unwrap_or_default();
    let all = children
        .split_whitespace()
        .filter_map(|id| id.parse().ok())
        .chain([root]);
    let mut sum = Resident {
        now: 0.0,
        peak: 0.0,
    };
    for id in all {
        let status = fs::read_to_string(format!("/proc/{id}/status"))
            .context("memory is read from /proc, which this system lacks")?;
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<f64>().ok()
        };
        sum.now += of("VmRSS:").unwrap_or_default() / 1000.0;
        sum.peak += of("VmHWM:").unwrap_or_default() / 1000.0;
    }
    Ok(sum)
}

fn is_root(project: &Project) -> bool {
    Run::new(project, "id")
        .args(["-u"])
        .read()
        .is_ok_and(|id| id.trim() == "0")
}
