export class Applicant {}
(function (Applicant) {
    Applicant.GenderEnum = {
        MALE: "male",
        FEMALE: "female",
    };
})(Applicant || (Applicant = {}));
