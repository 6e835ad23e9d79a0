#[cfg(test)]
use crate::muster::Antrag;

#[cfg(not(test))]
pub enum Geschlecht { Maennlich, Weiblich }
