//! `gender-interface`: each of the four entries survives its way through the applications.

use super::capability::{Carries, Holder, Holdings};
use super::facts::terms;
use super::network::{Flow, Network};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Estate, EstateCheck};
use crate::gender::Concept;
use crate::inventory::Interface;
use crate::model::{ModelPath, Place, Position, TargetPlace};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-interface",
    facts: &[
        "interface",
        "from",
        "to",
        "entries",
        "chain",
        "order",
        "lost-at",
    ],
    variants: &["follows", "receiver", "sender", "values", "data"],
    build: |table| without_params(table, || Check::Estate(Box::new(Interfaces))),
};

struct Interfaces;

impl EstateCheck for Interfaces {
    fn judge(&self, estate: &Estate<'_>) -> Vec<(String, TargetPlace, Expectation)> {
        let network = Network::from_estate(estate);
        let judged = network.flows.iter().filter_map(|flow| {
            let ends = Ends::follow(*flow, &network)?;
            let expectation = ends.expect()?;
            // The receiver changes first; the sender's people are asked only if the sender is the unknown part.
            let at_sender = matches!(
                &expectation,
                Expectation::Unknown(_, grounds) if grounds.variant == Some("sender")
            );
            let id = if at_sender { flow.from } else { flow.to };
            Some((id.to_owned(), ends.target(at_sender), expectation))
        });
        judged.collect()
    }
}

/// A flow with the holdings of both ends.
struct Ends<'n, 'a> {
    flow: Flow<'a>,
    network: &'n Network<'a>,
    sender: &'a Holdings,
    receiver: &'a Holdings,
}

impl<'n, 'a> Ends<'n, 'a> {
    fn follow(flow: Flow<'a>, network: &'n Network<'a>) -> Option<Self> {
        Some(Self {
            flow,
            network,
            sender: network.holdings(flow.from)?,
            receiver: network.holdings(flow.to)?,
        })
    }

    /// The verdict on the flow; `None` if gender data are neither stated nor proven to be lost.
    fn expect(&self) -> Option<Expectation> {
        let pick = |is: &dyn Fn(Concept) -> bool| -> Vec<Concept> {
            Concept::REQUIRED
                .into_iter()
                .filter(|entry| is(*entry))
                .collect()
        };
        let lost = pick(&|entry| {
            self.sender.sends(entry) == Carries::Yes && self.receiver.holds(entry) == Carries::No
        });
        if !self.flow.stated {
            let ask = || self.unknown("data", self.lost(&lost));
            return (!lost.is_empty()).then(ask);
        }
        if !lost.is_empty() {
            return Some(Expectation::Unmet(self.lost(&lost)));
        }
        if self.receiver.is_empty() {
            return Some(self.unknown("receiver", self.grounds(&[])));
        }
        let lacking = pick(&|entry| self.receiver.holds(entry) == Carries::No);
        let asked = pick(&|entry| {
            self.receiver.holds(entry) == Carries::No
                && self.sender.sends(entry) == Carries::Unclear
        });
        if let Some(grounds) = self.lost_before(&lacking) {
            return Some(self.unknown("follows", grounds));
        }
        if !asked.is_empty() {
            return Some(self.unknown("sender", self.grounds(&asked)));
        }
        let open = pick(&|entry| {
            self.receiver.holds(entry) == Carries::Unclear
                && self.sender.sends(entry) != Carries::No
        });
        if !open.is_empty() {
            return Some(self.unknown("values", self.grounds(&open)));
        }
        Some(Expectation::Met)
    }

    fn unknown(&self, variant: &'static str, grounds: Grounds) -> Expectation {
        Expectation::Unknown(Doubt::NeedsPerson, grounds.variant(variant))
    }

