//! The short form of a report on thousands of applications: repeated data is written once. Its shape tells each short
//! form from the long one, so readers accept both; older versions, which only know the long form, reject the short one
//! instead of misreading it.
//!
//! | Where | Short form | Means |
//! |---|---|---|
//! | documents | no `artefact` | that of the document before |
//! | fields | `as`: an index into the list | missing members are as in that field |
//! | copies and uses of a value domain | no `format` | name, entity, layer, format and origin of the declaration |
//! | their places, related places | `[document, line, column]` | selector and excerpt of the declaration or finding, and no names |
//! | | `[document, line, column, end column]` | the same, with its names and an end on the same line |
//! | settled rules | a number | that many subjects meet it, with as many targets |
//! | findings | no `confidence` | high |
//! | value domains | no `attribute` | attribute, subject, domain, values and concepts of their first field |
//! | mentions of documents and value domains | a number | their index in the list of the application |
//! | settled rules | a key that ends with `/` | the part that the ids of the rules in it begin with |
//! | cells | a list of lists | a verdict, then the criteria in a row that have it |
//! | applications, life cycles | no member | `null` |

mod forms;
mod shared;

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::ser::{Error as _, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use self::forms::{lengthen, shorten};
use super::{
    ApplicationReport, DepartmentReport, InterfaceRecord, Notice, Report, RunHeader, Task, Totals,
};
use crate::rule::{Checklist, LegalSource, Planning, RuleCards};

/// Serialises a report with its applications in short form. It is read like any other.
pub struct Shorthand<'a>(pub &'a Report);

impl Serialize for Shorthand<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Members::from(self.0).serialize(to)
    }
}

/// The members of a report, in order.
#[derive(Serialize)]
struct Members<'a> {
    schema: &'a str,
    run: &'a RunHeader,
    totals: &'a Totals,
    departments: &'a [DepartmentReport],
    applications: Applications<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interfaces: Option<&'a [InterfaceRecord]>,
    tasks: &'a [Task],
    notices: &'a [Notice],
    checklists: &'a [Checklist],
    rules: &'a RuleCards,
    legal: &'a BTreeMap<String, LegalSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    planning: Option<&'a Planning>,
}

impl<'a> From<&'a Report> for Members<'a> {
    fn from(report: &'a Report) -> Self {
        let Report {
            schema,
            run,
            totals,
            departments,
            applications,
            interfaces,
            tasks,
            notices,
            checklists,
            rules,
            legal,
            planning,
        } = report;
        Self {
            schema,
            run,
            totals,
            departments,
            applications: Applications(applications),
            interfaces: (!interfaces.is_empty()).then_some(interfaces),
            tasks,
            notices,
            checklists,
            rules,
            legal,
            planning: planning.as_ref(),
        }
    }
}

struct Applications<'a>(&'a [ApplicationReport]);

impl Serialize for Applications<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut sequence = to.serialize_seq(Some(self.0.len()))?;
        for application in self.0 {
            let mut value = serde_json::to_value(application).map_err(S::Error::custom)?;
            shared::take_values(&mut value);
            shorten(&mut value);
            shared::shorten(&mut value);
            sequence.serialize_element(&value)?;
        }
        sequence.end()
    }
}

impl Serialize for ApplicationReport {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, to)
    }
}

impl<'de> Deserialize<'de> for ApplicationReport {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut value = Value::deserialize(from)?;
        shared::lengthen(&mut value);
        lengthen(&mut value);
        shared::give_values(&mut value);
        Self::deserialize(value).map_err(D::Error::custom)
    }
}

/// Reads the applications of a report, possibly thousands, and compresses each.
pub fn applications<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<ApplicationReport>, D::Error> {
    struct Pressed(ApplicationReport);

    impl<'de> Deserialize<'de> for Pressed {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            let mut application = <ApplicationReport as Deserialize>::deserialize(from)?;
            application.press();
            Ok(Self(application))
        }
    }

    let applications = Vec::<Pressed>::deserialize(from)?;
    Ok(applications.into_iter().map(|Pressed(one)| one).collect())
}
