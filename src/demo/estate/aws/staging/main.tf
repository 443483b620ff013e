provider "aws" {
  region = "us-east-1"
}

variable "encrypt" {
  type        = bool
  description = "Whether staging encrypts its volumes"
  default     = false
}

resource "aws_ebs_volume" "replay" {
  count = 2

  availability_zone = "us-east-1b"
  size              = 50
  encrypted         = var.encrypt

  tags = { Environment = "staging" }
}

#trivy:ignore:AVD-AWS-0086
#trivy:ignore:AVD-AWS-0087
resource "aws_s3_bucket" "replay" {
  #checkov:skip=CKV_AWS_18:access logs are kept in production only
  bucket = "larkspur-staging-replay"
}

resource "aws_lambda_function" "deidentify" {
  function_name = "deidentify"
  role          = "arn:aws:iam::111122223333:role/deidentify"
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = "deidentify.zip"

  environment {
    variables = {
      MODE = "strict"
    }
  }
}
