export const hund = z
  .object({ rasse: z.string(), chipnummer: z.string(), geschlecht: z.enum(['m', 'w']) })
  .strict();
