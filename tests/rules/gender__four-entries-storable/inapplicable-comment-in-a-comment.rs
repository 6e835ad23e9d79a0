/* old /* inner */ pub enum Gender { Male, Female } */
pub struct Citizen { pub name: String }
