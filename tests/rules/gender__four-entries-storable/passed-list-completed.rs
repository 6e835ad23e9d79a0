fn liste() -> Vec<&'static str> {
    let mut genders = vec!["männlich", "weiblich"];
    genders.extend(["divers", "keine Angabe"]);
    genders
}
