fn liste() {
    let mut genders = vec!["männlich", "weiblich"];
    genders.push("divers");
}
