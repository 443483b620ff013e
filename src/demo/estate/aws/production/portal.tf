variable "portal_allowed_cidr" {
  type        = string
  description = "Where administrators sign in from; set by the pipeline"
}

variable "log_retention_days" {
  type    = number
  default = 30
}

resource "aws_vpc" "portal" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_flow_log" "portal" {
  vpc_id          = aws_vpc.portal.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn
}

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/larkspur/flow"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "flow" {
  name = "portal-flow-logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
  })
}

resource "aws_security_group" "admin" {
  name        = "portal-admin"
  description = "Administrators"
  vpc_id      = aws_vpc.portal.id

  ingress {
    description = "Sign-in from the office"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = [var.portal_allowed_cidr]
  }
}

resource "aws_security_group" "portal" {
  name        = "portal"
  description = "Patient portal"
  vpc_id      = aws_vpc.portal.id

  dynamic "ingress" {
    for_each = toset([443, 22])
    content {
      description = "open"
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_lb" "portal" {
  name                       = "portal"
  load_balancer_type         = "application"
  drop_invalid_header_fields = true
  enable_deletion_protection = true

  access_logs {
    bucket  = module.claims.bucket
    enabled = true
  }
}

resource "aws_lb_listener" "portal" {
  load_balancer_arn = aws_lb.portal.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2016-08"
  certificate_arn   = "arn:aws:acm:us-east-1:111122223333:certificate/portal"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.portal.arn
  }
}

resource "aws_lb_target_group" "portal" {
  name     = "portal"
  port     = 8443
  protocol = "HTTPS"
  vpc_id   = aws_vpc.portal.id
}

resource "aws_instance" "portal" {
  count = 2

  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m6i.large"

  metadata_options {
    http_tokens = count.index == 0 ? "required" : "optional"
  }

  root_block_device {
    encrypted = true
  }
}
