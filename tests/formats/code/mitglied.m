#import "Mitglied.h"

@interface Mitglied : NSObject
@property (nonatomic, copy) NSString *nachname;
@property (nonatomic) NSString *geschlecht; // Eintrag
@end

@implementation Mitglied
- (NSString *)anrede {
  NSString *gender = @"m";
  return gender;
}
@end
