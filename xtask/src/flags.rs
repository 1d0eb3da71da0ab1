//! The command line.

xflags::xflags! {
    /// Builds, serves, checks, tests and packages Tutti.
    cmd xtask {
        /// Start the studio and the sandbox, bringing what is missing first. Ctrl-C ends both.
        cmd serve {
            /// Build the page small and fast, as it is shipped.
            optional --release
            /// Port of the page (default 8080).
            optional --port port: u16
            /// Port of the sandbox (default 8787).
            optional --sandbox-port port: u16
            /// How many times faster than a real vendor the sandbox's jobs run (default 1).
            optional --speed factor: f64
            /// Open the page in the default browser.
            optional --open
        }
        /// Start the sandbox alone.
        cmd sandbox {
            /// Port (default 8787).
            optional --port port: u16
            /// How many times faster than a real vendor its jobs run (default 1).
            optional --speed factor: f64
        }
        /// Start the studio behind the relay, with a sandbox or the real vendors behind that. Ctrl-C ends all.
        cmd relay {
            /// Build the page small and fast, as it is shipped.
            optional --release
            /// Port of the relay and the page (default 8088).
            optional --port port: u16
            /// Port of the sandbox (default 8787).
            optional --sandbox-port port: u16
            /// How many times faster than a real vendor the sandbox's jobs run (default 1).
            optional --speed factor: f64
            /// Relay to the real vendors: real jobs, real money. Keys may stand in the environment (TUTTI_RELAY_KEY_SEGMIND).
            optional --live
            /// Open the page in the default browser.
            optional --open
        }
        /// Build the relay for an edge platform into dist/relay-worker.
        cmd relay-worker {}
        /// Run the tests: host, wasm, browser, package, page.
        cmd test {
            /// Only those that run on the host.
            optional --fast
        }
        /// Check style, lints, documentation, licences and the house rules.
        cmd check {
            /// Also look for security advisories (needs the advisory database, from a git host).
            optional --advisories
        }
        /// Let libFuzzer look for bytes that break a part of the core.
        cmd fuzz {
            /// Only this target (default: each of them).
            optional --target name: String
            /// Seconds for each target (default 60).
            optional --seconds seconds: u64
        }
        /// Run `check`, `test`, and what takes too long for them.
        cmd verify {}
        /// Build the npm package into dist/npm.
        cmd package {}
        /// Build the page, as it is shipped, into dist/web.
        cmd build {}
        /// Build the sketch module into target/sketch-module.
        cmd sketch-module {}
        /// Build the package and the page, and print the size of every shipped file.
        cmd size {
            /// Print JSON instead of a table.
            optional --json
            /// Write the table into README.md.
            optional --readme
            /// Build the package alone, and fail when it has grown.
            optional --check
        }
        /// Measure what was promised a figure for: what a large file costs in memory, what the package costs in time, how well jobs are
        /// paced, how soon the page is there and answers, what the relay holds out beside nginx, how fast the sketch renders.
        cmd bench {
            /// What to measure: custody, package, pacing, page, relay or sketch; all without it.
            repeated part: String
        }
        /// Render many sketches and have librosa find their tempo and key (needs Python; minutes).
        cmd judge {
            /// Draw the waves and spectra of all styles into the docs, and judge nothing.
            optional --picture
        }
        /// Live many lives of a client, its vendors and its browser in virtual time, and hold every promise against them.
        cmd simulate {
            /// How many lives (default 20000).
            optional --lives number: u64
            /// What they are all made from (default 1).
            optional --seed seed: u64
            /// Live this one alone, and print its steps.
            optional --life number: u64
            /// Plant a bug, to see that it is caught.
            optional --bug name: String
            /// List the bugs.
            optional --bugs
        }
        /// Bring all tools, and nothing else.
        cmd setup {}
        /// Print which tools are there and which are missing.
        cmd doctor {}
    }
}
