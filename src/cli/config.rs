//! `steth config`: every setting, its value, and where the value came from.

use std::fs;
use std::io::Write;

use serde_json::json;

use super::args::{ConfigArgs, ConfigShow};
use super::{World, broken_output};
use crate::config::{Config, ConfigError, Layer, template};
use crate::error::{Error, Exit};

/// The repository's configuration file.
const FILE: &str = "steth.toml";

/// The configuration in force: defaults, the user's file, the repository's, the environment.
pub(super) fn load(world: &World) -> Result<Config, Error> {
    let mut layers = Vec::new();
    if let Some(path) = crate::config::user_file(&world.environment) {
        layers.extend(file(&path, &path.display().to_string())?);
    }
    layers.extend(file(&world.directory.join(FILE), FILE)?);
    layers.push(Layer::environment(&world.environment).map_err(wrong)?);
    Ok(Config::of(layers))
}

fn file(path: &std::path::Path, shown: &str) -> Result<Option<Layer>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Layer::file(shown, &text).map(Some).map_err(wrong),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::usage(format!("failed to read {shown}: {e}"))
            .hint("make it readable, and save it as UTF-8")),
    }
}

fn wrong(error: ConfigError) -> Error {
    Error::usage(error.to_string()).hint(error.hint)
}

pub(super) fn run(args: &ConfigArgs, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let written = match args.show {
        ConfigShow::Template => out.write_all(template().as_bytes()),
        ConfigShow::Schema => writeln!(out, "{:#}", crate::config::schema()),
        ConfigShow::Json => {
            let config = load(world)?;
            let rows: Vec<_> = config
                .values()
                .map(|(key, value, origin)| json!({"key": key, "value": value.to_string(), "from": origin.to_string()}))
                .collect();
            writeln!(out, "{:#}", json!({"settings": rows}))
        }
        ConfigShow::Text => {
            let config = load(world)?;
            let width =
                config.values().map(|(key, value, _)| key.len() + value.to_string().len()).max().unwrap_or(0);
            config.values().try_for_each(|(key, value, origin)| {
                let setting = format!("{key} = {value}");
                writeln!(out, "{setting:<width$}  {origin}", width = (width + 3).min(60))
            })
        }
    };
    written.map_err(|e| broken_output(&e))?;
    Ok(Exit::Passed)
}
