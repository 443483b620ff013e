//! Items of every service, with values that pass and fail, and without the part that tells.
//!
//! Values are invented; shapes and names are those of the vendor's item schemas.

use serde_json::{Value as Json, json};

use crate::check::Verdict;
use crate::native::LiveResource;
use crate::resource::{Key, Setting, Truth};
use crate::testing::{LiveCase, live_cases, live_estate, live_findings, live_resource, live_verdict};

const CUSTOMER_KEY: &str = "arn:aws:kms:eu-west-1:444455556666:key/0a1b";

fn case(check: &'static str, path: &str, pass: Json, fail: Json) -> LiveCase {
    (check, path.to_owned(), pass, fail)
}

/// A yes that is wanted.
fn on(check: &'static str, path: &str) -> LiveCase {
    case(check, path, json!(true), json!(false))
}

/// A yes that is not wanted.
fn off(check: &'static str, path: &str) -> LiveCase {
    case(check, path, json!(false), json!(true))
}

fn named(vendor: &str, id: &str, item: Json) -> LiveResource {
    let mut resource = live_resource(vendor, item);
    resource.id = id.into();
    resource
}

#[test]
fn balancers_and_listeners() {
    let attribute = |key: &str, value: &str| json!({"key": key, "value": value});
    let with = |value: &str| {
        json!([
            attribute("deletion_protection.enabled", value),
            attribute("access_logs.s3.enabled", value),
            attribute("routing.http.drop_invalid_header_fields.enabled", value),
            attribute("routing.http.desync_mitigation_mode", "defensive"),
        ])
    };
    let balancer = json!({
        "loadBalancerName": "front", "type": "application", "scheme": "internal", "vpcId": "vpc-0a",
        "supplementaryConfiguration": {"LoadBalancerAttributes": with("true")}
    });
    let attributes = "supplementaryConfiguration.LoadBalancerAttributes";
    let cases: Vec<_> = [
        "load-balancer-deletion-protection",
        "load-balancer-access-logging",
        "load-balancer-drops-invalid-headers",
    ]
    .map(|check| case(check, attributes, with("true"), with("false")))
    .into();
    live_cases("AWS::ElasticLoadBalancingV2::LoadBalancer", &balancer, "", &cases);

    let classic = json!({
        "loadBalancerName": "old", "scheme": "internet-facing",
        "listenerDescriptions": [{"listener": {
            "protocol": "HTTPS", "instanceProtocol": "HTTPS", "sslcertificateId": "arn:aws:acm:x", "loadBalancerPort": 443
        }}],
        "supplementaryConfiguration": {"LoadBalancerAttributes": {
            "accessLog": {"enabled": true}, "crossZoneLoadBalancing": {"enabled": true}
        }}
    });
    live_cases(
        "AWS::ElasticLoadBalancing::LoadBalancer",
        &classic,
        "",
        &[
            on(
                "load-balancer-access-logging",
                "supplementaryConfiguration.LoadBalancerAttributes.accessLog.enabled",
            ),
            on(
                "load-balancer-cross-zone",
                "supplementaryConfiguration.LoadBalancerAttributes.crossZoneLoadBalancing.enabled",
            ),
        ],
    );
    live_cases(
        "AWS::ElasticLoadBalancing::LoadBalancer",
        &classic,
        "listenerDescriptions",
        &[case(
            "classic-balancer-encrypted-listeners",
            "listenerDescriptions.0.listener.protocol",
            json!("HTTPS"),
            json!("HTTP"),
        )],
    );
}

#[test]
fn a_plain_listener_decides_for_its_balancer() {
    let balancer = named(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "arn:lb",
        json!({
            "loadBalancerName": "front", "type": "application", "scheme": "internet-facing"
        }),
    );
    let listener = |protocol: &str| {
        named(
            "AWS::ElasticLoadBalancingV2::Listener",
            "arn:listener",
            json!({
                "ListenerArn": "arn:listener", "LoadBalancerArn": "arn:lb", "Port": 80, "Protocol": protocol,
                "DefaultActions": [{"Type": "forward", "TargetGroupArn": "arn:targets"}]
            }),
        )
    };
    let verdicts = |live: &[LiveResource]| live_findings(live, "load-balancer-redirects-to-https");
    assert_eq!(verdicts(&[balancer.clone(), listener("HTTP")]), [Verdict::Fail]);
    // there may be further listeners
    assert_eq!(verdicts(&[balancer.clone(), listener("HTTPS")]), [Verdict::Unknown]);
    assert_eq!(verdicts(&[balancer]), [Verdict::Unknown]);
}

