/// Whether a patient is neutered.
pub enum GenderStatus {
    Entire,
    Neutered,
    Unknown,
}

pub struct Patient {
    pub first_name: String,
    pub gender_status: GenderStatus,
}
