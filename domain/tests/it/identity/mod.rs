//! Founding, signing in and out, inviting, and who may change whom.

mod founding;
mod invitations;
mod members;
mod signing;

use domain::sessions::{NewSession, SignedIn};
use domain::{Error, Peer, organizations, sessions};
use shared::members::InvitationLink;
use shared::sessions::{AcceptInvitationInput, SignInInput, SignUpInput};
use testkit::World;

const PASSWORD: &str = "correct horse battery";

fn at(ip: &str) -> Peer {
    Peer { ip: Some(ip.to_owned()), user_agent: Some("A browser".to_owned()) }
}

fn home() -> Peer {
    at("192.0.2.7")
}

async fn found(world: &World, organization: &str, email: &str) -> SignedIn {
    let input = SignUpInput {
        organization: organization.to_owned(),
        name: "Dana Whitfield".to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
    };
    let session = organizations::found(&world.cx, world.request(), &input, &home()).await.unwrap();
    resolve(world, &session.token).await.unwrap()
}

async fn sign_in(world: &World, email: &str, password: &str, peer: &Peer) -> domain::Result<NewSession> {
    let input = SignInInput { email: email.to_owned(), password: password.to_owned() };
    sessions::sign_in(&world.cx, world.request(), &input, peer).await
}

async fn resolve(world: &World, token: &str) -> Option<SignedIn> {
    sessions::resolve(&world.cx, world.request(), token).await.unwrap()
}

fn acceptance(link: &InvitationLink, name: &str, password: &str) -> AcceptInvitationInput {
    AcceptInvitationInput {
        token: link.url.rsplit_once('/').unwrap().1.to_owned(),
        name: name.to_owned(),
        password: password.to_owned(),
    }
}

/// Where and what is wrong with an input, or the code of any other error.
fn fault(error: &Error) -> Vec<(String, String)> {
    match error {
        Error::Invalid(errors) => errors.iter().map(|e| (e.path.clone(), e.code.clone())).collect(),
        other => vec![(String::new(), other.code().to_owned())],
    }
}

#[track_caller]
fn assert_fault<T: std::fmt::Debug>(result: domain::Result<T>, path: &str, code: &str) {
    assert_eq!(fault(&result.unwrap_err()), [(path.to_owned(), code.to_owned())]);
}
