terraform {
  required_version = ">= 1.5"
}

provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Environment = "production"
      CostCenter  = "4410"
    }
  }
}

provider "aws" {
  alias  = "recovery"
  region = "us-west-2"
}

locals {
  hospitals = {
    ashford  = { beds = 412, imaging = true }
    brambley = { beds = 188, imaging = false }
    cawdor   = { beds = 96, imaging = true }
  }
}

resource "aws_kms_key" "records" {
  description             = "Patient records"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_key" "billing" {
  description             = "Claims and billing"
  deletion_window_in_days = 7
}

module "records" {
  source   = "../../modules/patient-store"
  for_each = local.hospitals

  name        = "records-${each.key}"
  kms_key_arn = aws_kms_key.records.arn
  versioned   = each.value.beds > 100
}

module "claims" {
  source = "../../modules/patient-store"

  name = "claims-exchange"
}

# The lab partner's module is downloaded at build time.
module "lab_exchange" {
  source  = "larkspur-partners/lab-exchange/aws"
  version = "2.4.1"

  bucket = module.claims.bucket
}
