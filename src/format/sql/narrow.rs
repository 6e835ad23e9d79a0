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
    // A condition that nothing meets was meant in another way.
    let mut in_vain = None;
    for limit in limits {
        match (&limit.allowed, values.as_mut()) {
            (Allowed::Only(allowed), Some((kept, span))) => match common(kept, allowed) {
                Some(left) => (*kept, *span) = (left, limit.span),
                None => in_vain = Some(limit.span),
            },
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
            let is_left = |value: &&Value| !is_in(refused, value);
            let left: Vec<Value> = kept.iter().filter(is_left).cloned().collect();
            if left.is_empty() {
                in_vain = Some(refused_at);
            } else if left.len() < kept.len() {
                (*kept, *span) = (left, refused_at);
            }
        }
    }
    let is_elsewhere = matches!(domain, Known::Yes(Domain::Reference(Reference::Named(_))));
    let perhaps = match values {
        Some(_) => lost.or(in_vain),
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

/// The values that a condition allows. Some databases tell `M` from `m`, others do not.
fn common(values: &[Value], allowed: &[Value]) -> Option<Vec<Value>> {
    let alike = |value: &&Value| {
        let raw = &value.raw.value;
        let mut allowed = allowed.iter();
        allowed.any(|other| other.raw.value.eq_ignore_ascii_case(raw))
    };
    let same: Vec<Value> = values
        .iter()
        .filter(|value| is_in(allowed, value))
        .cloned()
        .collect();
    let left = match same.is_empty() {
        true => values.iter().filter(alike).cloned().collect(),
        false => same,
    };
    (!left.is_empty()).then_some(left)
}

fn is_in(list: &[Value], value: &Value) -> bool {
    list.iter().any(|other| other.raw.value == value.raw.value)
}
