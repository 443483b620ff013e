//! Runs: the rows of a page packed together. A text that begins as the one before it is kept as what is new in it.

use rusqlite::{Connection, params};

use super::encode::{ResourceRow, VerdictRow, put, take, unzigzag, verdict_code, zigzag};

/// What a run is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Resource,
    Verdict,
}

impl RowKind {
    pub(super) const fn code(self) -> i64 {
        match self {
            Self::Resource => 0,
            Self::Verdict => 1,
        }
    }
}

/// A resource's row without its configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ResourceHead<'a> {
    pub(super) row: i64,
    /// The keyed digest of its id.
    pub(super) word: i64,
    pub(super) digest: i64,
    pub(super) place: i64,
    pub(super) recorded: Option<i64>,
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    /// Bytes of its configuration.
    pub(super) body: usize,
}

/// A verdict's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct VerdictHead<'a> {
    pub(super) row: i64,
    pub(super) digest: i64,
    pub(super) rule: i64,
    pub(super) place: i64,
    pub(super) verdict: i64,
    pub(super) remark: i64,
    pub(super) exemption: Option<&'a str>,
    pub(super) evaluated: Option<i64>,
    pub(super) resource: &'a str,
}

/// A run that is being packed.
#[derive(Debug)]
pub(super) struct Run {
    kind: RowKind,
    start: i64,
    count: i64,
    heads: Vec<u8>,
    bodies: Vec<u8>,
    texts: [Vec<u8>; 2],
    time: i64,
    remark: i64,
}

impl Run {
    pub(super) fn new(kind: RowKind, start: i64) -> Self {
        Self {
            kind,
            start,
            count: 0,
            heads: Vec::new(),
            bodies: Vec::new(),
            texts: Default::default(),
            time: 0,
            remark: 0,
        }
    }

    /// The number of the row that comes next.
    pub(super) const fn next(&self) -> i64 {
        self.start + self.count
    }

    pub(super) const fn len(&self) -> i64 {
        self.count
    }

    pub(super) fn heads(&self) -> &[u8] {
        &self.heads
    }

    pub(super) fn bodies(&self) -> &[u8] {
        &self.bodies
    }

    /// Adds a resource and gives its number.
    pub(super) fn resource(&mut self, row: &ResourceRow, place: i64) -> i64 {
        self.resource_parts(
            row.word.id,
            row.digest,
            place,
            row.recorded,
            [&row.word.text, &row.name],
            &row.body,
        )
    }

    pub(super) fn resource_parts(
        &mut self,
        word: i64,
        digest: i64,
        place: i64,
        recorded: Option<i64>,
        [id, name]: [&str; 2],
        body: &[u8],
    ) -> i64 {
        put((body.len() as u64) << 1 | u64::from(recorded.is_some()), &mut self.heads);
        self.heads.extend_from_slice(&word.to_le_bytes());
        self.heads.extend_from_slice(&digest.to_le_bytes());
        put(zigzag(place), &mut self.heads);
        self.at(recorded);
        self.text(0, id);
        self.text(1, name);
        self.bodies.extend_from_slice(body);
        self.done()
    }

    /// Adds a verdict and gives its number.
    pub(super) fn verdict(&mut self, row: &VerdictRow, rule: i64, place: i64, remark: i64) -> i64 {
        self.verdict_parts(&VerdictHead {
            row: 0,
            digest: row.digest,
            rule,
            place,
            verdict: i64::from(verdict_code(row.verdict)),
            remark,
            exemption: row.exemption.as_deref(),
            evaluated: row.evaluated,
            resource: &row.resource,
        })
    }

    pub(super) fn verdict_parts(&mut self, head: &VerdictHead<'_>) -> i64 {
        let same_remark = self.count > 0 && self.remark == head.remark;
        let flags = u64::from(same_remark)
            | u64::from(head.exemption.is_some()) << 1
            | u64::from(head.evaluated.is_some()) << 2;
        put(zigzag(head.verdict) << 3 | flags, &mut self.heads);
        self.heads.extend_from_slice(&head.digest.to_le_bytes());
        put(zigzag(head.rule), &mut self.heads);
        put(zigzag(head.place), &mut self.heads);
        if !same_remark {
            self.heads.extend_from_slice(&head.remark.to_le_bytes());
            self.remark = head.remark;
        }
        if let Some(exemption) = head.exemption {
            put(exemption.len() as u64, &mut self.heads);
            self.heads.extend_from_slice(exemption.as_bytes());
        }
        self.at(head.evaluated);
        self.text(0, head.resource);
        self.done()
    }

