#import "Resident.h"

@implementation Resident
- (LHGender)genderFromText:(NSString *)gender {
    if ([gender isEqualToString:@"m"]) {
        return LHGenderMale;
    } else if ([gender isEqualToString:@"f"]) {
        return LHGenderFemale;
    }
    return LHGenderUnknown;
}
@end
