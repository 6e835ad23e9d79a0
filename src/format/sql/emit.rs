//! The declarations of a script → the model.

use foldhash::HashMap;

use super::lookup::{self, Lookup};
use super::narrow::narrowed;
use super::rows::Rows;
use super::schema::{
    Allowed, Column, DataType, ForeignKey, KeyKind, Limit, Name, NamedType, Schema, Table, fold,
};
use crate::model::{
    Amendment, Domain, Element, ElementId, EntityId, Known, Layer, Located, ModelPath, Reference,
    Relation, RelationKind, SchemaModel, Span, Statement, StatementKind, Value,
};
use crate::topic::{Attribute, Topic};

/// Fills a model.
pub fn emit(mut schema: Schema, rows: &Rows, model: &mut SchemaModel, topic: &Topic) {
    let lists = lists(&schema, rows);
    let additions = additions(&schema, rows, &lists, topic);
    let types = std::mem::take(&mut schema.types);
    model.retired = std::mem::take(&mut schema.retired);
    let tables: Vec<Vec<Column>> = schema
        .tables
        .iter_mut()
        .map(|table| std::mem::take(&mut table.columns))
        .collect();
    let mut emitter = Emitter {
        schema: &schema,
        model,
        types: HashMap::default(),
        columns: HashMap::default(),
        entities: HashMap::default(),
        lookups: HashMap::default(),
        refused: HashMap::default(),
    };
    // A history read as one script contains all of its tables itself.
    if !emitter.model.text.is_joined() {
        for table in &schema.dropped_elsewhere {
            emitter.model.step.drop_table(table.as_str());
        }
    }
    for (index, named) in types.into_iter().enumerate() {
        if named.dropped {
            let retired = Located::with_span(named.name.own.value, named.extent);
            emitter.model.retired.push(retired);
            continue;
        }
        let id = emitter.model.add_element(type_element(named));
        emitter.types.insert(index, id);
    }
    for (index, columns) in tables.into_iter().enumerate() {
        emitter.table(index, columns);
    }
    for (index, name, lookup) in lists {
        emitter.list(index, &name, lookup);
    }
    for index in 0..schema.tables.len() {
        emitter.relations(index);
    }
    for addition in additions {
        model.add_element(addition);
    }
}

/// What a script adds to lists of others: rows to tables it does not create, values to types.
fn additions(
    schema: &Schema,
    rows: &Rows,
    lists: &[(Option<usize>, Name, Lookup)],
    topic: &Topic,
) -> Vec<Element> {
    let is_created = |name: &Name| {
        let table = schema.find_table(name).and_then(|at| schema.tables.get(at));
        table.is_some_and(|table| table.created)
    };
    let is_list = |name: &Name| lists.iter().any(|(_, list, _)| list.key() == name.key());
    // Scripts fill very many tables; only those named like an attribute may hold its entries.
    let is_concerned = |name: &Name| {
        [Attribute::Gender, Attribute::Salutation]
            .into_iter()
            .any(|attribute| topic.names(attribute, &name.own.value))
    };
    let to_tables = rows.seeds.iter().filter_map(|seeds| {
        let name = &seeds.name;
        if is_created(name) || is_list(name) || !is_concerned(name) {
            return None;
        }
        let (values, at) = lookup::read_added_rows(seeds)?;
        let element = Element::code_list(name.own.clone(), path(name), Layer::Database, at);
        Some((element, values, at))
    });
    let to_types = schema.grown.iter().filter_map(|(name, values)| {
        let at = values.iter().filter_map(|value| value.raw.span);
        let at = at.reduce(Span::to)?;
        let element = Element::value_type(name.own.clone(), path(name), Layer::Database, at);
        Some((element, values.clone(), at))
    });
    to_tables
        .chain(to_types)
        .map(|(element, values, at)| {
            let list = Known::named(element.name.value.clone());
            Element {
                amends: Some(Amendment::Adds(values)),
                ..element.with_domain(Located::with_span(list, at))
            }
        })
        .collect()
}

