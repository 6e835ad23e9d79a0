export var Geschlecht;
(function (Geschlecht) {
    Geschlecht["Maennlich"] = "m";
    Geschlecht["Weiblich"] = "w";
})(Geschlecht || (Geschlecht = {}));
