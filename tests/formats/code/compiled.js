"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Geschlecht = void 0;
var Geschlecht;
(function (Geschlecht) {
    Geschlecht["Maennlich"] = "m";
    Geschlecht["Weiblich"] = "w";
})(Geschlecht || (exports.Geschlecht = Geschlecht = {}));
var Anrede;
(function (Anrede) {
    Anrede[Anrede["Herr"] = 1] = "Herr";
    Anrede[Anrede["Frau"] = 2] = "Frau";
})(Anrede = exports.Anrede || (exports.Anrede = {}));
var Mitglied;
(function (Mitglied) {
    let Eintrag;
    (function (Eintrag) {
        Eintrag["Maennlich"] = "MAENNLICH";
        Eintrag["Weiblich"] = "WEIBLICH";
    })(Eintrag = Mitglied.Eintrag || (Mitglied.Eintrag = {}));
    class Liste { }
    Mitglied.Liste = Liste;
})(Mitglied || (Mitglied = {}));
var GuestGender = /* @__PURE__ */ ((GuestGender2) => {
    GuestGender2["MAN"] = "man";
    GuestGender2["WOMAN"] = "woman";
    return GuestGender2;
})(GuestGender || {});
let Sexo = /* @__PURE__ */ function (Sexo) {
    Sexo[Sexo["Hombre"] = 0] = "Hombre";
    Sexo[Sexo["Mujer"] = 1] = "Mujer";
    return Sexo;
}({});
// An object that is filled and used is no list.
(function (app) {
    app.gender = "m";
    app.start();
})(window.app || (window.app = {}));
