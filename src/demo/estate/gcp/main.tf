provider "google" {
  project = "larkspur-research"
  region  = "us-central1"
}

variable "cohort_viewers" {
  type        = list(string)
  description = "Members of the study; set by the pipeline"
}

resource "google_kms_key_ring" "research" {
  name     = "research"
  location = "us-central1"
}

resource "google_kms_crypto_key" "cohort" {
  name            = "cohort"
  key_ring        = google_kms_key_ring.research.id
  rotation_period = "7776000s"
}

resource "google_storage_bucket" "cohort" {
  name                        = "larkspur-cohort"
  location                    = "US-CENTRAL1"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  encryption {
    default_kms_key_name = google_kms_crypto_key.cohort.id
  }

  labels = { environment = "production", owner = "research" }
}

resource "google_storage_bucket" "posters" {
  name     = "larkspur-posters"
  location = "EUROPE-WEST1"
}

resource "google_storage_bucket_iam_member" "posters" {
  bucket = google_storage_bucket.posters.name
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_bigquery_dataset" "outcomes" {
  dataset_id = "outcomes"
  location   = "US"

  access {
    role          = "READER"
    special_group = "allAuthenticatedUsers"
  }
}

resource "google_sql_database_instance" "registry" {
  name             = "registry"
  database_version = "POSTGRES_16"
  region           = "us-central1"

  settings {
    tier = "db-custom-2-7680"

    ip_configuration {
      ipv4_enabled = false
      ssl_mode     = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
    }
  }
}

resource "google_compute_firewall" "notebooks" {
  name    = "notebooks"
  network = "default"

  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["22", "8888"]
  }
}

resource "google_project_iam_binding" "cohort" {
  project = "larkspur-research"
  role    = "roles/bigquery.dataViewer"
  members = var.cohort_viewers
}
