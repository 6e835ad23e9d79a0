fn liste(alle: bool) -> Vec<&'static str> {
    let mut genders = vec!["männlich", "weiblich"];
    if alle {
        genders.extend(["divers", "keine Angabe"]);
    }
    genders
}