    fn at(&mut self, time: Option<i64>) {
        if let Some(time) = time {
            put(zigzag(time.wrapping_sub(self.time)), &mut self.heads);
            self.time = time;
        }
    }

    fn text(&mut self, slot: usize, text: &str) {
        let before = &mut self.texts[slot];
        let text = text.as_bytes();
        let same = before.iter().zip(text).take_while(|(a, b)| a == b).count();
        put(same as u64, &mut self.heads);
        put((text.len() - same) as u64, &mut self.heads);
        self.heads.extend_from_slice(&text[same..]);
        before.truncate(same);
        before.extend_from_slice(&text[same..]);
    }

    const fn done(&mut self) -> i64 {
        self.count += 1;
        self.start + self.count - 1
    }

    /// Writes it, unless it is empty.
    pub(super) fn keep(&self, connection: &Connection, unit: i64, first: i64) -> rusqlite::Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        connection
            .prepare_cached(
                "INSERT INTO runs (kind, start, count, unit, first, heads, bodies) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![self.kind.code(), self.start, self.count, unit, first, self.heads, self.bodies])?;
        Ok(())
    }
}

/// The number of the next row of a kind.
pub(super) fn next_row(connection: &Connection, kind: RowKind) -> rusqlite::Result<i64> {
    connection.query_row(
        "SELECT coalesce(max(start + count), 1) FROM runs WHERE kind = ?1",
        [kind.code()],
        |row| row.get(0),
    )
}

/// Reads packed rows.
struct Unpack<'a> {
    bytes: &'a [u8],
    texts: [Vec<u8>; 2],
    time: i64,
}

impl<'a> Unpack<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, texts: Default::default(), time: 0 }
    }

    fn number(&mut self) -> Option<i64> {
        let (first, rest) = self.bytes.split_first_chunk::<8>()?;
        self.bytes = rest;
        Some(i64::from_le_bytes(*first))
    }

    fn signed(&mut self) -> Option<i64> {
        take(&mut self.bytes).map(unzigzag)
    }

    fn slice(&mut self, length: u64) -> Option<&'a [u8]> {
        let (slice, rest) = self.bytes.split_at_checked(usize::try_from(length).ok()?)?;
        self.bytes = rest;
        Some(slice)
    }

    fn at(&mut self) -> Option<i64> {
        self.time = self.time.wrapping_add(self.signed()?);
        Some(self.time)
    }

    fn text(&mut self, slot: usize) -> Option<()> {
        let same = usize::try_from(take(&mut self.bytes)?).ok()?;
        let more = take(&mut self.bytes)?;
        let more = self.slice(more)?;
        let before = &mut self.texts[slot];
        if same > before.len() {
            return None;
        }
        before.truncate(same);
        before.extend_from_slice(more);
        Some(())
    }
}