#[test]
fn distributions() {
    let config = "distributionConfig";
    let item = json!({"id": "E0A", config: {
        "defaultCacheBehavior": {"viewerProtocolPolicy": "redirect-to-https", "responseHeadersPolicyId": "p-0a"},
        "cacheBehaviors": {"quantity": 0, "items": null},
        "viewerCertificate": {"cloudFrontDefaultCertificate": false, "minimumProtocolVersion": "TLSv1.2_2021",
            "acmCertificateArn": "arn:aws:acm:x", "iamCertificateId": null},
        "webACLId": "arn:aws:wafv2:x", "defaultRootObject": "index.html",
        "logging": {"enabled": true, "bucket": "logs.s3.amazonaws.com", "prefix": ""},
        "restrictions": {"geoRestriction": {"restrictionType": "whitelist", "items": ["US"]}},
        "origins": {"quantity": 1, "items": [{"id": "o", "domainName": "claims.s3.eu-west-1.amazonaws.com",
            "s3OriginConfig": {"originAccessIdentity": "origin-access-identity/cloudfront/E1"}}]},
        "originGroups": {"quantity": 0, "items": null}
    }});
    let at = |path: &str| format!("{config}.{path}");
    let origin = |identity: &str| {
        json!([{"id": "o", "domainName": "claims.s3.eu-west-1.amazonaws.com",
        "s3OriginConfig": {"originAccessIdentity": identity}, "originAccessControlId": ""}])
    };
    live_cases(
        "AWS::CloudFront::Distribution",
        &item,
        config,
        &[
            case(
                "content-delivery-https-only",
                &at("defaultCacheBehavior.viewerProtocolPolicy"),
                json!("https-only"),
                json!("allow-all"),
            ),
            case(
                "content-delivery-minimum-tls",
                &at("viewerCertificate.minimumProtocolVersion"),
                json!("TLSv1.2_2021"),
                json!("TLSv1"),
            ),
            case("content-delivery-web-firewall", &at("webACLId"), json!("arn:aws:wafv2:x"), json!("")),
            case("content-delivery-access-logging", &at("logging.bucket"), json!("logs"), json!("")),
            case(
                "content-delivery-default-root-object",
                &at("defaultRootObject"),
                json!("index.html"),
                json!(""),
            ),
        ],
    );
    live_cases(
        "AWS::CloudFront::Distribution",
        &item,
        "",
        &[
            case(
                "content-delivery-origin-failover",
                &at("originGroups"),
                json!({"quantity": 1, "items": [{
                    "id": "g", "failoverCriteria": {"statusCodes": {"items": [500]}}, "members": {"items": [{"originId": "a"}, {"originId": "b"}]}
                }]}),
                json!({"quantity": 0, "items": null}),
            ),
            case(
                "content-delivery-origin-encrypted",
                &at("origins.items"),
                json!([{"domainName": "x.example", "customOriginConfig": {
                    "originProtocolPolicy": "https-only", "originSslProtocols": {"items": ["TLSv1.2"]}
                }}]),
                json!([{"domainName": "x.example", "customOriginConfig": {
                    "originProtocolPolicy": "http-only", "originSslProtocols": {"items": ["TLSv1.2"]}
                }}]),
            ),
        ],
    );
    let access = |items: Json| {
        let mut item = item.clone();
        item[config]["origins"]["items"] = items;
        live_verdict("AWS::CloudFront::Distribution", item, "content-delivery-origin-access")
    };
    assert_eq!(access(origin("origin-access-identity/cloudfront/E1")), Some(Verdict::Pass));
    assert_eq!(access(origin("")), Some(Verdict::Fail));
    // an item without the word may have been recorded before there was access control
    assert_eq!(
        access(
            json!([{"domainName": "claims.s3.eu-west-1.amazonaws.com", "s3OriginConfig": {"originAccessIdentity": ""}}])
        ),
        Some(Verdict::Unknown)
    );
}

#[test]
fn programming_interfaces() {
    let stage = json!({
        "stageName": "prod", "deploymentId": "d", "accessLogSettings": {"destinationArn": "arn:aws:logs:x"},
        "clientCertificateId": "c", "tracingEnabled": true, "webAclArn": "arn:aws:wafv2:x",
        "methodSettings": {"*/*": {"loggingLevel": "INFO", "metricsEnabled": true, "dataTraceEnabled": false,
            "cachingEnabled": true, "cacheDataEncrypted": true}}
    });
    live_cases(
        "AWS::ApiGateway::Stage",
        &stage,
        "stageName",
        &[
            case(
                "api-access-logging",
                "accessLogSettings",
                json!({"destinationArn": "arn:aws:logs:x"}),
                json!(null),
            ),
            case("api-client-certificate", "clientCertificateId", json!("c"), json!(null)),
        ],
    );
    live_cases(
        "AWS::ApiGateway::Stage",
        &stage,
        "",
        &[
            on("api-tracing", "tracingEnabled"),
            case("api-execution-logging", "methodSettings", stage["methodSettings"].clone(), json!({})),
        ],
    );
    live_cases(
        "AWS::ApiGatewayV2::Stage",
        &stage,
        "stageName",
        &[case(
            "api-access-logging",
            "accessLogSettings",
            json!({"destinationArn": "arn:aws:logs:x"}),
            json!(null),
        )],
    );
    let graph = json!({"ApiId": "a", "Name": "g", "XrayEnabled": true, "LogConfig": {
        "CloudWatchLogsRoleArn": "arn:aws:iam::111122223333:role/logs", "FieldLogLevel": "ALL"
    }});
    live_cases(
        "AWS::AppSync::GraphQLApi",
        &graph,
        "ApiId",
        &[case("graphql-logging", "LogConfig", graph["LogConfig"].clone(), json!(null))],
    );
}

