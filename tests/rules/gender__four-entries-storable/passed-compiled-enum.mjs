var Geschlecht = /* @__PURE__ */ ((Geschlecht2) => {
    Geschlecht2["Maennlich"] = "m";
    Geschlecht2["Weiblich"] = "w";
    Geschlecht2["Divers"] = "d";
    Geschlecht2["OhneAngabe"] = "x";
    return Geschlecht2;
})(Geschlecht || {});
export { Geschlecht };
