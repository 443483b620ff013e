variable "name" {
  type        = string
  description = "Name of the store, without the organisation's prefix"
}

variable "kms_key_arn" {
  type        = string
  description = "Customer-managed key"
  default     = null
}

variable "versioned" {
  type    = bool
  default = false
}

variable "classification" {
  type    = string
  default = "ephi"
}