/// Tables that are lists of values: the index of the table if the script declares it, name and values.
fn lists(schema: &Schema, rows: &Rows) -> Vec<(Option<usize>, Name, Lookup)> {
    let referenced = referenced(schema);
    let lists = rows.seeds.iter().filter_map(|seeds| {
        let index = schema.find_table(&seeds.name);
        let column = index.and_then(|index| referenced.get(&index));
        let lookup = lookup::read_lookup_table(schema, seeds, column.map(String::as_str))?;
        let table = index.and_then(|index| schema.tables.get(index));
        let name = table.map_or(&seeds.name, |table| &table.name).clone();
        Some((index, name, lookup))
    });
    lists.collect()
}

/// For each table, the column that foreign keys refer to; if they disagree or name none, the table's own key.
fn referenced(schema: &Schema) -> HashMap<usize, String> {
    let mut found: HashMap<usize, Option<String>> = HashMap::default();
    for key in schema.tables.iter().flat_map(|table| &table.foreign) {
        let (Some(target), [.., column]) = (
            schema.find_table(&key.target),
            key.target_columns.as_slice(),
        ) else {
            continue;
        };
        let column = fold(column);
        found
            .entry(target)
            .and_modify(|known| {
                if known.as_deref() != Some(column.as_str()) {
                    *known = None;
                }
            })
            .or_insert(Some(column));
    }
    let agreed = found
        .into_iter()
        .filter_map(|(index, column)| Some((index, column?)));
    agreed.collect()
}

struct Emitter<'s, 'm> {
    schema: &'s Schema,
    model: &'m mut SchemaModel,
    types: HashMap<usize, ElementId>,
    /// (table, column) → element.
    columns: HashMap<(usize, usize), ElementId>,
    /// Table → entity.
    entities: HashMap<usize, EntityId>,
    /// Table → its list of values, and the column that identifies them, folded.
    lookups: HashMap<usize, (ElementId, String)>,
    /// Conditions of columns that only refuse values, until it is known which list they refer to.
    refused: HashMap<ElementId, Vec<Limit>>,
}

fn path(name: &Name) -> ModelPath {
    ModelPath::new(name.schema.iter().chain([&name.own.value]).cloned())
}

/// Whether a name suggests a boolean; databases without a boolean type use one-digit numbers.
fn is_flag(name: &str) -> bool {
    const FLAGS: [&str; 8] = [
        "is_", "has_", "ist_", "hat_", "can_", "kann_", "darf_", "flag_",
    ];
    let folded = name.to_lowercase();
    FLAGS.iter().any(|flag| folded.starts_with(flag)) || folded.ends_with("_flag")
}

fn one_digit(data_type: &DataType) -> bool {
    let Some(written) = &data_type.written else {
        return false;
    };
    let compact: String = written
        .value
        .to_ascii_lowercase()
        .split_whitespace()
        .collect();
    matches!(
        compact.as_str(),
        "tinyint(1)" | "tinyint(1)unsigned" | "number(1)" | "number(1,0)"
    )
}

impl Emitter<'_, '_> {
    /// The values a type allows, with the script's own types resolved.
    fn domain_of(&self, named: Option<&str>, domain: Known<Domain>) -> Known<Domain> {
        let Some(name) = named else {
            return domain;
        };
        let id = self
            .schema
            .find_type(name)
            .and_then(|index| self.types.get(&index));
        match id {
            Some(id) => Known::Yes(Domain::Reference(Reference::Element(*id))),
            None if self.schema.is_composite(name) => Known::Yes(Domain::Structure),
            None => domain,
        }
    }

    /// The values of a type or list of the script.
    fn listed(&self, id: ElementId) -> Option<Vec<Value>> {
        match &self.model.element(id)?.domain.value {
            Known::Yes(Domain::Closed(values)) => Some(values.clone()),
            _ => None,
        }
    }

