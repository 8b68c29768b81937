//! Embeds the web app anew when it was built anew, and once it is there at all: the macro that
//! embeds it does not watch a folder that was missing.

fn main() {
    println!("cargo:rerun-if-changed=../../web/app/dist");
}
