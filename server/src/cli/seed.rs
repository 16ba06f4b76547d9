//! `empire seed`: fills an empty database with a believable business.

use super::{CliResult, explain, say};
use crate::config::Config;
use crate::wiring;
use clap::Args;
use domain::seed::{Plan, Seeded};

#[derive(Args)]
pub(super) struct SeedArgs {
    /// The same seed makes the same people, houses and history.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many leads.
    #[arg(long, default_value_t = 2_000)]
    leads: u32,
    /// Do nothing, successfully, when the database holds an organization already.
    #[arg(long)]
    if_empty: bool,
}

pub(super) async fn seed(config: Config, args: SeedArgs) -> CliResult {
    let cx = wiring::context(&config).await.map_err(explain)?;
    wiring::migrate(&cx).await.map_err(explain)?;
    let plan = Plan { seed: args.seed, leads: args.leads };
    let outcome = match domain::seed::fill(&cx, plan).await {
        Ok(Seeded { leads, events }) => {
            say(&format!("Demo data: {leads} leads, {events} events"));
            say(&format!(
                "Sign in as {} with the password {}",
                domain::seed::DEMO_EMAIL,
                domain::seed::DEMO_PASSWORD
            ));
            Ok(())
        }
        Err(domain::Error::Conflict(_)) if args.if_empty => {
            say("The database holds data already; nothing was added");
            Ok(())
        }
        Err(error) => Err(explain(error)),
    };
    cx.db().clone().close().await.map_err(|error| error.to_string())?;
    outcome
}
