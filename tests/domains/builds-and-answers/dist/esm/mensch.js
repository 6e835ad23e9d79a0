import { z } from 'zod';
export const Mensch = z.object({ vorname: z.string(), gender: z.enum(['male', 'female']) });
