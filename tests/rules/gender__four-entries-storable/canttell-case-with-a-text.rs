pub enum Sex {
    Male,
    Female,
    SelfDescribed { text: String },
}

pub struct Patient {
    pub name: String,
    pub sex: Sex,
}
