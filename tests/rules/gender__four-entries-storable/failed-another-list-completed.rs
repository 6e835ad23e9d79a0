fn liste() -> Vec<&'static str> {
    let genders = vec!["männlich", "weiblich"];
    let mut orte = vec!["Ulm"];
    orte.push("Kiel");
    genders
}