/// Gives each resource of a run; nothing where the run cannot be read.
pub(super) fn resources(start: i64, heads: &[u8], mut each: impl FnMut(ResourceHead<'_>)) -> Option<()> {
    let mut from = Unpack::new(heads);
    let mut row = start;
    while !from.bytes.is_empty() {
        let flags = take(&mut from.bytes)?;
        let (word, digest) = (from.number()?, from.number()?);
        let place = from.signed()?;
        let recorded = if flags & 1 == 1 { Some(from.at()?) } else { None };
        from.text(0)?;
        from.text(1)?;
        each(ResourceHead {
            row,
            word,
            digest,
            place,
            recorded,
            id: std::str::from_utf8(&from.texts[0]).ok()?,
            name: std::str::from_utf8(&from.texts[1]).ok()?,
            body: usize::try_from(flags >> 1).ok()?,
        });
        row += 1;
    }
    Some(())
}

/// Gives each verdict of a run; nothing where the run cannot be read.
pub(super) fn verdicts(start: i64, heads: &[u8], mut each: impl FnMut(VerdictHead<'_>)) -> Option<()> {
    let mut from = Unpack::new(heads);
    let mut row = start;
    let mut remark = 0;
    while !from.bytes.is_empty() {
        let flags = take(&mut from.bytes)?;
        let digest = from.number()?;
        let (rule, place) = (from.signed()?, from.signed()?);
        if flags & 1 == 0 {
            remark = from.number()?;
        }
        let exemption = if flags & 2 == 2 {
            let length = take(&mut from.bytes)?;
            Some(std::str::from_utf8(from.slice(length)?).ok()?)
        } else {
            None
        };
        let evaluated = if flags & 4 == 4 { Some(from.at()?) } else { None };
        from.text(0)?;
        each(VerdictHead {
            row,
            digest,
            rule,
            place,
            verdict: unzigzag(flags >> 3),
            remark,
            exemption,
            evaluated,
            resource: std::str::from_utf8(&from.texts[0]).ok()?,
        });
        row += 1;
    }
    Some(())
}

/// What is told of a run that cannot be read.
pub(super) fn unreadable() -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(
        0,
        rusqlite::types::Type::Blob,
        "the rows of a page cannot be read".into(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Resource = (i64, i64, i64, Option<i64>, String, String, Vec<u8>);
    type Verdict = (i64, i64, i64, i64, i64, Option<String>, Option<i64>, String);

    fn resource() -> impl Strategy<Value = Resource> {
        let text = "(/subs/ä|/subs/é|arn:)?[a-c]{0,3}";
        (any::<i64>(), any::<i64>(), 0i64..9, any::<Option<i64>>(), text, text, any::<Vec<u8>>())
    }

    fn verdict() -> impl Strategy<Value = Verdict> {
        let text = "(/subs/ä|/subs/é|arn:)?[a-c]{0,3}";
        (
            any::<i64>(),
            0i64..9,
            0i64..9,
            0i64..4,
            -1i64..2,
            any::<Option<String>>(),
            any::<Option<i64>>(),
            text,
        )
    }

    proptest! {
        #[test]
        fn resources_come_back(list in prop::collection::vec(resource(), 0..12)) {
            let mut run = Run::new(RowKind::Resource, 5);
            for (word, digest, place, recorded, id, name, body) in &list {
                run.resource_parts(*word, *digest, *place, *recorded, [id, name], body);
            }
            let mut got = Vec::new();
            let mut at = 0;
            let read = resources(5, &run.heads, |h| {
                let body = run.bodies[at..at + h.body].to_vec();
                at += h.body;
                got.push((h.word, h.digest, h.place, h.recorded, h.id.to_owned(), h.name.to_owned(), body));
            });
            prop_assert_eq!(read, Some(()));
            prop_assert_eq!(at, run.bodies.len());
            prop_assert_eq!(&got, &list);
            if !list.is_empty() {
                prop_assert_eq!(resources(5, &run.heads[..run.heads.len() - 1], |_| {}), None);
            }
        }

        #[test]
        fn verdicts_come_back(list in prop::collection::vec(verdict(), 0..12)) {
            let mut run = Run::new(RowKind::Verdict, 7);
            for (digest, rule, place, verdict, remark, exemption, evaluated, resource) in &list {
                run.verdict_parts(&VerdictHead {
                    row: 0, digest: *digest, rule: *rule, place: *place, verdict: *verdict, remark: *remark,
                    exemption: exemption.as_deref(), evaluated: *evaluated, resource,
                });
            }
            let mut got = Vec::new();
            let read = verdicts(7, &run.heads, |h| got.push((
                h.digest, h.rule, h.place, h.verdict, h.remark, h.exemption.map(str::to_owned), h.evaluated,
                h.resource.to_owned(),
            )));
            prop_assert_eq!(read, Some(()));
            prop_assert_eq!(&got, &list);
        }

        #[test]
        fn what_is_no_run_is_refused_or_read_but_never_breaks(bytes in any::<Vec<u8>>()) {
            let _ = resources(1, &bytes, |_| {});
            let _ = verdicts(1, &bytes, |_| {});
        }
    }
}
