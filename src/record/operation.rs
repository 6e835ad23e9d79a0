//! Who runs, uses and may change an application, and what it exchanges with others: what planning needs of the
//! inventory.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ApplicationReport;
use crate::inventory::{Application, Criticality, Interface, Inventory, Sourcing, UserGroup};

/// What the inventory says about the running of an application, beyond the head of its record. Empty in reports of
/// older programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Operation {
    /// Role or functional mail box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technical_owner: Option<String>,
    /// How it came into the house.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sourcing: Option<Sourcing>,
    /// Last day of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_until: Option<Date>,
    /// Who uses it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub user_groups: Vec<UserGroup>,
    /// How many, as number or band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_count: Option<String>,
    /// How much depends on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criticality: Option<Criticality>,
}

impl Operation {
    /// What the inventory says.
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
    /// Takes over what a newer state of the inventory says about owner, life cycle and use.
    pub fn update_from_inventory(&mut self, application: &Application) {
        self.name.clone_from(&application.name);
        self.department.clone_from(&application.department);
        self.vendor.clone_from(&application.vendor);
        self.business_owner.clone_from(&application.business_owner);
        self.lifecycle.clone_from(&application.lifecycle);
        self.successor.clone_from(&application.successor);
        self.operation = Operation::of_application(application);
    }
}

/// A flow of data between two applications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceRecord {
    pub id: String,
    /// Application id or `external:<name>`.
    pub from: String,
    /// Application id or `external:<name>`.
    pub to: String,
    /// Whether data flows back, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub two_way: bool,
    /// Whether gender data flows; missing where the inventory does not say which data do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<bool>,
}

impl InterfaceRecord {
    /// All interfaces of an inventory, in its order.
    pub fn of_all(inventory: &Inventory) -> Vec<Self> {
        inventory.interfaces.iter().map(Self::new).collect()
    }

    fn new(interface: &Interface) -> Self {
        Self {
            id: interface.id.clone(),
            from: interface.from.clone(),
            to: interface.to.clone(),
            two_way: interface.two_way,
            gender: interface.carries_gender(),
        }
    }
}