    /// Entries that the sender has and the receiver lacks: the path they took, and the order of changes.
    fn lost(&self, entries: &[Concept]) -> Grounds {
        let has = |id: &str| {
            let holdings = self.network.holdings(id);
            holdings.is_some_and(|holdings| {
                let sends = |entry: &Concept| holdings.sends(*entry) == Carries::Yes;
                entries.iter().any(sends)
            })
        };
        let mut chain = self.network.chain(self.flow.from, self.flow.to, has);
        chain.push(self.flow.to);
        let holding = self.sender.find(|each| {
            entries
                .iter()
                .any(|entry| each.carries(*entry) == Carries::Yes)
        });
        let mut grounds = self
            .grounds(entries)
            .with("chain", chain.join(" → "))
            .with("order", self.order(entries));
        grounds
            .related
            .extend(holding.map(|field| field.place.clone()));
        grounds
    }

    /// Entries lost before this flow that the receiver lacks as well, although an application further back has them:
    /// once the sender is changed, they are lost here.
    fn lost_before(&self, lacking: &[Concept]) -> Option<Grounds> {
        lacking.iter().find_map(|entry| {
            if self.sender.sends(*entry) != Carries::No {
                return None;
            }
            let has = |id: &str| {
                let holdings = self.network.holdings(id);
                holdings.is_some_and(|holdings| holdings.sends(*entry) == Carries::Yes)
            };
            let mut chain = self.network.origin(self.flow.from, has)?;
            let lost_at = chain.get(1).copied().unwrap_or(self.flow.from);
            let mut order = self.order(&[*entry]);
            order.extend(chain.iter().skip(1).rev().map(|id| (*id).to_owned()));
            chain.push(self.flow.to);
            let grounds = self
                .grounds(&[*entry])
                .with("chain", chain.join(" → "))
                .with("order", order)
                .with("lost-at", lost_at);
            Some(grounds)
        })
    }

    /// The applications that must change, in order: receivers behind the receiver first, then the receiver.
    fn order(&self, entries: &[Concept]) -> Vec<String> {
        let lacks = |id: &str| {
            let holdings = self.network.holdings(id);
            holdings.is_some_and(|holdings| {
                let lacks = |entry: &Concept| holdings.holds(*entry) == Carries::No;
                entries.iter().any(lacks)
            })
        };
        let order = self.network.change_before(self.flow.to, lacks);
        order.into_iter().map(str::to_owned).collect()
    }

    fn grounds(&self, entries: &[Concept]) -> Grounds {
        Grounds::none()
            .with("interface", self.flow.interface.id.as_str())
            .with("from", self.flow.from)
            .with("to", self.flow.to)
            .with("entries", terms(entries.iter().copied()))
            .related(declared(self.flow.interface))
    }

    /// The field to change first: one that lacks an entry missing everywhere, else one with unknown values.
    fn field_of_receiver(&self) -> Option<&'a Holder> {
        let missing = |wanted: Carries| {
            let is = |entry: &Concept| self.receiver.holds(*entry) == wanted;
            let entries: Vec<Concept> = Concept::REQUIRED.into_iter().filter(is).collect();
            self.receiver.find(|each| {
                let is = |entry: &Concept| each.carries(*entry) == wanted;
                entries.iter().any(is)
            })
        };
        missing(Carries::No)
            .or_else(|| missing(Carries::Unclear))
            .or_else(|| self.receiver.find(|_| true))
    }

    fn target(&self, at_sender: bool) -> TargetPlace {
        let field = if at_sender {
            self.sender.find(|_| true)
        } else {
            self.field_of_receiver()
        };
        TargetPlace {
            anchor: ModelPath::new([
                self.flow.interface.id.as_str(),
                self.flow.from,
                self.flow.to,
            ]),
            place: field.map_or_else(
                || declared(self.flow.interface),
                |field| field.place.clone(),
            ),
            cause: field.map(|field| field.logical_name.clone()),
        }
    }
}

/// The place in the inventory that declares an interface.
pub fn declared(interface: &Interface) -> Place {
    Place {
        document: interface.origin.file.clone(),
        path: ModelPath::new(["interface", interface.id.as_str()]),
        selector: None,
        position: (interface.origin.line > 0).then_some(Position {
            line: interface.origin.line,
            column: 1,
        }),
        end: None,
        excerpt: None,
    }
}
