@interface Mitglied : NSObject
@property (nonatomic, copy) NSString *nachname;
@property (nonatomic) NSString *geschlecht;
@end
