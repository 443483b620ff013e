//! Objectives on the place and the labelling of data.

use crate::hipaa::objective::{Row, contextual, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "approved-regions",
        title: "Data stays in approved regions",
        statement: "Resources, replicas and backup targets lie in the regions that the organization approved for electronic protected health information.",
        edges: &[
            supports(
                "164.308(a)(1)(ii)(B)",
                "Data outside the approved regions lies outside the risk decisions the organization made.",
            ),
            contextual(
                "164.308(a)(1)(ii)(A)",
                "The Security Rule names no country; the risk analysis must cover every place the information lies.",
            ),
            contextual(
                "164.308(b)(1)",
                "Whether the provider agreement covers a region is a matter of contract.",
            ),
        ],
    },
    Row {
        id: "resource-tagging",
        title: "Resources say what they hold and whose they are",
        statement: "Resources carry the tags the organization requires, such as data classification, owner and environment.",
        edges: &[
            contextual(
                "164.308(a)(1)(ii)(A)",
                "Knowing what holds the information is where a risk analysis starts.",
            ),
            contextual(
                "164.308(a)(7)(ii)(E)",
                "Classification tags feed the analysis of which data and applications are critical.",
            ),
            contextual(
                "164.310(d)(2)(iii)",
                "An owner tag helps to tell who is responsible; the record of movements of media is kept by people.",
            ),
        ],
    },
];
