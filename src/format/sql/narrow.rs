//! What conditions leave of the values of a type or a list.

use super::schema::{Allowed, Limit};
use crate::model::{Domain, ElementId, Known, Located, Reference, Span, Value, Why};

/// What is known of the values of a column or domain.
pub struct Narrowed {
    /// The values that are left.
    pub domain: Located<Known<Domain>>,
    /// Where a condition may refuse some of them.
    pub perhaps: Option<Span>,
}

/// A domain narrowed by conditions. `listed` are the values of a type or list of the same script.
pub fn narrowed(
    domain: Known<Domain>,
    at: Option<Span>,
    limits: &[Limit],
    listed: &dyn Fn(ElementId) -> Option<Vec<Value>>,
) -> Narrowed {
    let mut values: Option<(Vec<Value>, Span)> = match &domain {
        Known::Yes(Domain::Closed(values)) => at.map(|at| (values.clone(), at)),
        _ => None,
    };
    let mut lost = None;
    for limit in limits {
        match (&limit.allowed, values.as_mut()) {
            (Allowed::Only(allowed), Some((kept, span))) => {
                kept.retain(|value| is_in(allowed, value));
                *span = limit.span;
            }
            (Allowed::Only(allowed), None) => values = Some((allowed.clone(), limit.span)),
            (Allowed::Unknown, _) => lost = Some(limit.span),
            (Allowed::AllBut(_), _) => {}
        }
    }
    let refusals = || limits.iter().filter_map(refusal);
    if values.is_none()
        && lost.is_none()
        && let Known::Yes(Domain::Reference(Reference::Element(id))) = &domain
        && let Some(all) = listed(*id)
        && refusals().any(|(refused, _)| all.iter().any(|value| is_in(refused, value)))
    {
        values = Some((all, at.unwrap_or_default()));
    }
    if let Some((kept, span)) = values.as_mut() {
        for (refused, refused_at) in refusals() {
            let before = kept.len();
            kept.retain(|value| !is_in(refused, value));
            if kept.len() < before {
                *span = refused_at;
            }
        }
    }
    let is_elsewhere = matches!(domain, Known::Yes(Domain::Reference(Reference::Named(_))));
    let perhaps = match values {
        Some(_) => lost,
        None => refusals().next().map(|(_, at)| at).filter(|_| is_elsewhere),
    };
    let domain = match (values, lost) {
        (Some((values, span)), _) => Located::with_span(Known::closed(values), span),
        (None, Some(span)) => Located::with_span(Known::No(Why::NotUnderstood), span),
        (None, None) => Located::new(domain, at),
    };
    Narrowed { domain, perhaps }
}

/// The values that a condition refuses, if it refuses more than blanks.
fn refusal(limit: &Limit) -> Option<(&[Value], Span)> {
    match &limit.allowed {
        Allowed::AllBut(refused)
            if refused
                .iter()
                .any(|value| !value.raw.value.trim().is_empty()) =>
        {
            Some((refused.as_slice(), limit.span))
        }
        _ => None,
    }
}

fn is_in(list: &[Value], value: &Value) -> bool {
    list.iter().any(|other| other.raw.value == value.raw.value)
}
