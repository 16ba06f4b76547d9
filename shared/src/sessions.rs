//! Signing in, signing up, and who one is while signed in.

use crate::email::Email;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::ids::{MemberId, OrgId};
use crate::roles::Role;
use crate::text;
use serde::{Deserialize, Serialize};

/// Who is signed in, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    pub org: OrgId,
    pub organization: String,
    /// IANA name of the organization's time zone.
    pub time_zone: String,
    pub member: MemberId,
    pub name: String,
    pub email: Email,
    pub role: Role,
}

/// What is sent to sign in.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInInput {
    pub email: String,
    pub password: String,
}

/// What is sent to found an organization.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignUpInput {
    pub organization: String,
    pub name: String,
    pub email: String,
    pub password: String,
}

/// What is sent to accept an invitation. `name` is ignored for an existing account.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptInvitationInput {
    pub token: String,
    pub name: String,
    pub password: String,
}

macro_rules! hide_secrets {
    ($($name:ident),+) => {$(
        /// Passwords and tokens stay out of logs.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}
hide_secrets!(SignInInput, SignUpInput, AcceptInvitationInput);

/// Shortest password, in characters (NIST SP 800-63B-4 asks for 15 when it is the only factor, 8 with a second
/// one; 12 is the floor of OWASP ASVS 5.0 2.1.1 for new passwords until a second factor exists).
pub const MIN_PASSWORD: usize = 12;
/// Longest password, in characters.
pub const MAX_PASSWORD: usize = 128;

/// A parsed founding.
pub struct NewOrganization {
    pub organization: String,
    pub name: String,
    pub email: Email,
    pub password: String,
}

/// Checks a new password: length, and that it is not the email or a single repeated character.
///
/// Errors: `password.too_short`, `password.too_long`, `password.email`, `password.repeated`.
pub fn check_new_password(password: &str, email: &str) -> Result<(), Problem> {
    let length = password.chars().count();
    if length < MIN_PASSWORD {
        return Err(Problem::new(
            "password.too_short",
            format!("Use at least {MIN_PASSWORD} characters, for example four words."),
        ));
    }
    if length > MAX_PASSWORD {
        return Err(Problem::new("password.too_long", format!("Use at most {MAX_PASSWORD} characters.")));
    }
    if password.eq_ignore_ascii_case(email.trim()) {
        return Err(Problem::new("password.email", "Choose a password that is not your email."));
    }
    let mut chars = password.chars();
    let first = chars.next();
    if chars.all(|c| Some(c) == first) {
        return Err(Problem::new("password.repeated", "Choose a password with different characters."));
    }
    Ok(())
}

impl SignUpInput {
    /// Parses the input. Paths: `organization`, `name`, `email`, `password`.
    pub fn parse(&self) -> Result<NewOrganization, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let organization = errors.take(
            "organization",
            text::line(&self.organization, 80).map_err(|problem| match problem.code {
                "text.empty" => Problem::new(
                    "organization.empty",
                    "Enter the name of your business, for example Juniper Homes.",
                ),
                _ => problem,
            }),
        );
        let name = errors.take("name", text::person_name(&self.name));
        let email = errors.take("email", Email::parse(&self.email));
        let password = errors.take("password", check_new_password(&self.password, &self.email));
        let parsed = (|| {
            password?;
            Some(NewOrganization {
                organization: organization?,
                name: name?,
                email: email?,
                password: self.password.clone(),
            })
        })();
        errors.finish(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_and_not_the_email() {
        for (password, code) in [
            ("short", Some("password.too_short")),
            ("aaaaaaaaaaaaaa", Some("password.repeated")),
            ("Dana@Juniper.Example", Some("password.email")),
            ("correct horse battery", None),
        ] {
            assert_eq!(
                check_new_password(password, "dana@juniper.example").err().map(|p| p.code),
                code,
                "{password}"
            );
        }
        assert_eq!(check_new_password(&"ab".repeat(100), "").unwrap_err().code, "password.too_long");
    }

    #[test]
    fn secrets_do_not_reach_logs() {
        let input = SignInInput { email: "a@b.co".into(), password: "hunter2hunter2".into() };
        assert!(!format!("{input:?}").contains("hunter2"));
    }
}
