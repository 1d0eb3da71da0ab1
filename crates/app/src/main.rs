//! The studio page's program.

fn main() {
    tutti_app::start();
}
