//! Who runs, uses and may change an application: the inventory data that planning needs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ApplicationReport;
use crate::inventory::{Application, Criticality, Sourcing, UserGroup};

/// Inventory data about the operation of an application beyond its main record. Empty in reports of older versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Operation {
    /// Role or shared mailbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technical_owner: Option<String>,
    /// How it was acquired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sourcing: Option<Sourcing>,
    /// Last day of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_until: Option<Date>,
    /// Who uses it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub user_groups: Vec<UserGroup>,
    /// Number of users, exact or as a band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_count: Option<String>,
    /// How critical it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criticality: Option<Criticality>,
}

impl Operation {
    /// The data from the inventory.
    pub fn of_application(application: &Application) -> Self {
        Self {
            technical_owner: application.technical_owner.clone(),
            sourcing: application.sourcing,
            contract_until: application.contract_until,
            user_groups: application.user_groups.clone(),
            user_count: application.user_count.clone(),
            criticality: application.criticality,
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl ApplicationReport {
    /// Takes owner, life cycle and use from a newer state of the inventory.
    pub fn update_from_inventory(&mut self, application: &Application) {
        self.name.clone_from(&application.name);
        self.department.clone_from(&application.department);
        self.vendor.clone_from(&application.vendor);
        self.business_owner.clone_from(&application.business_owner);
        self.lifecycle.clone_from(&application.lifecycle);
        self.successor.clone_from(&application.successor);
        self.operation = Operation::of_application(application);
        self.obligations.clone_from(&application.obligations);
    }
}
