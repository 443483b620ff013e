//! Makes large Terraform repositories of any size: several root modules over three clouds, a shared local module,
//! variables, locals, `for_each`, policies and references, so that every part of the way has work to do.

use std::fmt::Write as _;

/// How large the repository is to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Files with resources.
    pub(crate) files: usize,
    /// Resource blocks in each of them.
    pub(crate) resources_per_file: usize,
    /// Files in one root module.
    pub(crate) files_per_root: usize,
}

impl Size {
    /// The size that the speed goals speak of: 1,000 files and 10,000 resources.
    pub(crate) const LARGE: Self = Self { files: 1_000, resources_per_file: 10, files_per_root: 50 };
}

/// The files by path, in a fixed order.
pub(crate) fn files(size: Size) -> Vec<(String, String)> {
    let mut made = Vec::with_capacity(size.files + size.files / size.files_per_root.max(1) + 2);
    for file in 0..size.files {
        let root = file / size.files_per_root.max(1);
        if file % size.files_per_root.max(1) == 0 {
            made.push((format!("roots/r{root:04}/settings.tf"), settings(root)));
            made.push((
                format!("roots/r{root:04}/terraform.tfvars"),
                "environment = \"production\"\n".to_owned(),
            ));
        }
        let mut text = String::new();
        for resource in 0..size.resources_per_file {
            block(&mut text, file, resource);
        }
        made.push((format!("roots/r{root:04}/part{file:05}.tf"), text));
    }
    made.push(("modules/labels/main.tf".to_owned(), LABELS.to_owned()));
    made
}

const LABELS: &str = r#"variable "service" {
  type = string
}

variable "extra" {
  type    = map(string)
  default = {}
}

output "tags" {
  value = merge({ service = var.service, owner = "platform" }, var.extra)
}
"#;

fn settings(root: usize) -> String {
    format!(
        r#"variable "environment" {{
  type    = string
  default = "test"
}}

variable "allowed_cidrs" {{
  type    = list(string)
  default = ["10.{}.0.0/16", "192.168.0.0/24"]
}}

variable "key_arn" {{
  type = string
}}

locals {{
  prefix = "clinic-${{var.environment}}-{root}"
  tags   = merge(module.labels.tags, {{ environment = var.environment }})
}}

module "labels" {{
  source  = "../../modules/labels"
  service = "records-{root}"
}}

provider "aws" {{
  region = "eu-west-1"

  default_tags {{
    tags = {{ managed = "terraform" }}
  }}
}}
"#,
        root % 250
    )
}

fn block(out: &mut String, file: usize, resource: usize) {
    let name = format!("f{file}_{resource}");
    let on = !(file + resource).is_multiple_of(3);
    let _ = match resource % 10 {
        0 => writeln!(
            out,
            "resource \"aws_s3_bucket\" \"{name}\" {{\n  bucket = \"${{local.prefix}}-{file}-records\"\n  tags   = merge(local.tags, {{ Name = \"{name}\" }})\n}}\n"
        ),
        1 => writeln!(
            out,
            "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"{name}\" {{\n  bucket = aws_s3_bucket.f{file}_0.id\n\n  rule {{\n    apply_server_side_encryption_by_default {{\n      sse_algorithm     = \"aws:kms\"\n      kms_master_key_id = var.key_arn\n    }}\n  }}\n}}\n"
        ),
        2 => writeln!(
            out,
            "resource \"aws_s3_bucket_public_access_block\" \"{name}\" {{\n  bucket                  = aws_s3_bucket.f{file}_0.id\n  block_public_acls       = {on}\n  block_public_policy     = true\n  ignore_public_acls      = true\n  restrict_public_buckets = {on}\n}}\n"
        ),
        3 => writeln!(
            out,
            "resource \"aws_security_group\" \"{name}\" {{\n  name        = \"{name}\"\n  description = \"Traffic to the record service\"\n\n  dynamic \"ingress\" {{\n    for_each = var.allowed_cidrs\n    content {{\n      from_port   = 443\n      to_port     = 443\n      protocol    = \"tcp\"\n      cidr_blocks = [ingress.value]\n    }}\n  }}\n\n  egress {{\n    from_port   = 0\n    to_port     = 0\n    protocol    = \"-1\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }}\n}}\n"
        ),
        4 => writeln!(
            out,
            "resource \"aws_db_instance\" \"{name}\" {{\n  identifier              = \"${{local.prefix}}-{file}\"\n  engine                  = \"postgres\"\n  instance_class          = \"db.t4g.medium\"\n  allocated_storage       = 50\n  storage_encrypted       = {on}\n  kms_key_id              = var.key_arn\n  backup_retention_period = var.environment == \"production\" ? 35 : 7\n  multi_az                = true\n  publicly_accessible     = false\n  deletion_protection     = {on}\n  tags                    = local.tags\n}}\n"
        ),
        5 => writeln!(
            out,
            "resource \"aws_iam_policy\" \"{name}\" {{\n  name = \"{name}\"\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [\n      {{\n        Effect   = \"Allow\"\n        Action   = [\"s3:GetObject\", \"s3:PutObject\"]\n        Resource = \"${{aws_s3_bucket.f{file}_0.arn}}/*\"\n      }},\n    ]\n  }})\n}}\n"
        ),
        6 => writeln!(
            out,
            "resource \"aws_kms_key\" \"{name}\" {{\n  description             = \"Key of {name}\"\n  deletion_window_in_days = 30\n  enable_key_rotation     = {on}\n  tags                    = local.tags\n}}\n"
        ),
        7 => writeln!(
            out,
            "resource \"azurerm_storage_account\" \"{name}\" {{\n  name                      = \"st{file}x{resource}\"\n  resource_group_name       = \"records\"\n  location                  = \"westeurope\"\n  account_tier              = \"Standard\"\n  account_replication_type  = \"GRS\"\n  min_tls_version           = \"TLS1_2\"\n  public_network_access_enabled = {on}\n\n  network_rules {{\n    default_action = \"Deny\"\n    ip_rules       = [for cidr in var.allowed_cidrs : cidrhost(cidr, 1)]\n  }}\n}}\n"
        ),
        8 => writeln!(
            out,
            "resource \"google_storage_bucket\" \"{name}\" {{\n  name                        = \"${{local.prefix}}-{file}\"\n  location                    = \"EU\"\n  uniform_bucket_level_access = {on}\n  public_access_prevention    = \"enforced\"\n  labels                      = {{ for key, value in local.tags : lower(key) => lower(value) }}\n\n  versioning {{\n    enabled = true\n  }}\n}}\n"
        ),
        _ => writeln!(
            out,
            "resource \"aws_cloudwatch_log_group\" \"{name}\" {{\n  name              = format(\"/clinic/%s/{file}\", var.environment)\n  retention_in_days = {}\n  kms_key_id        = aws_kms_key.f{file}_6.arn\n}}\n",
            if on { 2_192 } else { 30 }
        ),
    };
}
