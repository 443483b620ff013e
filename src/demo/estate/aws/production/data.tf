resource "aws_db_instance" "records" {
  identifier     = "records"
  engine         = "postgres"
  engine_version = "16.4"
  instance_class = "db.r6g.large"
  username       = "records"

  manage_master_user_password         = true
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.records.arn
  multi_az                            = true
  backup_retention_period             = 35
  deletion_protection                 = true
  auto_minor_version_upgrade          = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  monitoring_interval                 = 60
}

resource "aws_db_instance" "scheduling" {
  identifier          = "scheduling"
  engine              = "mysql"
  instance_class      = "db.t3.medium"
  username            = "scheduling"
  password            = "rounds-at-seven" # moved here during the outage
  storage_encrypted   = false
  publicly_accessible = true

  backup_retention_period = 3
}

resource "aws_ebs_volume" "dictation" {
  availability_zone = "us-east-1a"
  size              = 200
  encrypted         = true
  kms_key_id        = aws_kms_key.billing.arn
}

# steth:ignore block-volume-encryption until 2027-06-30: synthetic voices only, see risk R-118
resource "aws_ebs_volume" "dictation_test" {
  availability_zone = "us-east-1a"
  size              = 20
}

# steth:ignore block-volume-encryption until 2025-12-31: scratch space of the migration
resource "aws_ebs_volume" "migration" {
  availability_zone = "us-east-1a"
  size              = 500
}

resource "aws_sqs_queue" "results" {
  name                    = "lab-results"
  sqs_managed_sse_enabled = true
}

resource "aws_sns_topic" "alerts" {
  name = "on-call"
}

resource "aws_dynamodb_table" "sessions" {
  name         = "portal-sessions"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.records.arn
  }
}
