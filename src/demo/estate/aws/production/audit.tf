resource "aws_cloudtrail" "organization" {
  name                          = "larkspur"
  s3_bucket_name                = module.records["ashford"].bucket
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  kms_key_id                    = aws_kms_key.records.arn
}

resource "aws_guardduty_detector" "this" {
  enable = true
}

resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = 14
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  max_password_age               = 90
  password_reuse_prevention      = 24
  allow_users_to_change_password = true
}

data "aws_iam_policy_document" "support" {
  statement {
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [module.claims.arn, "${module.claims.arn}/*"]
  }
}

resource "aws_iam_policy" "support" {
  name   = "support-read"
  policy = data.aws_iam_policy_document.support.json
}

resource "aws_iam_policy" "vendor" {
  name = "vendor-maintenance"

  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        { "Effect": "Allow", "Action": "*", "Resource": "*" }
      ]
    }
  EOT
}
