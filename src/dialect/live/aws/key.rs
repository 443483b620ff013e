//! Encryption keys and secrets.

use crate::dialect::live::{Companion, Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::KMS::Key", "aws_kms_key", KEY)
        // KMS does not rotate what it did not make
        .variant(|source| {
            (source.text("origin").as_deref() == Some("EXTERNAL")).then_some("aws_kms_external_key")
        }),
    Shape::new("AWS::SecretsManager::Secret", "aws_secretsmanager_secret", SECRET).companions(ROTATION),
];

static ROTATION: &[Companion] = &[Companion::new(
    "aws_secretsmanager_secret_rotation",
    "RotationRules",
    &[
        Field::itself("secret_id"),
        Field::same("rotation_rules.automatically_after_days", "RotationRules.AutomaticallyAfterDays")
            .or_unset(),
        Field::same("rotation_rules.schedule_expression", "RotationRules.RotationScheduleExpression")
            .or_unset(),
    ],
)
.when(|source| source.flag("RotationEnabled") == Some(true))];

const KEY: &[Field] = &[
    Field::same("description", "description"),
    Field::same("customer_master_key_spec", "customerMasterKeySpec"),
    Field::same("key_usage", "keyUsage"),
    Field::same("is_enabled", "enabled"),
    Field::same("enabled", "enabled"),
    Field::same("enable_key_rotation", "supplementaryConfiguration.KeyRotationStatus"),
    Field::of("policy", "supplementaryConfiguration.KeyPolicy", Take::Document),
    Field::of("policy", "supplementaryConfiguration.Policy", Take::Document),
];

const SECRET: &[Field] = &[
    Field::same("name", "Name"),
    Field::key("kms_key_id", "KMSKeyId").or_unset_in("Name"),
    // the rules are kept by a secret whose rotation was switched off; the companion stands for rules in force
    Field::unset_where("rotation_rules", "RotationEnabled"),
    Field::of("replica", "ReplicaRegions", Take::Blocks(&[Field::same("region", "Region")])),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::check::Verdict;
    use crate::native::LiveResource;
    use crate::testing::{live_cases, live_findings, live_resource, live_verdict};

    fn key(manager: &str) -> LiveResource {
        let mut key = live_resource(
            "AWS::KMS::Key",
            json!({
                "keyId": "0a1b", "arn": "arn:aws:kms:eu-west-1:111122223333:key/0a1b", "keyManager": manager,
                "customerMasterKeySpec": "SYMMETRIC_DEFAULT", "keyUsage": "ENCRYPT_DECRYPT", "origin": "AWS_KMS",
                "keyState": "Enabled", "enabled": true, "description": "charts",
                "supplementaryConfiguration": {
                    "KeyRotationStatus": true,
                    "Policy": {"Version": "2012-10-17", "Statement": [{
                        "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"
                    }]}
                }
            }),
        );
        key.id = "arn:aws:kms:eu-west-1:111122223333:key/0a1b".into();
        key.account = "111122223333".into();
        key.region = "eu-west-1".into();
        key
    }

    fn volume(key: &str) -> LiveResource {
        let mut volume = live_resource("AWS::EC2::Volume", json!({"encrypted": true, "kmsKeyId": key}));
        volume.account = "111122223333".into();
        volume.region = "eu-west-1".into();
        volume
    }

    #[test]
    fn a_key_tells_of_its_rotation_and_policy() {
        let item = (*key("CUSTOMER").configuration).clone();
        let open = json!({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}]});
        let own = item["supplementaryConfiguration"]["Policy"].clone();
        live_cases(
            "AWS::KMS::Key",
            &item,
            "",
            &[
                (
                    "key-rotation",
                    "supplementaryConfiguration.KeyRotationStatus".into(),
                    json!(true),
                    json!(false),
                ),
                ("key-policy-not-public", "supplementaryConfiguration.Policy".into(), own, open.clone()),
                ("key-enabled", "enabled".into(), json!(true), json!(false)),
            ],
        );
        // a policy that is still a text is read all the same, also with percent signs
        for text in [open.to_string(), open.to_string().replace('{', "%7B").replace('"', "%22")] {
            let mut item = item.clone();
            item["supplementaryConfiguration"]["Policy"] = text.into();
            assert_eq!(live_verdict("AWS::KMS::Key", item, "key-policy-not-public"), Some(Verdict::Fail));
        }
        // how long a deletion waits is said when it is asked for, not by the key
        assert_eq!(live_verdict("AWS::KMS::Key", item, "key-deletion-window"), None);
    }

    #[test]
    fn whose_a_key_is_only_the_key_says() {
        let check = "block-volume-customer-key";
        let named = "arn:aws:kms:eu-west-1:111122223333:key/0a1b";
        let verdicts = |live: &[LiveResource]| live_findings(live, check);
        assert_eq!(verdicts(&[volume(named), key("CUSTOMER")]), [Verdict::Pass]);
        assert_eq!(verdicts(&[volume("0a1b"), key("CUSTOMER")]), [Verdict::Pass]);
        assert_eq!(verdicts(&[volume(named), key("AWS")]), [Verdict::Fail]);
        assert_eq!(verdicts(&[volume("alias/aws/ebs")]), [Verdict::Fail]);
        assert_eq!(verdicts(&[volume(named)]), [Verdict::Unknown]);
        // the keys of AWS serve their own account only
        assert_eq!(verdicts(&[volume("arn:aws:kms:eu-west-1:444455556666:key/0a1b")]), [Verdict::Pass]);
    }

    #[test]
    fn an_alias_stands_for_its_key() {
        let mut alias =
            live_resource("AWS::KMS::Alias", json!({"aliasName": "alias/charts", "targetKeyId": "0a1b"}));
        alias.id = "arn:aws:kms:eu-west-1:111122223333:alias/charts".into();
        let check = "block-volume-customer-key";
        assert_eq!(live_findings(&[volume("alias/charts"), alias, key("CUSTOMER")], check), [Verdict::Pass]);
    }

    #[test]
    fn a_secret_rotates_while_rotation_is_on() {
        let secret = json!({
            "Name": "charts/db", "ARN": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:charts/db-a1b2c3",
            "KMSKeyId": "arn:aws:kms:eu-west-1:444455556666:key/0a1b", "RotationEnabled": true,
            "RotationRules": {"AutomaticallyAfterDays": 30}
        });
        live_cases(
            "AWS::SecretsManager::Secret",
            &secret,
            "",
            &[("secret-rotation", "RotationEnabled".into(), json!(true), json!(false))],
        );
        live_cases(
            "AWS::SecretsManager::Secret",
            &secret,
            "Name",
            &[(
                "secret-customer-key",
                "KMSKeyId".into(),
                secret["KMSKeyId"].clone(),
                json!("alias/aws/secretsmanager"),
            )],
        );
    }
}