    fn table(&mut self, index: usize, columns: Vec<Column>) {
        let schema = self.schema;
        let Some(table) = schema.tables.get(index) else {
            return;
        };
        // What a history creates and drops again does not exist in the end.
        let is_gone = table.replaced || table.dropped && self.model.text.is_joined();
        let gone = columns.iter().filter(|column| is_gone || column.dropped);
        self.model.retired.extend(gone.flat_map(retired));
        if is_gone {
            let name = table.name.own.clone();
            self.model.retired.push(name);
            return;
        }
        if !table.created && table.dropped {
            self.model.step.drop_table(table.name.own.value.as_str());
        }
        if !table.created {
            let own = table.name.own.value.as_str();
            for (from, to) in &table.renamed {
                self.model.step.rename_column(own, from, to);
            }
            for column in columns.iter().filter(|column| column.dropped) {
                self.model.step.drop_column(own, &column.name.value);
            }
            if columns.iter().all(|column| column.dropped) {
                return;
            }
        }
        let is_changed = !table.created;
        let path = path(&table.name);
        let entity = self
            .model
            .declare_entity(table.name.own.clone(), &path, table.labels.clone());
        self.entities.insert(index, entity);
        for (at, column) in columns.into_iter().enumerate() {
            if !column.dropped {
                let refuses = |limit: &&Limit| matches!(limit.allowed, Allowed::AllBut(_));
                let refused: Vec<Limit> = column.limits.iter().filter(refuses).cloned().collect();
                let mut element = self.column(column, &path, entity);
                let is_list = matches!(element.domain.value, Known::Yes(Domain::Closed(_)));
                element.amends = (is_changed && is_list).then_some(Amendment::Replaces);
                let id = self.model.add_element(element);
                self.columns.insert((index, at), id);
                if !is_list && !refused.is_empty() {
                    self.refused.insert(id, refused);
                }
            }
        }
    }

    fn column(&self, column: Column, path: &ModelPath, entity: EntityId) -> Element {
        let data_type = column.data_type;
        let flag = one_digit(&data_type) && is_flag(&column.name.value);
        let domain = if flag {
            Known::Yes(Domain::Boolean)
        } else {
            self.domain_of(data_type.named.as_deref(), data_type.domain)
        };
        let at = data_type.written.as_ref().and_then(|written| written.span);
        let path = path.child(&column.name.value);
        let left = narrowed(domain, at, &column.limits, &|id| self.listed(id));
        Element {
            entity: Some(entity),
            domain: left.domain,
            narrowed: left.perhaps,
            optional: column.optional,
            default: column.default,
            width: data_type.width,
            declared_type: data_type.written,
            labels: column.labels,
            ..Element::field(column.name, path, Layer::Database, column.extent)
        }
    }

    /// Adds a list of values.
    fn list(&mut self, index: Option<usize>, name: &Name, lookup: Lookup) {
        let table = index.and_then(|index| self.schema.tables.get(index));
        let (name, path) = (name.own.clone(), path(name));
        let narrowed = lookup.narrowed;
        let list = match lookup.goes_on {
            // Only part of the list is visible.
            true => Element {
                rows: Some(lookup.values),
                ..Element::value_type(name, path, Layer::Database, lookup.span)
            },
            false => Element::code_list(name, path, Layer::Database, lookup.span).with_domain(
                Located::with_span(Known::closed(lookup.values), lookup.span),
            ),
        };
        let element = Element {
            entity: index.and_then(|index| self.entities.get(&index).copied()),
            labels: table.map(|table| table.labels.clone()).unwrap_or_default(),
            narrowed,
            ..list
        };
        let id = self.model.add_element(element);
        if let Some(index) = index {
            self.lookups.insert(index, (id, lookup.key));
        }
    }

    fn relations(&mut self, index: usize) {
        let Some(table) = self.schema.tables.get(index) else {
            return;
        };
        for key in &table.keys {
            let kind = match key.kind {
                KeyKind::Primary => RelationKind::PrimaryKey,
                KeyKind::Unique => RelationKind::Unique,
            };
            let elements: Vec<ElementId> = key
                .columns
                .iter()
                .filter_map(|column| self.columns.get(&(index, *column)).copied())
                .collect();
            if !elements.is_empty() {
                self.model.relations.push(Relation {
                    kind,
                    elements,
                    span: key.span,
                });
            }
        }
        self.ties(index, table);
        self.references(index, table);
    }

