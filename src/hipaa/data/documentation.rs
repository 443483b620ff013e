//! Policies, procedures and documentation, 45 CFR § 164.316: one row per entry, in the order of the regulation.

use super::super::safeguard::{Designation, Row};

/// Rows in regulation order.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        citation: "164.316(a)",
        aliases: &[],
        designation: Designation::Standard,
        title: "Policies and procedures",
        title_is_editorial: false,
        parent: None,
        text: "Implement reasonable and appropriate policies and procedures to comply with the standards, implementation specifications, or other requirements of this subpart, taking into account those factors specified in § 164.306(b)(2)(i), (ii), (iii), and (iv). This standard is not to be construed to permit or excuse an action that violates any other standard, implementation specification, or other requirements of this subpart. A covered entity or business associate may change its policies and procedures at any time, provided that the changes are documented and are implemented in accordance with this subpart.",
        attested: Some(
            "reasonable and appropriate policies and procedures to comply with this subpart are implemented.",
        ),
    },
    Row {
        citation: "164.316(b)(1)",
        aliases: &["164.316(b)"],
        designation: Designation::Standard,
        title: "Documentation",
        title_is_editorial: false,
        parent: None,
        text: "(i) Maintain the policies and procedures implemented to comply with this subpart in written (which may be electronic) form; and (ii) If an action, activity or assessment is required by this subpart to be documented, maintain a written (which may be electronic) record of the action, activity, or assessment.",
        attested: Some(
            "policies and procedures, and every action or assessment that must be documented, are kept in writing.",
        ),
    },
    Row {
        citation: "164.316(b)(2)(i)",
        aliases: &[],
        designation: Designation::Required,
        title: "Time limit",
        title_is_editorial: false,
        parent: Some("164.316(b)(1)"),
        text: "Retain the documentation required by paragraph (b)(1) of this section for 6 years from the date of its creation or the date when it last was in effect, whichever is later.",
        attested: Some(
            "required documentation is kept for six years from its creation or from when it was last in effect.",
        ),
    },
    Row {
        citation: "164.316(b)(2)(ii)",
        aliases: &[],
        designation: Designation::Required,
        title: "Availability",
        title_is_editorial: false,
        parent: Some("164.316(b)(1)"),
        text: "Make documentation available to those persons responsible for implementing the procedures to which the documentation pertains.",
        attested: Some("documentation is available to those who implement the procedures it describes."),
    },
    Row {
        citation: "164.316(b)(2)(iii)",
        aliases: &[],
        designation: Designation::Required,
        title: "Updates",
        title_is_editorial: false,
        parent: Some("164.316(b)(1)"),
        text: "Review documentation periodically, and update as needed, in response to environmental or operational changes affecting the security of the electronic protected health information.",
        attested: Some(
            "documentation is reviewed periodically and updated when the environment or operations change.",
        ),
    },
];
