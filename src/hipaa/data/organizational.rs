//! Organizational requirements, 45 CFR § 164.314: one row per entry, in the order of the regulation.

use super::super::safeguard::{Designation, Row};

/// Rows in regulation order.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        citation: "164.314(a)(1)",
        aliases: &["164.314(a)"],
        designation: Designation::Standard,
        title: "Business associate contracts or other arrangements",
        title_is_editorial: false,
        parent: None,
        text: "The contract or other arrangement required by § 164.308(b)(3) must meet the requirements of paragraph (a)(2)(i), (a)(2)(ii), or (a)(2)(iii) of this section, as applicable.",
        attested: Some(
            "each contract or arrangement with a business associate meets the requirements that apply to it.",
        ),
    },
    Row {
        citation: "164.314(a)(2)(i)",
        aliases: &[],
        designation: Designation::Required,
        title: "Business associate contracts",
        title_is_editorial: false,
        parent: Some("164.314(a)(1)"),
        text: "The contract must provide that the business associate will— (A) Comply with the applicable requirements of this subpart; (B) In accordance with § 164.308(b)(2), ensure that any subcontractors that create, receive, maintain, or transmit electronic protected health information on behalf of the business associate agree to comply with the applicable requirements of this subpart by entering into a contract or other arrangement that complies with this section; and (C) Report to the covered entity any security incident of which it becomes aware, including breaches of unsecured protected health information as required by § 164.410.",
        attested: Some(
            "each business associate contract binds the associate to this subpart, to its subcontractors doing the same, and to reporting incidents and breaches.",
        ),
    },
    Row {
        citation: "164.314(a)(2)(ii)",
        aliases: &[],
        designation: Designation::Required,
        title: "Other arrangements",
        title_is_editorial: false,
        parent: Some("164.314(a)(1)"),
        text: "The covered entity is in compliance with paragraph (a)(1) of this section if it has another arrangement in place that meets the requirements of § 164.504(e)(3).",
        attested: Some(
            "another arrangement that meets § 164.504(e)(3) is in place, where one is used instead of a contract.",
        ),
    },
    Row {
        citation: "164.314(a)(2)(iii)",
        aliases: &[],
        designation: Designation::Required,
        title: "Business associate contracts with subcontractors",
        title_is_editorial: false,
        parent: Some("164.314(a)(1)"),
        text: "The requirements of paragraphs (a)(2)(i) and (a)(2)(ii) of this section apply to the contract or other arrangement between a business associate and a subcontractor required by § 164.308(b)(4) in the same manner as such requirements apply to contracts or other arrangements between a covered entity and business associate.",
        attested: Some(
            "contracts of business associates with their subcontractors meet the same requirements.",
        ),
    },
    Row {
        citation: "164.314(b)(1)",
        aliases: &["164.314(b)"],
        designation: Designation::Standard,
        title: "Requirements for group health plans",
        title_is_editorial: false,
        parent: None,
        text: "Except when the only electronic protected health information disclosed to a plan sponsor is disclosed pursuant to § 164.504(f)(1)(ii) or (iii), or as authorized under § 164.508, a group health plan must ensure that its plan documents provide that the plan sponsor will reasonably and appropriately safeguard electronic protected health information created, received, maintained, or transmitted to or by the plan sponsor on behalf of the group health plan.",
        attested: Some(
            "the organization is no group health plan, or that its plan documents bind the plan sponsor to safeguard the information.",
        ),
    },
    Row {
        citation: "164.314(b)(2)(i)",
        aliases: &[],
        designation: Designation::Required,
        title: "Plan sponsor safeguards",
        title_is_editorial: true,
        parent: Some("164.314(b)(1)"),
        text: "Implement administrative, physical, and technical safeguards that reasonably and appropriately protect the confidentiality, integrity, and availability of the electronic protected health information that it creates, receives, maintains, or transmits on behalf of the group health plan;",
        attested: Some(
            "the plan documents require the plan sponsor to implement administrative, physical and technical safeguards.",
        ),
    },
    Row {
        citation: "164.314(b)(2)(ii)",
        aliases: &[],
        designation: Designation::Required,
        title: "Adequate separation supported",
        title_is_editorial: true,
        parent: Some("164.314(b)(1)"),
        text: "Ensure that the adequate separation required by § 164.504(f)(2)(iii) is supported by reasonable and appropriate security measures;",
        attested: Some(
            "the plan documents require that the separation between plan and sponsor is supported by security measures.",
        ),
    },
    Row {
        citation: "164.314(b)(2)(iii)",
        aliases: &[],
        designation: Designation::Required,
        title: "Agents implement safeguards",
        title_is_editorial: true,
        parent: Some("164.314(b)(1)"),
        text: "Ensure that any agent to whom it provides this information agrees to implement reasonable and appropriate security measures to protect the information; and",
        attested: Some(
            "the plan documents require every agent who receives the information to agree to protect it.",
        ),
    },
    Row {
        citation: "164.314(b)(2)(iv)",
        aliases: &[],
        designation: Designation::Required,
        title: "Report security incidents to plan",
        title_is_editorial: true,
        parent: Some("164.314(b)(1)"),
        text: "Report to the group health plan any security incident of which it becomes aware.",
        attested: Some(
            "the plan documents require the plan sponsor to report security incidents to the plan.",
        ),
    },
];
