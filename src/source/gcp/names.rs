//! Names of things: project numbers as ids, zones as regions, labels from wherever a service keeps them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::{Map, Value};

/// Project ids by number, learnt from project assets.
#[derive(Debug, Clone, Default)]
pub(super) struct Projects {
    ids: Arc<RwLock<HashMap<String, Arc<str>>>>,
}

impl Projects {
    /// Learns a project from its asset.
    pub(super) fn learn(&self, data: &Map<String, Value>) {
        let number =
            data.get("projectNumber").map(|n| n.as_str().map_or_else(|| n.to_string(), str::to_owned));
        let id = data.get("projectId").and_then(Value::as_str);
        if let (Some(number), Some(id)) = (number, id) {
            self.ids.write().unwrap_or_else(PoisonError::into_inner).insert(number, id.into());
        }
    }

    /// Learns a project from a thing in it, whose name has the id where its ancestors have the number.
    pub(super) fn learn_from(&self, ancestors: &[String], full_name: &str) {
        let number = ancestors.first().and_then(|a| a.strip_prefix("projects/"));
        let id = full_name.split_once("/projects/").and_then(|(_, rest)| rest.split('/').next());
        if let (Some(number), Some(id)) = (number, id)
            && !is_number(id)
            && !self.ids.read().unwrap_or_else(PoisonError::into_inner).contains_key(number)
        {
            self.ids.write().unwrap_or_else(PoisonError::into_inner).insert(number.to_owned(), id.into());
        }
    }

    /// The id of a project; what is not a known number stays.
    pub(super) fn id(&self, project: &str) -> Arc<str> {
        let ids = self.ids.read().unwrap_or_else(PoisonError::into_inner);
        ids.get(project).cloned().unwrap_or_else(|| project.into())
    }

    /// A full resource name with the project's id where it has the number.
    pub(super) fn full_name(&self, name: &str) -> Arc<str> {
        let Some((before, rest)) = name.split_once("/projects/") else { return name.into() };
        let (project, after) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !is_number(project) {
            return name.into();
        }
        format!("{before}/projects/{}{after}", self.id(project)).into()
    }

    /// The project that holds a thing, by its ancestors or else its name; the closest folder or organization where
    /// no project does.
    pub(super) fn account(&self, ancestors: &[String], full_name: &str) -> Arc<str> {
        if let Some(project) = ancestors.iter().find_map(|a| a.strip_prefix("projects/")) {
            return self.id(project);
        }
        if let Some((_, rest)) = full_name.split_once("/projects/") {
            return self.id(rest.split('/').next().unwrap_or_default());
        }
        ancestors.first().map_or_else(Arc::default, |closest| closest.as_str().into())
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The region of a location: of `us-central1-a`, `us-central1`. A thing that is everywhere has none.
pub(super) fn region(location: &str) -> Arc<str> {
    let location = location.rsplit('/').next().unwrap_or_default();
    match location.rsplit_once('-') {
        Some((region, zone))
            if zone.len() == 1 && region.contains('-') && region.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            region.into()
        }
        _ if location.eq_ignore_ascii_case("global") => Arc::default(),
        _ => location.to_ascii_lowercase().into(),
    }
}

/// Labels, which services keep under several names.
pub(super) fn labels(data: &Map<String, Value>) -> Vec<(Arc<str>, Arc<str>)> {
    let paths: [&[&str]; 5] = [
        &["labels"],
        &["resourceLabels"],
        &["userLabels"],
        &["settings", "userLabels"],
        &["metadata", "labels"],
    ];
    let found = paths.iter().find_map(|path| {
        let (first, rest) = path.split_first()?;
        let start = data.get(*first)?;
        rest.iter().try_fold(start, |value, key| value.get(*key))?.as_object()
    });
    let entries = found.into_iter().flatten();
    entries.filter_map(|(key, value)| Some((key.as_str().into(), value.as_str()?.into()))).collect()
}

/// The name people know a thing by.
pub(super) fn short(asset_type: &str, data: &Map<String, Value>, full_name: &str) -> Arc<str> {
    let own = match asset_type {
        "cloudresourcemanager.googleapis.com/Project" => data.get("projectId"),
        "iam.googleapis.com/ServiceAccount" => data.get("email"),
        "cloudresourcemanager.googleapis.com/Folder" | "cloudresourcemanager.googleapis.com/Organization" => {
            data.get("displayName")
        }
        _ => None,
    };
    let own = own.and_then(Value::as_str).filter(|name| !name.is_empty());
    own.unwrap_or_else(|| full_name.rsplit('/').next().unwrap_or_default()).into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn projects() -> Projects {
        let projects = Projects::default();
        for data in [
            json!({"projectNumber": "77", "projectId": "clinic"}),
            json!({"projectNumber": 78, "projectId": "lab"}),
        ] {
            projects.learn(data.as_object().unwrap());
        }
        projects
    }

    #[test]
    fn numbers_become_ids() {
        let projects = projects();
        let secret = "//secretmanager.googleapis.com/projects/77/secrets/s";
        assert_eq!(&*projects.full_name(secret), "//secretmanager.googleapis.com/projects/clinic/secrets/s");
        let project = "//cloudresourcemanager.googleapis.com/projects/78";
        assert_eq!(&*projects.full_name(project), "//cloudresourcemanager.googleapis.com/projects/lab");
        for unchanged in [
            "//storage.googleapis.com/77",
            "//secretmanager.googleapis.com/projects/79/secrets/s",
            "//compute.googleapis.com/projects/clinic/global/networks/77",
        ] {
            assert_eq!(&*projects.full_name(unchanged), unchanged);
        }
    }

    #[test]
    fn the_account_is_the_project_or_what_is_closest() {
        let projects = projects();
        let ancestors = |list: &[&str]| list.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>();
        let account = |list: &[&str], name| projects.account(&ancestors(list), name).to_string();
        assert_eq!(account(&["projects/77", "folders/1"], "//storage.googleapis.com/b"), "clinic");
        assert_eq!(account(&[], "//compute.googleapis.com/projects/lab/zones/z"), "lab");
        assert_eq!(account(&["folders/1", "organizations/2"], "//x/folders/1"), "folders/1");
    }

    #[test]
    fn a_thing_tells_its_project() {
        let projects = Projects::default();
        let ancestors = ["projects/77".to_owned()];
        projects.learn_from(&ancestors, "//storage.googleapis.com/b");
        projects.learn_from(&ancestors, "//secretmanager.googleapis.com/projects/77/secrets/s");
        assert_eq!(&*projects.id("77"), "77");
        projects.learn_from(&ancestors, "//pubsub.googleapis.com/projects/clinic/topics/t");
        assert_eq!(&*projects.id("77"), "clinic");
    }

    #[test]
    fn zones_are_in_regions() {
        let region = |location| region(location).to_string();
        assert_eq!(region("us-central1-a"), "us-central1");
        assert_eq!(region("europe-west12"), "europe-west12");
        assert_eq!(region("US"), "us");
        assert_eq!(region("global"), "");
        assert_eq!(region("eur-a"), "eur-a");
    }
}