#[test]
fn web_firewalls() {
    let rule = |over: &str| {
        json!([{
            "name": "inputs", "priority": 0, "action": null, "overrideAction": {over: {}},
            "statement": {"managedRuleGroupStatement": {
                "vendorName": "AWS", "name": "AWSManagedRulesKnownBadInputsRuleSet", "excludedRules": []
            }}
        }])
    };
    let list = json!({"name": "front", "rules": rule("none")});
    live_cases(
        "AWS::WAFv2::WebACL",
        &list,
        "",
        &[
            case("web-firewall-stops-log4j-exploits", "rules", rule("none"), rule("count")),
            case("web-firewall-has-rules", "rules", rule("none"), json!([])),
        ],
    );
    // whether requests are logged is in no part of the item
    assert_eq!(live_verdict("AWS::WAFv2::WebACL", list, "web-firewall-logging"), Some(Verdict::Unknown));
}

#[test]
fn certificates_names_and_mail() {
    let certificate = json!({"domainName": "a.example", "subjectAlternativeNames": ["a.example"],
        "options": {"certificateTransparencyLoggingPreference": "ENABLED"}});
    live_cases(
        "AWS::ACM::Certificate",
        &certificate,
        "",
        &[
            case(
                "certificate-transparency-logging",
                "options.certificateTransparencyLoggingPreference",
                json!("ENABLED"),
                json!("DISABLED"),
            ),
            case("certificate-no-wildcard", "domainName", json!("a.example"), json!("*.example")),
        ],
    );
    let authority = json!({"RevocationConfiguration": {"CrlConfiguration": {"Enabled": true}}});
    live_cases(
        "AWS::ACMPCA::CertificateAuthority",
        &authority,
        "",
        &[on("certificate-authority-revocation", "RevocationConfiguration.CrlConfiguration.Enabled")],
    );
    let zone = json!({"Id": "Z1", "Name": "a.example", "QueryLoggingConfig": {"CloudWatchLogsLogGroupArn": "arn:aws:logs:x"}});
    live_cases(
        "AWS::Route53::HostedZone",
        &zone,
        "Id",
        &[case(
            "dns-zone-query-logging",
            "QueryLoggingConfig",
            zone["QueryLoggingConfig"].clone(),
            json!(null),
        )],
    );
    assert_eq!(live_verdict("AWS::Route53::HostedZone", zone, "dns-zone-signed"), Some(Verdict::Unknown));
    let mail = json!({"Name": "m", "DeliveryOptions": {"TlsPolicy": "REQUIRE"}});
    live_cases(
        "AWS::SES::ConfigurationSet",
        &mail,
        "Name",
        &[case("mail-requires-tls", "DeliveryOptions.TlsPolicy", json!("REQUIRE"), json!("OPTIONAL"))],
    );
}

