import { z } from 'zod';

export const visitor = z.object({
  firstName: z.string(),
  gender: z.enum(['male', 'female']).or(z.null()),
});