    /// Adds conditions that tie columns together, once per column for which they list values.
    fn ties(&mut self, index: usize, table: &Table) {
        let named = |model: &SchemaModel, id: ElementId| {
            model.element(id).map(|element| element.name.value.clone())
        };
        for (_, tie, span) in &table.ties {
            let columns: Vec<(ElementId, &Vec<Located<String>>)> = tie
                .iter()
                .filter_map(|(column, values)| {
                    Some((*self.columns.get(&(index, *column))?, values))
                })
                .collect();
            for (id, values) in columns.iter().filter(|(_, values)| !values.is_empty()) {
                let others = columns.iter().filter(|(other, _)| other != id);
                let others = others.filter_map(|(other, values)| {
                    Some((named(self.model, *other)?, (*values).clone()))
                });
                let statement = Statement {
                    path: path(&table.name),
                    column: named(self.model, *id).unwrap_or_default(),
                    kind: StatementKind::TieToColumns {
                        values: (*values).clone(),
                        others: others.collect(),
                    },
                };
                self.model.relations.push(Relation {
                    kind: RelationKind::Statement(statement),
                    elements: vec![*id],
                    span: *span,
                });
            }
        }
    }

    /// Turns foreign keys into references: to the list of values, to the target column, or to the table by name.
    fn references(&mut self, index: usize, table: &Table) {
        for key in &table.foreign {
            for (position, column) in key.columns.iter().enumerate() {
                let Some(id) = self.columns.get(&(index, *column)).copied() else {
                    continue;
                };
                let Some(reference) = self.reference(key, position) else {
                    continue;
                };
                let refused = self.refused.remove(&id).unwrap_or_default();
                let domain = Known::Yes(Domain::Reference(reference));
                let left = narrowed(domain, Some(key.span), &refused, &|id| self.listed(id));
                if let Some(element) = self.model.elements.get_mut(id.0 as usize)
                    && !matches!(element.domain.value, Known::Yes(Domain::Closed(_)))
                {
                    element.domain = left.domain;
                    element.narrowed = left.perhaps;
                }
            }
        }
    }

    /// What the column at a position of a foreign key refers to.
    fn reference(&self, key: &ForeignKey, position: usize) -> Option<Reference> {
        let named = Reference::Named(key.target.own.value.clone());
        let target = self.schema.find_table(&key.target);
        let column = key.target_columns.get(position).map(|column| fold(column));
        if let Some((list, identified)) = target.and_then(|target| self.lookups.get(&target))
            && column.as_deref().is_none_or(|column| column == identified)
        {
            return Some(Reference::Element(*list));
        }
        // Of several columns, only the one that identifies a row says something about values.
        let single = key.columns.len() == 1;
        let pointed = target.and_then(|target| {
            let at = self.schema.tables.get(target)?.find(column.as_deref()?)?;
            let id = self.columns.get(&(target, at)).copied()?;
            let domain = &self.model.element(id)?.domain.value;
            matches!(domain, Known::Yes(Domain::Closed(_) | Domain::Reference(_))).then_some(id)
        });
        match pointed {
            Some(id) => Some(Reference::Element(id)),
            None => single.then_some(named),
        }
    }
}

/// A column that does not exist in the end, wherever it is described.
fn retired(column: &Column) -> impl Iterator<Item = Located<String>> {
    let name = &column.name.value;
    let limits = column.limits.iter().map(|limit| limit.span);
    let at = std::iter::once(column.extent).chain(limits);
    at.map(move |at| Located::with_span(name.clone(), at))
}

fn type_element(named: NamedType) -> Element {
    let path = path(&named.name);
    let written = named.data_type.written;
    let (domain, at) = match named.values {
        Some(values) => (Known::Yes(Domain::Closed(values.value)), values.span),
        None => (
            named.data_type.domain,
            written.as_ref().and_then(|written| written.span),
        ),
    };
    let left = narrowed(domain, at, &named.limits, &|_| None);
    Element {
        domain: left.domain,
        narrowed: left.perhaps,
        default: named.default,
        width: named.data_type.width,
        declared_type: written,
        labels: named.labels,
        ..Element::value_type(named.name.own, path, Layer::Database, named.extent)
    }
}
