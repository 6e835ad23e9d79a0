#[cfg(any())]
pub enum Geschlecht {
    Maennlich,
    Weiblich,
}

#[cfg(test)]
mod tests {
    enum Gender { Male, Female }
}
