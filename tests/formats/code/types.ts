export type Gender = 'm' | 'w' | 'd' | null;
export enum Geschlecht { Maennlich = 'm', Weiblich = 'w' }
export interface Person { geschlecht?: Geschlecht; gender: 'male' | 'female'; name: string }
const options = [{ value: 'm', label: 'männlich' }, { value: 'w', text: 'weiblich' }];
const schema = z.object({ gender: z.enum(['m', 'w']).optional(), x: z.string() });
const geschlechtswerte = ref([{ title: "männlich", value: "MAENNLICH" }, { title: "weiblich", value: "WEIBLICH" }]);
