//! Shorthand for tables of shapes: `argument = Property`, with `=> conversion` where the two are not the same value.

/// One argument.
macro_rules! field {
    ($to:literal, $from:literal) => {
        $crate::dialect::live::Field::same($to, $from)
    };
    ($to:literal, $from:literal, $take:expr) => {
        $crate::dialect::live::Field::of($to, $from, $take)
    };
}

/// Arguments.
macro_rules! fields {
    ($($to:literal = $from:literal $(=> $take:expr)?),* $(,)?) => {
        &[$($crate::dialect::cloudformation::macros::field!($to, $from $(, $take)?)),*]
    };
}

/// A list of objects with arguments of their own.
macro_rules! list {
    ($($fields:tt)*) => {
        $crate::dialect::live::Take::Blocks($crate::dialect::cloudformation::macros::fields!($($fields)*))
    };
}

/// An object with arguments of its own.
macro_rules! block {
    ($($fields:tt)*) => {
        $crate::dialect::live::Take::Block($crate::dialect::cloudformation::macros::fields!($($fields)*))
    };
}

/// A type of fields alone.
macro_rules! shape {
    ($vendor:literal as $native:literal { $($fields:tt)* }) => {
        $crate::dialect::live::Shape::new(
            $vendor,
            $native,
            $crate::dialect::cloudformation::macros::fields!($($fields)*),
        )
    };
}

pub(super) use {block, field, fields, list, shape};
