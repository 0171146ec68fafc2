//! softpower on the command line.

fn main() {}
