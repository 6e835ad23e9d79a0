export const antragsteller = z
  .object({ vorname: z.string(), nachname: z.string(), geschlecht: z.enum(['m', 'w']) })
  .strict();
