# Left by a merge that went wrong: a file that cannot be read is never a pass.
resource "google_pubsub_topic" "feed" {
  name = "feed"
  labels = {
    owner = "research"
