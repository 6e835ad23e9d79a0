class Kennzahl {
    constructor(text) {
        this.gender = "M";
        this.tag = parseInt(text.substr(6, 2), 10);
        if (this.tag > 40) {
            this.gender = "F";
            this.tag -= 40;
        }
    }
}