#[test]
fn policies_of_identities() {
    let document = |action: &str| {
        json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": action, "Resource": "*"}
        ]})
    };
    let versions = |action: &str| {
        json!([
            {"versionId": "v1", "isDefaultVersion": false, "document": document("*")},
            {"versionId": "v2", "isDefaultVersion": true, "document": document(action)}
        ])
    };
    let policy = json!({"policyName": "p", "policyVersionList": versions("s3:GetObject")});
    live_cases(
        "AWS::IAM::Policy",
        &policy,
        "",
        &[case("policy-no-administrator", "policyVersionList", versions("s3:GetObject"), versions("*"))],
    );
    let trust = |principal: Json| json!({"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]});
    let role = json!({
        "roleName": "app", "assumeRolePolicyDocument": trust(json!({"Service": "ec2.amazonaws.com"})),
        "attachedManagedPolicies": [{"policyName": "r", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        "rolePolicyList": [{"policyName": "inline", "policyDocument": document("*")}]
    });
    let attached =
        |name: &str| json!([{"policyName": name, "policyArn": format!("arn:aws:iam::aws:policy/{name}")}]);
    live_cases(
        "AWS::IAM::Role",
        &role,
        "",
        &[
            case(
                "role-trust-named",
                "assumeRolePolicyDocument",
                trust(json!({"Service": "ec2.amazonaws.com"})),
                trust(json!("*")),
            ),
            case(
                "role-no-managed-administrator",
                "attachedManagedPolicies",
                attached("ReadOnlyAccess"),
                attached("AdministratorAccess"),
            ),
        ],
    );
    let estate = live_estate(&[live_resource("AWS::IAM::Role", role)]);
    let types: Vec<_> = estate.resources().iter().map(|r| &*r.native_type).collect();
    assert_eq!(types, ["aws_iam_role", "aws_iam_role_policy"]);
}

#[test]
fn users_and_groups_bring_their_policies() {
    let attached =
        json!([{"policyName": "a", "policyArn": "arn:a"}, {"policyName": "b", "policyArn": "arn:b"}]);
    let user =
        json!({"userName": "u", "attachedManagedPolicies": attached, "userPolicyList": [], "groupList": []});
    let group = json!({"groupName": "g", "attachedManagedPolicies": attached, "groupPolicyList": [
        {"policyName": "inline", "policyDocument": "%7B%22Statement%22%3A%5B%5D%7D"}
    ]});
    let estate = live_estate(&[
        named("AWS::IAM::User", "arn:u", user.clone()),
        named("AWS::IAM::Group", "arn:g", group),
    ]);
    let addresses: Vec<_> = estate.resources().iter().map(|r| &*r.address).collect();
    assert_eq!(
        addresses,
        [
            "arn:u",
            "arn:u#aws_iam_user_policy_attachment[0]",
            "arn:u#aws_iam_user_policy_attachment[1]",
            "arn:g#aws_iam_group_policy[0]",
            "arn:g#aws_iam_group_policy_attachment[0]",
            "arn:g#aws_iam_group_policy_attachment[1]",
        ]
    );
    // a password is in no part of the item, so its absence is not told
    assert_eq!(live_verdict("AWS::IAM::User", user, "no-console-password"), Some(Verdict::Unknown));
    live_cases(
        "AWS::Cognito::IdentityPool",
        &json!({"Id": "p", "AllowUnauthenticatedIdentities": false}),
        "",
        &[off("user-pool-no-guests", "AllowUnauthenticatedIdentities")],
    );
}

#[test]
fn what_records_and_warns() {
    let trail = json!({
        "name": "all", "s3BucketName": "trail", "kmsKeyId": CUSTOMER_KEY, "logFileValidationEnabled": true,
        "isMultiRegionTrail": true, "includeGlobalServiceEvents": true, "hasCustomEventSelectors": false,
        "snsTopicARN": "arn:aws:sns:x", "cloudWatchLogsLogGroupArn": "arn:aws:logs:x"
    });
    live_cases(
        "AWS::CloudTrail::Trail",
        &trail,
        "",
        &[
            on("audit-trail-integrity", "logFileValidationEnabled"),
            on("audit-trail-all-regions", "isMultiRegionTrail"),
            on("audit-trail-global-events", "includeGlobalServiceEvents"),
        ],
    );
    live_cases(
        "AWS::CloudTrail::Trail",
        &trail,
        "name",
        &[
            case("audit-trail-customer-key", "kmsKeyId", json!(CUSTOMER_KEY), json!(null)),
            case("audit-trail-monitored", "cloudWatchLogsLogGroupArn", json!("arn:aws:logs:x"), json!(null)),
        ],
    );
    let data = |own: Json| {
        let mut trail = trail.clone();
        trail["hasCustomEventSelectors"] = own;
        live_verdict("AWS::CloudTrail::Trail", trail, "audit-trail-data-events")
    };
    assert_eq!(data(json!(false)), Some(Verdict::Fail));
    assert_eq!(data(json!(true)), Some(Verdict::Unknown));
    assert_eq!(
        live_verdict("AWS::CloudTrail::Trail", trail.clone(), "audit-trail-enabled"),
        Some(Verdict::Unknown)
    );

    let alarm = json!({"alarmName": "errors", "actionsEnabled": true, "alarmActions": ["arn:aws:sns:x"], "metricName": "Errors"});
    live_cases(
        "AWS::CloudWatch::Alarm",
        &alarm,
        "",
        &[
            on("alarm-enabled", "actionsEnabled"),
            case("alarm-action", "alarmActions", json!(["arn:aws:sns:x"]), json!([])),
        ],
    );
    let detector = json!({"Id": "d", "Enable": true, "DataSources": {
        "S3Logs": {"Enable": true}, "Kubernetes": {"AuditLogs": {"Enable": true}}
    }});
    live_cases(
        "AWS::GuardDuty::Detector",
        &detector,
        "",
        &[
            on("threat-detector-enabled", "Enable"),
            on("threat-detector-storage", "DataSources.S3Logs.Enable"),
        ],
    );
    let recorder = json!({"Name": "default", "Recording": true, "RecordingGroup": {"AllSupported": true, "IncludeGlobalResourceTypes": true}});
    live_cases(
        "AWS::Config::ConfigurationRecorder",
        &recorder,
        "",
        &[
            on("configuration-recorder-all-resources", "RecordingGroup.AllSupported"),
            on("configuration-recorder-running", "Recording"),
        ],
    );
}

#[test]
fn messages() {
    let policy = |principal: Json| json!({"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}]});
    let named = || policy(json!({"AWS": "arn:aws:iam::111122223333:root"}));
    let topic = json!({"TopicArn": "arn:aws:sns:eu-west-1:111122223333:t", "KmsMasterKeyId": CUSTOMER_KEY, "Policy": named()});
    live_cases(
        "AWS::SNS::Topic",
        &topic,
        "TopicArn",
        &[
            case("topic-encryption", "KmsMasterKeyId", json!("alias/aws/sns"), json!(null)),
            case("topic-customer-key", "KmsMasterKeyId", json!(CUSTOMER_KEY), json!("alias/aws/sns")),
        ],
    );
    live_cases(
        "AWS::SNS::Topic",
        &topic,
        "",
        &[case("topic-inline-policy-public", "Policy", named(), policy(json!("*")))],
    );
    let queue = json!({
        "QueueArn": "arn:aws:sqs:eu-west-1:111122223333:q", "QueueName": "q", "SqsManagedSseEnabled": "true", "Policy": named()
    });
    live_cases(
        "AWS::SQS::Queue",
        &queue,
        "",
        &[
            case("queue-encryption", "SqsManagedSseEnabled", json!("true"), json!("false")),
            case("queue-inline-policy-public", "Policy", named(), policy(json!("*"))),
        ],
    );
    let stream = json!({"Name": "s", "RetentionPeriodHours": 168, "StreamEncryption": {"EncryptionType": "KMS", "KeyId": CUSTOMER_KEY}});
    live_cases(
        "AWS::Kinesis::Stream",
        &stream,
        "Name",
        &[
            case("stream-encryption", "StreamEncryption", stream["StreamEncryption"].clone(), json!(null)),
            case(
                "stream-customer-key",
                "StreamEncryption.KeyId",
                json!(CUSTOMER_KEY),
                json!("alias/aws/kinesis"),
            ),
        ],
    );
    let delivery = json!({"DeliveryStreamName": "d", "DeliveryStreamEncryptionConfigurationInput": {
        "KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": CUSTOMER_KEY
    }});
    let verdict =
        |item: Json| live_verdict("AWS::KinesisFirehose::DeliveryStream", item, "stream-encryption");
    assert_eq!(verdict(delivery), Some(Verdict::Pass));
    assert_eq!(verdict(json!({"DeliveryStreamName": "d"})), Some(Verdict::Fail));
    // one that reads from a stream is encrypted there; whether it does is not told
    assert_eq!(verdict(json!({})), None);
    let kafka = json!({
        "ClusterName": "k", "EncryptionInfo": {"EncryptionAtRest": {"DataVolumeKMSKeyId": CUSTOMER_KEY},
            "EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": true}},
        "BrokerNodeGroupInfo": {"ConnectivityInfo": {"PublicAccess": {"Type": "DISABLED"}}},
        "LoggingInfo": {"BrokerLogs": {"S3": {"Enabled": true}}}
    });
    live_cases(
        "AWS::MSK::Cluster",
        &kafka,
        "",
        &[
            case(
                "broker-client-tls",
                "EncryptionInfo.EncryptionInTransit.ClientBroker",
                json!("TLS"),
                json!("PLAINTEXT"),
            ),
            case(
                "broker-public-access",
                "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type",
                json!("DISABLED"),
                json!("SERVICE_PROVIDED_EIPS"),
            ),
        ],
    );
    let broker = json!({"BrokerName": "b", "EngineType": "ACTIVEMQ", "PubliclyAccessible": false, "AutoMinorVersionUpgrade": true,
        "Logs": {"Audit": true, "General": true}, "DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ"});
    live_cases(
        "AWS::AmazonMQ::Broker",
        &broker,
        "",
        &[
            off("broker-public-access", "PubliclyAccessible"),
            on("broker-general-logging", "Logs.General"),
            on("broker-minor-upgrades", "AutoMinorVersionUpgrade"),
        ],
    );
}

#[test]
fn functions_and_who_may_call_them() {
    let statement = |condition: Json| {
        json!([{"Sid": "s", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "lambda:InvokeFunction", "Resource": "arn:f", "Condition": condition}])
    };
    let function = json!({
        "functionName": "f", "runtime": "python3.12", "kmskeyArn": CUSTOMER_KEY, "tracingConfig": {"mode": "Active"},
        "deadLetterConfig": {"targetArn": "arn:aws:sqs:x"}, "vpcConfig": {"subnetIds": ["subnet-0a"], "securityGroupIds": ["sg-0a"]},
        "supplementaryConfiguration": {"Policy": {"Statement": statement(json!({"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}}))}}
    });
    live_cases(
        "AWS::Lambda::Function",
        &function,
        "functionName",
        &[
            case(
                "function-private-network",
                "vpcConfig",
                function["vpcConfig"].clone(),
                json!({"subnetIds": [], "securityGroupIds": []}),
            ),
            case(
                "function-dead-letter",
                "deadLetterConfig",
                function["deadLetterConfig"].clone(),
                json!(null),
            ),
        ],
    );
    // the address is in no part of the item
    assert_eq!(
        live_verdict("AWS::Lambda::Function", function.clone(), "function-url-origins"),
        Some(Verdict::Unknown)
    );
    let scoped = |condition: Json| {
        let mut item = function.clone();
        item["supplementaryConfiguration"]["Policy"]["Statement"] = statement(condition);
        let estate = live_estate(&[live_resource("AWS::Lambda::Function", item)]);
        let permission =
            estate.resources().iter().find(|r| &*r.native_type == "aws_lambda_permission").unwrap();
        permission.get(Key::SourceScoped).map(Setting::truth)
    };
    assert_eq!(scoped(json!({"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}})), Some(Truth::True));
    assert_eq!(scoped(json!(null)), Some(Truth::False));
}

#[test]
fn containers() {
    let cluster =
        json!({"ClusterName": "c", "ClusterSettings": [{"Name": "containerInsights", "Value": "enabled"}]});
    live_cases(
        "AWS::ECS::Cluster",
        &cluster,
        "ClusterName",
        &[case(
            "container-cluster-insights",
            "ClusterSettings",
            cluster["ClusterSettings"].clone(),
            json!([]),
        )],
    );
    let service = json!({"ServiceName": "s", "LaunchType": "FARGATE", "PlatformVersion": "LATEST",
        "NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED"}}});
    live_cases(
        "AWS::ECS::Service",
        &service,
        "ServiceName",
        &[case(
            "container-service-public-address",
            "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp",
            json!("DISABLED"),
            json!("ENABLED"),
        )],
    );
    let containers = |read_only: bool| {
        json!([{"Name": "app", "Image": "app:1", "ReadonlyRootFilesystem": read_only,
        "Privileged": !read_only, "LogConfiguration": {"LogDriver": "awslogs"}}])
    };
    let task = json!({"Family": "t", "NetworkMode": "awsvpc", "ContainerDefinitions": containers(true), "TaskRoleArn": "arn:t"});
    live_cases(
        "AWS::ECS::TaskDefinition",
        &task,
        "",
        &[
            case("task-read-only-root", "ContainerDefinitions", containers(true), containers(false)),
            case("task-not-privileged", "ContainerDefinitions", containers(true), containers(false)),
        ],
    );
    let kubernetes = json!({"Name": "k", "Version": "1.31", "EncryptionConfig": [{"Resources": ["secrets"], "Provider": {"KeyArn": CUSTOMER_KEY}}],
        "ResourcesVpcConfig": {"EndpointPublicAccess": false, "PublicAccessCidrs": []},
        "Logging": {"ClusterLogging": {"EnabledTypes": [{"Type": "audit"}, {"Type": "api"}, {"Type": "authenticator"},
            {"Type": "controllerManager"}, {"Type": "scheduler"}]}}});
    live_cases(
        "AWS::EKS::Cluster",
        &kubernetes,
        "Name",
        &[
            case(
                "cluster-secrets-encryption",
                "EncryptionConfig",
                kubernetes["EncryptionConfig"].clone(),
                json!(null),
            ),
            case("cluster-control-plane-logs", "Logging", kubernetes["Logging"].clone(), json!(null)),
        ],
    );
    let registry = json!({"RepositoryName": "r", "ImageTagMutability": "IMMUTABLE", "ImageScanningConfiguration": {"ScanOnPush": true},
        "EncryptionConfiguration": {"EncryptionType": "KMS"}});
    live_cases(
        "AWS::ECR::Repository",
        &registry,
        "",
        &[
            case("registry-immutable-tags", "ImageTagMutability", json!("IMMUTABLE"), json!("MUTABLE")),
            on("registry-image-scanning", "ImageScanningConfiguration.ScanOnPush"),
            case(
                "registry-customer-key",
                "EncryptionConfiguration.EncryptionType",
                json!("KMS"),
                json!("AES256"),
            ),
        ],
    );
}

#[test]
fn builds_workflows_and_documents() {
    let build = json!({
        "name": "b", "environment": {"privilegedMode": false, "environmentVariables": []}, "encryptionKey": CUSTOMER_KEY,
        "artifacts": {"type": "S3", "encryptionDisabled": false}, "source": {"location": "https://git.example/app"},
        "logsConfig": {"cloudWatchLogs": {"status": "ENABLED"}, "s3Logs": {"status": "DISABLED", "encryptionDisabled": false}}
    });
    live_cases(
        "AWS::CodeBuild::Project",
        &build,
        "",
        &[off("build-not-privileged", "environment.privilegedMode")],
    );
    live_cases(
        "AWS::CodeBuild::Project",
        &build,
        "name",
        &[
            case("build-logging", "logsConfig", build["logsConfig"].clone(), json!(null)),
            case("build-customer-key", "encryptionKey", json!(CUSTOMER_KEY), json!("alias/aws/s3")),
        ],
    );
    let machine = json!({"StateMachineName": "m", "TracingConfiguration": {"Enabled": true}, "LoggingConfiguration": {"IncludeExecutionData": true}});
    live_cases(
        "AWS::StepFunctions::StateMachine",
        &machine,
        "StateMachineName",
        &[
            on("workflow-tracing", "TracingConfiguration.Enabled"),
            on("workflow-history-logging", "LoggingConfiguration.IncludeExecutionData"),
        ],
    );
    let stack = json!({"stackName": "s", "notificationARNs": ["arn:aws:sns:x"]});
    live_cases(
        "AWS::CloudFormation::Stack",
        &stack,
        "",
        &[case("stack-notifications", "notificationARNs", json!(["arn:aws:sns:x"]), json!([]))],
    );
    let preferences = |key: &str| json!({"schemaVersion": "1.0", "inputs": {"kmsKeyId": key}});
    let session = json!({"Name": "SSM-SessionManagerRunShell", "DocumentType": "Session", "DocumentFormat": "JSON", "Content": preferences("k")});
    live_cases(
        "AWS::SSM::Document",
        &session,
        "",
        &[case("session-encryption", "Content", preferences("k"), preferences(""))],
    );
}

#[test]
fn backups_and_file_systems() {
    let vault = json!({"BackupVaultName": "v", "EncryptionKeyArn": CUSTOMER_KEY, "Notifications": {"SNSTopicArn": "arn:aws:sns:x"}});
    live_cases(
        "AWS::Backup::BackupVault",
        &vault,
        "BackupVaultName",
        &[
            case(
                "backup-vault-customer-key",
                "EncryptionKeyArn",
                json!(CUSTOMER_KEY),
                json!("alias/aws/backup"),
            ),
            case("backup-vault-notifications", "Notifications", vault["Notifications"].clone(), json!(null)),
        ],
    );
    // locks and policies of vaults are not in every item
    assert_eq!(live_verdict("AWS::Backup::BackupVault", vault, "backup-vault-lock"), Some(Verdict::Unknown));
    let rules = |days: u32, schedule: &str| json!([{"RuleName": "r", "ScheduleExpression": schedule, "Lifecycle": {"DeleteAfterDays": days}}]);
    let plan =
        json!({"BackupPlan": {"BackupPlanName": "p", "BackupPlanRule": rules(35, "cron(0 5 ? * * *)")}});
    live_cases(
        "AWS::Backup::BackupPlan",
        &plan,
        "",
        &[case(
            "backup-plan-daily",
            "BackupPlan.BackupPlanRule",
            rules(35, "cron(0 5 ? * * *)"),
            rules(35, "cron(0 5 1 * ? *)"),
        )],
    );
    let volume = named("AWS::EC2::Volume", "arn:v", json!({"encrypted": true}));
    let selection =
        named("AWS::Backup::BackupSelection", "arn:s", json!({"BackupSelection": {"Resources": ["arn:v"]}}));
    assert_eq!(live_findings(&[volume, selection], "block-volume-backup"), [Verdict::Pass]);
    let point = json!({"RecoveryPointArn": "arn:p", "IsEncrypted": true, "EncryptionKeyArn": CUSTOMER_KEY});
    live_cases("AWS::Backup::RecoveryPoint", &point, "", &[on("snapshot-encryption", "IsEncrypted")]);
    let files = json!({"FileSystemId": "fs-0a", "Encrypted": true, "KmsKeyId": CUSTOMER_KEY, "BackupPolicy": {"Status": "ENABLED"}});
    live_cases("AWS::EFS::FileSystem", &files, "", &[on("file-share-encryption", "Encrypted")]);
    assert_eq!(live_verdict("AWS::EFS::FileSystem", files.clone(), "file-share-backup"), Some(Verdict::Pass));
    // a plan may still select what has no policy of its own
    let mut without = files;
    without["BackupPolicy"] = json!({"Status": "DISABLED"});
    assert_eq!(live_verdict("AWS::EFS::FileSystem", without, "file-share-backup"), Some(Verdict::Unknown));
    let point = json!({"AccessPointId": "fsap-0a", "RootDirectory": {"Path": "/data"}, "PosixUser": {"Uid": "1", "Gid": "1"}});
    live_cases(
        "AWS::EFS::AccessPoint",
        &point,
        "AccessPointId",
        &[case("file-access-point-user", "PosixUser", point["PosixUser"].clone(), json!(null))],
    );
    live_cases(
        "AWS::EFS::AccessPoint",
        &point,
        "",
        &[case("file-access-point-root", "RootDirectory.Path", json!("/data"), json!("/"))],
    );
}

#[test]
fn analytics_and_migration() {
    let group = json!({"Name": "g", "WorkGroupConfiguration": {"EnforceWorkGroupConfiguration": true,
        "ResultConfiguration": {"EncryptionConfiguration": {"EncryptionOption": "SSE_KMS", "KmsKey": CUSTOMER_KEY}}}});
    live_cases(
        "AWS::Athena::WorkGroup",
        &group,
        "WorkGroupConfiguration",
        &[
            on("analytics-enforced-configuration", "WorkGroupConfiguration.EnforceWorkGroupConfiguration"),
            case(
                "analytics-encryption",
                "WorkGroupConfiguration.ResultConfiguration",
                group["WorkGroupConfiguration"]["ResultConfiguration"].clone(),
                json!(null),
            ),
        ],
    );
    live_cases(
        "AWS::Glue::Job",
        &json!({"Name": "j", "SecurityConfiguration": "s"}),
        "Name",
        &[case("pipeline-security-configuration", "SecurityConfiguration", json!("s"), json!(null))],
    );
    let transit = |enabled: bool| json!({"EncryptionConfiguration": {"EnableInTransitEncryption": enabled}});
    live_cases(
        "AWS::EMR::SecurityConfiguration",
        &json!({"Name": "s", "SecurityConfiguration": transit(true)}),
        "",
        &[case("analytics-cluster-transit", "SecurityConfiguration", transit(true), transit(false))],
    );
    let notebook = json!({"NotebookInstanceName": "n", "KmsKeyId": CUSTOMER_KEY, "DirectInternetAccess": "Disabled", "RootAccess": "Disabled", "SubnetId": "subnet-0a"});
    live_cases(
        "AWS::SageMaker::NotebookInstance",
        &notebook,
        "",
        &[
            case("notebook-no-direct-internet", "DirectInternetAccess", json!("Disabled"), json!("Enabled")),
            case("notebook-no-root", "RootAccess", json!("Disabled"), json!("Enabled")),
        ],
    );
    live_cases(
        "AWS::SageMaker::Model",
        &json!({"ModelName": "m", "EnableNetworkIsolation": true}),
        "",
        &[on("model-network-isolation", "EnableNetworkIsolation")],
    );
    let replication = json!({"ReplicationInstanceIdentifier": "r", "KmsKeyId": CUSTOMER_KEY, "PubliclyAccessible": false, "AutoMinorVersionUpgrade": true});
    live_cases(
        "AWS::DMS::ReplicationInstance",
        &replication,
        "",
        &[
            off("pipeline-public-access", "PubliclyAccessible"),
            on("pipeline-minor-upgrades", "AutoMinorVersionUpgrade"),
        ],
    );
    let endpoint = json!({"EndpointType": "SOURCE", "EngineName": "mysql", "SslMode": "verify-full", "KmsKeyId": CUSTOMER_KEY});
    live_cases(
        "AWS::DMS::Endpoint",
        &endpoint,
        "",
        &[case("pipeline-transit-encryption", "SslMode", json!("verify-full"), json!("none"))],
    );
}

/// An item that tells nothing must not let anything pass: what a shape does not read is unknown, never good.
#[test]
fn an_item_that_tells_nothing_passes_nothing() {
    use crate::check::{assess, registry};
    // what the platform gives to every resource of the type, whatever is configured
    const ALWAYS: &[&str] = &[
        "analytics-encryption",
        "broker-client-tls",
        "key-value-encryption",
        "stream-encryption",
        "file-share-encryption",
        "backup-vault-encryption",
        "pipeline-encryption",
        "registry-not-public",
        "threat-detector-enabled",
    ];
    let mut passed = Vec::new();
    for shape in crate::dialect::live::shapes().into_iter().filter(|s| s.vendor.starts_with("AWS::")) {
        let estate = live_estate(&[live_resource(shape.vendor, json!({}))]);
        for finding in assess(&estate).iter().filter(|f| f.verdict == Verdict::Pass) {
            let check = registry().get(finding.check).id;
            if !ALWAYS.contains(&check) {
                passed.push(format!("{} {check}", shape.vendor));
            }
        }
    }
    assert!(passed.is_empty(), "{}", passed.join("\n"));
}

#[test]
fn at_least_sixty_types_are_understood() {
    let shapes = crate::dialect::live::shapes();
    assert!(shapes.iter().filter(|s| s.vendor.starts_with("AWS::")).count() >= 60);
}
