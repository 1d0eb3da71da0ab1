//! Does what tutti-core asks for in a browser, a worker or Node: fetch, wait, journal, render, abort.
