typedef NS_ENUM(NSInteger, MemberGender) {
    MemberGenderMale = 0,
    MemberGenderFemale,
};
