//! Edits of manifests, Compose files and Dockerfiles, in words of their own.

/// What a path leads from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The object, or the service of a Compose file.
    Object,
    /// The specification of the pod.
    Pod,
    /// Each container of the pod.
    Container,
}

/// Where a member is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// Everywhere, also where it is missing.
    Everywhere,
    /// Only where it is there.
    There,
    /// Only where it reads one of these.
    Reading(&'static [&'static str]),
}

/// A member of an object and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// What the path leads from.
    pub level: Level,
    /// Names with dots between them; a name that has dots stands in quotes, `[*]` stands for every element of a list.
    pub path: &'static str,
    /// The value as JSON; nothing to take the member away.
    pub value: Option<&'static str>,
    /// Where it is written.
    pub on: On,
}

impl Member {
    /// A member of the object.
    pub const fn object(path: &'static str, value: &'static str) -> Self {
        Self { level: Level::Object, path, value: Some(value), on: On::Everywhere }
    }

    /// A member of the pod.
    pub const fn pod(path: &'static str, value: &'static str) -> Self {
        Self { level: Level::Pod, path, value: Some(value), on: On::Everywhere }
    }

    /// A member of each container.
    pub const fn container(path: &'static str, value: &'static str) -> Self {
        Self { level: Level::Container, path, value: Some(value), on: On::Everywhere }
    }

    /// Takes a member away where it is there.
    pub const fn without(level: Level, path: &'static str) -> Self {
        Self { level, path, value: None, on: On::There }
    }

    /// Only where the member is there already.
    #[must_use]
    pub const fn there(mut self) -> Self {
        self.on = On::There;
        self
    }

    /// Only where the member reads one of these.
    #[must_use]
    pub const fn reading(mut self, texts: &'static [&'static str]) -> Self {
        self.on = On::Reading(texts);
        self
    }
}

/// A change of the instructions of a Dockerfile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction {
    /// Of a program that RUN runs, or of any where none is named: the second word in place of the first; nothing in its
    /// place when it is empty.
    Word(&'static str, &'static str, &'static str),
    /// Of a program: a letter among short options goes.
    Letter(&'static str, char),
    /// Of a program and one of its verbs: an option is given.
    Option(&'static str, &'static str, &'static str),
    /// Local files come with COPY in place of ADD.
    CopyForAdd,
    /// A label in place of MAINTAINER.
    LabelForMaintainer,
    /// The user that the image runs as, before what it runs.
    User(&'static str),
    /// A variable is no longer set.
    Unset(&'static str),
}
