import { z } from "zod";
import * as yup from "yup";
enum Gender { Male = 'm', Female = 'w' }
const a = z.object({ gender: z.enum(['m', 'w']).optional() });
const a2 = z.object({ gender: z.nativeEnum(Gender) });
const a3 = z.object({ gender: z.union([z.literal('m'), z.literal('w')]) });
const genderSchema = z.enum(["male", "female"]);
const a4 = z.object({ gender: genderSchema.nullable() });
const a5 = z.object({ gender: z.string().regex(/^(m|w)$/) });
const b = yup.object({ gender: yup.string().oneOf(['m', 'w']).required() });
const b2 = yup.object().shape({ gender: yup.mixed<Gender>().oneOf(Object.values(Gender)) });
const c = Joi.object({ gender: Joi.string().valid('m', 'w').required() });
const c2 = Joi.object({ gender: Joi.string().valid(...Object.values(Gender)) });
const c3 = Joi.object({ gender: Joi.any().valid(['m','w']) });
class PersonDto {
  @IsIn(['m', 'w'])
  gender: string;
  @IsEnum(Gender)
  @IsOptional()
  geschlecht?: string;
  @Matches(/^[mw]$/)
  sex: string;
  @ApiProperty({ enum: ['m', 'w'] })
  gender2: string;
  @Column({ type: 'enum', enum: ['m', 'w'], default: 'm', nullable: false })
  gender3: string;
  @Column({ type: 'enum', enum: Gender })
  gender4: Gender;
  @Column("varchar", { length: 1 })
  gender5: string;
  @Prop({ enum: ['male', 'female'], required: true })
  gender6: string;
  @Field(() => Gender)
  gender7: Gender;
}
const User = sequelize.define('User', { gender: { type: DataTypes.ENUM('m', 'w'), allowNull: false, defaultValue: 'm' } });
const U2 = sequelize.define('User', { gender: { type: DataTypes.ENUM, values: ['m', 'w'] }, sex: DataTypes.ENUM({ values: ['m','w'] }), gender3: DataTypes.STRING });
const schema = new Schema({ gender: { type: String, enum: ['male', 'female'], default: 'male', required: true }, sex: { type: String, enum: Gender } });
export const genderEnum = pgEnum('gender', ['male', 'female']);
export const users = pgTable('users', { gender: genderEnum('gender').notNull(), sex: varchar('sex', { length: 1 }), g: text('gender', { enum: ['m','w'] }) });
const v = v.object({ gender: v.picklist(['m','w']) });
const t = Type.Object({ gender: Type.Union([Type.Literal('m'), Type.Literal('w')]) });
const js = { type: 'object', properties: { gender: { type: 'string', enum: ['m', 'w'] } } };
const GENDER = { MALE: 'm', FEMALE: 'w' } as const;
export const Sex = Object.freeze({ MALE: 'm', FEMALE: 'w' });
body('gender').isIn(['m', 'w']);
check('gender').optional().isIn(['male', 'female']);
const formCtrl = new FormGroup({ gender: new FormControl('m', [Validators.required, Validators.pattern('^(m|w)$')]) });
const fb1 = this.fb.group({ geschlecht: ['w', Validators.required] });
const t2 = builder.enumType('Gender', { values: ['m', 'w'] });
const rule = { gender: { required: true, enum: ['m','w'] } };
