//! Any bytes as the report of another scanner, joined to the resources of some code, landed and written in every form.
#![no_main]

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use steth::report::{Format, Selection, write};
use steth::scan::{Request, scan};
use steth::source::Tree;
use steth::source::import::{Imported, read};

static CODE: LazyLock<Tree> = LazyLock::new(|| {
    Tree::memory([("infra/main.tf", "resource \"aws_s3_bucket\" \"a\" {}\nresource \"aws_ebs_volume\" \"v\" {\n  encrypted = true\n}\n")])
});

fuzz_target!(|bytes: &[u8]| {
    let imports = Arc::new([Imported { path: "report".into(), bytes: bytes.len() as u64, reports: read(bytes) }]);
    let request = Request { imports, ..Request::default() };
    let posture = scan(&CODE, &request, Timestamp::UNIX_EPOCH, &mut |_| {});
    for format in [Format::Json, Format::Text, Format::Sarif, Format::Csv, Format::Markdown, Format::Junit] {
        let _ = write(format, &posture, &Selection::default(), &mut std::io::sink());
    }
});
